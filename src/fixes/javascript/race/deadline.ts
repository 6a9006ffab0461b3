import { unstoppableTimeout } from '../../../effects/promises/timeouts.ts';
import { valueOf } from '../../../effects/program.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { isGlobal } from '../callback/collection.ts';
import { bare } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';

/** A promise that does nothing but reject after a while. */
export interface Deadline {
  /** A whole number of milliseconds, as it is written. */
  readonly delay: string;
  /** The text of its error, where there is one. */
  readonly message?: string;
}

/** The longest that a timer takes; one that is longer goes off at once. */
const LONGEST = 2 ** 31 - 1;

/** `new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 5000))`; as text, what makes it more than that. */
export function deadlineOf(session: Session, racer: ts.Expression): Deadline | string | undefined {
  const { source, request } = session;
  const made = bare(racer);
  if (!ts.isNewExpression(made) || made.expression.getText(source) !== 'Promise' || !isGlobal(session, 'Promise', made))
    return undefined;
  const executor = made.arguments?.[0];
  if (!executor || !(ts.isArrowFunction(executor) || ts.isFunctionExpression(executor))) return undefined;
  const [, reject] = executor.parameters;
  const timer = onlyCall(executor.body);
  if (!reject || !ts.isIdentifier(reject.name) || timer?.expression.getText(source) !== 'setTimeout') return undefined;
  const [run, delay, reason] = timer.arguments;
  if (!run || !delay) return undefined;
  const rejection = rejectionIn(run, reject.name.text, reason);
  if (!rejection) return undefined;
  const value = request.facts.values.findIndex(
    (each) => each.kind === 'new' && each.start === made.getStart(source) && each.end === made.end,
  );
  const known = value < 0 ? undefined : unstoppableTimeout(request.program, request.file, value);
  if (!known || valueOf(known.file, known.timer).end !== timer.end) return undefined;
  const milliseconds = known.delay;
  if (milliseconds === undefined || !Number.isInteger(milliseconds) || milliseconds < 0 || milliseconds > LONGEST)
    return `\`AbortSignal.timeout\` takes whole numbers only, and nothing here says that \`${delay.getText(source)}\` is one. Write a number, or a constant.`;
  if (rejection === 'own')
    return 'The timer rejects with an error of its own kind, which somebody may count on. `AbortSignal.timeout` rejects with a `TimeoutError`.';
  return { delay: delay.getText(source), ...(rejection.text === undefined ? {} : { message: rejection.text }) };
}

/** The call that a function consists of. */
function onlyCall(body: ts.ConciseBody): ts.CallExpression | undefined {
  if (!ts.isBlock(body)) return ts.isCallExpression(body) ? body : undefined;
  const [statement, ...others] = body.statements;
  const isAlone = statement && others.length === 0 && ts.isExpressionStatement(statement);
  return isAlone && ts.isCallExpression(statement.expression) ? statement.expression : undefined;
}

/** What the timer rejects with: the text of a plain `Error`, nothing, or something of its own kind. */
function rejectionIn(
  run: ts.Expression,
  reject: string,
  reason: ts.Expression | undefined,
): { readonly text?: string } | 'own' | undefined {
  if (ts.isIdentifier(run)) return run.text === reject ? reasonOf(reason) : undefined;
  if (!ts.isArrowFunction(run) && !ts.isFunctionExpression(run)) return undefined;
  const call = onlyCall(run.body);
  const isIt = call && ts.isIdentifier(call.expression) && call.expression.text === reject;
  return isIt && run.parameters.length === 0 ? reasonOf(call.arguments[0]) : undefined;
}

function reasonOf(reason: ts.Expression | undefined): { readonly text?: string } | 'own' {
  if (!reason) return {};
  const [message, ...others] = ts.isNewExpression(reason) ? (reason.arguments ?? []) : [];
  if (!ts.isNewExpression(reason) || reason.expression.getText() !== 'Error' || others.length > 0) return 'own';
  if (!message) return {};
  if (ts.isStringLiteralLike(message)) return { text: message.text };
  return ts.isTemplateExpression(message) ? { text: message.head.text } : 'own';
}
