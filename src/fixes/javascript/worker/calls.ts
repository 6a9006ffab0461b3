import { ts } from '../../../syntax/javascript/tree.ts';
import { whoCanWait } from '../edit/awaiting.ts';
import { raceAcross } from '../edit/races.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { uncloneableValue } from './given.ts';
import { statementOf, type Luggage } from './movable.ts';

/** Why this call cannot wait for a worker; undefined when it can. */
export function troubleWithCall(session: Session, call: ts.CallExpression): string | undefined {
  const owner = whoCanWait(session, call);
  if (typeof owner === 'string') return owner;
  const name = call.expression.getText(session.source);
  if (call.typeArguments) return `\`${name}\` is called with type arguments, which a pool does not take.`;
  for (const argument of call.arguments) {
    const found = uncloneableValue(session, ts.isSpreadElement(argument) ? argument.expression : argument);
    if (found !== undefined) return `The call hands over ${found}, which would not arrive at a worker as it is.`;
  }
  return raceAcross(session, call, owner);
}

/** The calls of `declaration` that go to the pool together with `first`: whatever can wait, `suits`, and does not stand in another of them. */
export function callsForPool(
  session: Session,
  declaration: Declaration,
  first: ts.CallExpression,
  luggage: Luggage,
  suits: (call: ts.CallExpression) => boolean,
): readonly ts.CallExpression[] {
  const chosen = [first];
  for (const use of session.scopes.referencesTo(declaration)) {
    const call = use.parent;
    if (!ts.isCallExpression(call) || call.expression !== use || call === first) continue;
    if (luggage.declarations.some((one) => isWithin(call, statementOf(one) ?? one.node))) continue;
    if (chosen.some((other) => isWithin(call, other) || isWithin(other, call))) continue;
    if (troubleWithCall(session, call) === undefined && suits(call)) chosen.push(call);
  }
  return chosen;
}
