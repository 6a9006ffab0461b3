import { edgesFrom } from '../../effects/calls/callers.ts';
import type { FunctionRef } from '../../effects/program.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { homeOf } from './edit/nodes.ts';
import { endOfLine } from './edit/places.ts';
import { reachableFrom } from './edit/reach.ts';
import { isWithin } from './edit/scope.ts';
import { openSession, type Session } from './edit/session.ts';
import { insertBefore, takeOut, topOf } from './edit/statements.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { isKnownAbove, madeEarly, topLevelAround } from './hoist/place.ts';

const id = 'hoist-limiter';

/** Makes the limiter of a function once, for all of its calls. */
export const hoistLimiter: Remedy = {
  id,
  rules: ['unblock/limiter-misuse'],
  propose,
};

const MOST = 300;

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'limiter-misuse' || subject.how !== 'single' || request.facts.language !== 'javascript')
    return undefined;
  const session = openSession(request);
  const { scopes, source, text } = session;
  const call = nodeOf(session, subject.call, ts.isCallExpression);
  const variable = call?.parent;
  if (!call || !variable || !ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name)) return undefined;
  const statement = variable.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1) return undefined;
  const top = topLevelAround(statement);
  if (!top || top === statement || !isKnownAbove(session, call, top)) return undefined;
  const { name } = variable;
  if (scopes.lookUp(name.text, top.parent) || scopes.lookUp(name.text, homeOf(statement)?.parent ?? top))
    return { id, reason: `Something else further up is called \`${name.text}\`, too. Rename one of them first.` };
  if (leadsBack(request, subject.function, session, variable))
    return {
      id,
      reason: `A task of \`${name.text}\` leads back to this function. With one limiter for all calls, tasks could wait for each other for ever.`,
    };
  const code = text.slice(topOf(session, statement), statement.end).replace(/;$/, '');
  insertBefore(session, top, code, text.slice(statement.end, endOfLine(session, statement)));
  takeOut(session, statement);
  const room = call.arguments[0]?.getText(source) ?? 'so many';
  return suggest(session, {
    ...{ id, title: `Make one \`${name.text}\` for all calls, in the module` },
    changes: `All calls together run at most ${room} at a time, where each had room for its own before.${madeEarly(session, call)}`,
  });
}

/** Whether a run of the function could need another run of it, as far as names or resolved calls tell. */
function leadsBack(
  { program, file }: FixRequest,
  owner: number,
  { scopes }: Session,
  limiter: ts.VariableDeclaration,
): boolean {
  const declaration = [...scopes.declaredIn(scopeOf(limiter))].find(({ node }) => node === limiter);
  const tasks = declaration ? scopes.referencesTo(declaration).map((use) => use.parent) : [];
  if (
    tasks.some((task) =>
      reachableFrom(scopes, task).some((node) => node !== task && node !== limiter && isWithin(limiter, node)),
    )
  )
    return true;
  const seen = new Map<string, FunctionRef>([[`${file.path}#${String(owner)}`, { file, function: owner }]]);
  for (const ref of seen.values()) {
    for (const { to } of edgesFrom(program, ref)) {
      if (to.file.path === file.path && to.function === owner) return true;
      seen.set(`${to.file.path}#${String(to.function)}`, to);
    }
    if (seen.size > MOST) return true;
  }
  return false;
}

function scopeOf(node: ts.Node): ts.Node {
  let scope = node.parent;
  while (!ts.isBlock(scope)) scope = scope.parent;
  return ts.isFunctionLike(scope.parent) ? scope.parent : scope;
}
