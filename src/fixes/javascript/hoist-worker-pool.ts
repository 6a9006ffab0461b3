import { valueOf } from '../../effects/program.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { homeOf } from './edit/nodes.ts';
import { endOfLine } from './edit/places.ts';
import { openSession, type Session } from './edit/session.ts';
import { insertBefore, takeOut, topOf } from './edit/statements.ts';
import { lineIndent } from './edit/style.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { closingOf, removeClosing, type Closing } from './hoist/closing.ts';
import { isKnownAbove, madeEarly, topLevelAround } from './hoist/place.ts';

const id = 'hoist-worker-pool';

/** Makes a pool of workers once, in the module, for all calls of the function that made one each time. */
export const hoistWorkerPool: Remedy = {
  id,
  rules: ['unblock/worker-per-call'],
  propose,
};

const pools = /^piscina#(?:default|Piscina)$/;

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { finding, file } = request;
  const { subject } = finding;
  if (subject.kind !== 'worker-per-call' || !subject.isPool || request.facts.language !== 'javascript')
    return undefined;
  const value = valueOf(file, subject.call);
  if (value.kind !== 'new' || !pools.test(request.symbolOf(value.callee) ?? '')) return undefined;
  const session = openSession(request);
  const { scopes, text } = session;
  const made = nodeOf(session, subject.call, ts.isNewExpression);
  const variable = made?.parent;
  if (!made || !variable || !ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name)) return undefined;
  const statement = variable.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1) return undefined;
  const top = topLevelAround(statement);
  const { name } = variable;
  const declaration = scopes.lookUp(name.text, variable);
  if (!top || top === statement || declaration?.node !== variable || declaration.kind !== 'const') return undefined;
  if (!isKnownAbove(session, made, top))
    return { id, reason: `\`${name.text}\` is made of what only this call knows. Hand that to its tasks instead.` };
  if (scopes.lookUp(name.text, top.parent) || scopes.lookUp(name.text, homeOf(statement)?.parent ?? top))
    return { id, reason: `Something else further up is called \`${name.text}\`, too. Rename one of them first.` };
  const closings: Closing[] = [];
  for (const use of scopes.referencesTo(declaration)) {
    const closing = useOf(session, use);
    if (closing === undefined)
      return { id, reason: `More is done with \`${name.text}\` than to run tasks and to close it at the end.` };
    if (closing !== 'task') closings.push(closing);
  }
  const kept = optionsThatRest(session, made);
  if (kept === undefined) return undefined;
  const from = topOf(session, statement);
  const last = made.arguments?.[0];
  const at = last && ts.isObjectLiteralExpression(last) ? (last.properties.at(-1)?.end ?? made.end) : made.end;
  const code = text.slice(from, at) + (kept === '' ? '' : `, ${kept}`) + text.slice(at, made.end);
  const written = code.replaceAll(`\n${lineIndent(text, from)}`, '\n');
  insertBefore(session, top, written, text.slice(statement.end, endOfLine(session, statement)));
  takeOut(session, statement);
  for (const closing of closings) removeClosing(session, closing);
  return suggest(session, {
    ...{ id, title: `Make one \`${name.text}\` for all calls, in the module` },
    changes: `All calls share its threads, so that what is too much waits. They start with the first task and end after a minute without one. What the file of the worker keeps in its variables outlives a call, and a task that nobody waited for is no longer ended with the pool.${madeEarly(session, made)}`,
  });
}

/** It runs a task, or it is the end of the pool; undefined where it is something else. */
function useOf(session: Session, use: ts.Identifier): Closing | 'task' | undefined {
  const { parent: access } = use;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== use) return undefined;
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) return undefined;
  if (access.name.text === 'run') return 'task';
  return /^(?:destroy|close)$/.test(access.name.text) ? closingOf(session, call) : undefined;
}

/** What makes threads come and go with the work, where the options do not say so themselves; undefined where they are not all known. */
function optionsThatRest({ text }: Session, { arguments: given }: ts.NewExpression): string | undefined {
  const [options, ...others] = given ?? [];
  if (!options || others.length > 0 || !ts.isObjectLiteralExpression(options)) return undefined;
  const names = options.properties.map((each) => each.name?.getText() ?? '…');
  const isCommented = /\/[/*]/.test(text.slice(options.properties.at(-1)?.end ?? options.pos, options.end));
  if (names.includes('…') || names.length === 0 || isCommented) return undefined;
  return [['minThreads', 'minThreads: 0'] as const, ['idleTimeout', 'idleTimeout: 60_000'] as const]
    .flatMap(([name, option]) => (names.includes(name) ? [] : [option]))
    .join(', ');
}
