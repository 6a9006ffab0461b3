import type { Fix } from '../../model/fix.ts';
import { valueOf } from '../../effects/program.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { homeOf, isCallable } from './edit/nodes.ts';
import { endOfLine } from './edit/places.ts';
import { openSession, semicolon, type Session } from './edit/session.ts';
import { lineIndent } from './edit/style.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { addParameter, nameWithin, type Inline } from './edit/try-around.ts';

const id = 'listen-to-worker';

/** Listens to the error and the end of a worker, and tells whoever waits for its answer. */
export const listenToWorker: Remedy = {
  id,
  rules: ['unblock/worker-unsupervised'],
  propose,
};

const started = /^node:(?:worker_threads#Worker|child_process#fork)$/;

function propose(request: FixRequest): Fix | undefined {
  const { facts, finding, file } = request;
  const { subject } = finding;
  if (subject.kind !== 'worker-unsupervised' || facts.language !== 'javascript') return undefined;
  const made = valueOf(file, subject.call);
  if ((made.kind !== 'new' && made.kind !== 'call') || !started.test(request.symbolOf(made.callee) ?? ''))
    return undefined;
  const session = openSession(request);
  const node = nodeOf(session, subject.call, isMade);
  const variable = node?.parent;
  if (!node || !variable || !ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name)) return undefined;
  const statement = variable.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1) return undefined;
  const isPlaced = ts.isBlock(statement.parent) || ts.isSourceFile(statement.parent);
  if (!isPlaced) return undefined;

  const home = homeOf(statement);
  const executor = home && isCallable(home) && isExecutor(session, home) ? home : undefined;
  const what = made.kind === 'new' ? 'worker' : 'process';
  const lines = executor
    ? rejecting(session, executor, variable.name.text, subject.missing, what)
    : logging(session, node, variable.name.text, subject.missing);
  if (!lines) return undefined;
  const at = endOfLine(session, statement);
  const line = session.style.eol + lineIndent(session.text, statement.getStart(session.source));
  session.draft.insert(at, lines.map((each) => line + each + semicolon(session)).join(''));
  return suggest(session, {
    id,
    ...(executor
      ? {
          title: `Reject the promise when the ${what} fails or ends`,
          changes: `Whoever waits gets the error. ${subject.missing.includes('error') ? 'It used to end this process, past every `try`.' : 'They used to wait for ever.'} After an answer, the end changes nothing.`,
        }
      : {
          title: `Log the failure of this ${what}`,
          changes:
            'An error that nothing in the worker catches is written to the console. It used to end this process, past every `try`; now the process goes on without the worker.',
        }),
  });
}

function isMade(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  return ts.isNewExpression(node) || ts.isCallExpression(node);
}

function isExecutor(session: Session, home: ts.Node): home is Inline {
  const { parent } = home;
  if (!ts.isNewExpression(parent) || parent.arguments?.[0] !== home) return false;
  return parent.expression.getText(session.source) === 'Promise' && isGlobal(session, 'Promise', parent);
}

function rejecting(
  session: Session,
  executor: Inline,
  worker: string,
  missing: readonly string[],
  what: string,
): readonly string[] | undefined {
  const { parameters } = executor;
  const names = parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : undefined));
  if (names.length < 1 || names.length > 2 || names.includes(undefined)) return undefined;
  if (parameters.some((one) => one.initializer ?? one.dotDotDotToken)) return undefined;
  const reject = names[1] ?? nameWithin(executor, 'reject', 'fail');
  if (reject === undefined) return undefined;
  if (names.length === 1) addParameter(session, executor, reject);
  // An error is followed by `exit`, and so may be the end without an answer.
  const events = missing.includes('error') && !listensTo(executor, worker, 'exit') ? ['error', 'exit'] : missing;
  const { quote } = session.style;
  const code = nameWithin(executor, 'code', 'exitCode') ?? 'status';
  return events.map((event) =>
    event === 'exit'
      ? `${worker}.once(${quote}exit${quote}, (${code}) => ${reject}(new Error(\`The ${what} ended with code \${${code}}.\`)))`
      : `${worker}.once(${quote}${event}${quote}, ${reject})`,
  );
}

function listensTo(executor: Inline, worker: string, event: string): boolean {
  return new RegExp(`\\b${worker}\\s*\\.\\s*(?:on|once|addListener)\\(\\s*['"]${event}`).test(executor.getText());
}

function logging(
  session: Session,
  node: ts.Node,
  worker: string,
  missing: readonly string[],
): readonly string[] | undefined {
  if (!missing.includes('error') || !ts.isNewExpression(node) || !isGlobal(session, 'console', node)) return undefined;
  const { quote } = session.style;
  return [`${worker}.on(${quote}error${quote}, (error) => console.error(error))`];
}
