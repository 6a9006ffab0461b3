import { graphOf } from '../../../effects/calls/graph.ts';
import { valueOf } from '../../../effects/program.ts';
import { unheardBy } from '../../../effects/promises/unheard.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { isCallable, nameOf, some, type Callable } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';

/** What test runners wait for. */
const testing = /^(?:it|test|specify|before|after|beforeEach|afterEach|beforeAll|afterAll)$/;

/**
 * Whether the function is handed to somebody who waits for it and takes its rejection as it took what it threw: `heard`; `caught`:
 * only as long as none can leave it. Or, as text, why not; undefined where it is handed to nobody.
 */
export function listenerOf(
  session: Session,
  callable: Callable,
): 'heard' | 'caught' | { readonly reason: string } | undefined {
  const { parent } = callable;
  if (!ts.isCallExpression(parent) || !parent.arguments.some((each) => each === callable)) return undefined;
  const callee = parent.expression;
  const { role } = session.request.file;
  const root = ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) ? callee.expression : callee;
  if (role.kind === 'test' && ts.isIdentifier(root) && testing.test(root.text)) return 'heard';
  const named = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText(session.source);
  const found = heardBy(session, parent, callable);
  if (found !== undefined) return found;
  return { reason: `\`${named}\` does not wait for its callback. Use a loop, or do it before.` };
}

function heardBy(session: Session, parent: ts.CallExpression, callable: Callable): 'heard' | 'caught' | undefined {
  const { program, file } = session.request;
  const isAt = (id: number, node: ts.Node): boolean => {
    const { start, end } = valueOf(file, id);
    return start === node.getStart(session.source) && end === node.end;
  };
  const call = graphOf(program, file)
    .calls.flat()
    .find(({ value }) => isAt(value, parent));
  const known = (call?.entry?.callbacks ?? []).filter(({ runs }) => runs === 'handler' || runs === 'event');
  if (!call || known.length === 0) return undefined;
  const isUnheard = unheardBy(program, file, call).some(({ argument }) => isAt(argument.value, callable));
  if (isUnheard) return 'caught';
  return known.every(({ result }) => result === 'awaited') ? 'heard' : undefined;
}

/** Whether all that the function does stands in one `try` whose `catch` fails in no way that can be seen. */
export function catchesAll({ body }: Callable): boolean {
  if (!body || !ts.isBlock(body)) return false;
  const [statement, ...rest] = body.statements;
  if (!statement || rest.length > 0 || !ts.isTryStatement(statement) || !statement.catchClause) return false;
  const after = [statement.catchClause.block, ...(statement.finallyBlock ? [statement.finallyBlock] : [])];
  return !after.some((block) =>
    some(
      block,
      (node) => ts.isThrowStatement(node) || ts.isAwaitExpression(node),
      (node) => !isCallable(node),
    ),
  );
}

export function uncaughtReason(callable: Callable): string {
  return `Nobody takes the rejection of \`${nameOf(callable)}\`, which ends the process where an error was answered before. Put all it does into a \`try\` with a \`catch\` first.`;
}
