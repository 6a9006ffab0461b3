import type { Twin } from '../../../knowledge/schema.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { some } from '../edit/nodes.ts';
import { around } from '../edit/reach.ts';
import type { Session } from '../edit/session.ts';

/** A twin that gives the same once something is written behind it. */
export interface Rewriting {
  readonly twin: Twin;
  /** Behind the call, and waited for with it. */
  readonly ofPromise?: string;
  /** Behind what was waited for. */
  readonly ofResult?: string;
  /** The type of the result, where the compiler does not find it out. */
  readonly type?: string;
}

type Rewrite = (session: Session, call: ts.CallExpression) => Rewriting | string;

const rewritings: Readonly<Record<string, Rewrite>> = {
  'node:fs#existsSync': existence,
  'node:child_process#execSync': (session, call) => output(session, call, 'exec', 1),
  'node:child_process#execFileSync': (session, call) => output(session, call, 'execFile', 2),
  'node:crypto#scryptSync': (session, call) => untyped(session, call, { name: 'scrypt', takes: 3, gives: 'Buffer' }),
  'node:crypto#generatePrimeSync': (session, call) =>
    untyped(session, call, { name: 'generatePrime', takes: 1, gives: 'ArrayBuffer' }),
  'node:crypto#checkPrimeSync': (session, call) =>
    untyped(session, call, { name: 'checkPrime', takes: 1, gives: 'boolean' }),
};

export function rewritingOf(session: Session, call: ts.CallExpression, symbol: string): Rewriting | string | undefined {
  return rewritings[symbol]?.(session, call);
}

/** `existsSync` gives false where `access` rejects, whatever the reason. */
function existence(): Rewriting {
  return {
    twin: {
      symbol: 'node:fs/promises#access',
      use: 'same-arguments',
      note: 'What is there may be gone by the time it is opened: often the better way is to open it and to handle `ENOENT`.',
    },
    ofPromise: '.then(() => true, () => false)',
  };
}

/** To the types of Node, `promisify` makes of these a function without options that gives `unknown`. */
function untyped(
  { typescript }: Session,
  call: ts.CallExpression,
  { name, takes, gives }: { readonly name: string; readonly takes: number; readonly gives: string },
): Rewriting | string {
  const twin: Twin = { symbol: `node:crypto#${name}`, use: 'promisify' };
  if (!typescript) return { twin };
  if (call.arguments.length > takes || call.arguments.some(ts.isSpreadElement))
    return `For TypeScript, \`promisify(${name})\` takes no options. Write \`new Promise\` around \`${name}\` instead.`;
  return ts.isExpressionStatement(call.parent) ? { twin } : { twin, type: gives };
}

/** Options that mean the same to `exec` and `execSync`. */
const sharedOptions = new Set([
  ...['cwd', 'env', 'timeout', 'maxBuffer', 'killSignal', 'shell', 'uid', 'gid', 'windowsHide', 'encoding'],
]);

const collected =
  'The command’s standard error is collected instead of printed, and an error has its exit code in `code` instead of `status`.';

/** Promisified, `exec` gives its output as `stdout`, as text. */
function output(session: Session, call: ts.CallExpression, name: string, at: number): Rewriting | string {
  const trouble = troubleWithOptions(call, at) ?? troubleWithErrors(session, call);
  if (trouble !== undefined) return trouble;
  return {
    twin: { symbol: `node:child_process#${name}`, use: 'promisify', note: collected },
    ...(ts.isExpressionStatement(call.parent) ? {} : { ofResult: '.stdout' }),
  };
}

function troubleWithOptions(call: ts.CallExpression, at: number): string | undefined {
  const options = call.arguments[at];
  const unknown = 'Its options are not all known here, and `exec` takes no `input` or `stdio`. Write them out first.';
  if (call.arguments.slice(0, at).some(ts.isSpreadElement)) return unknown;
  const list = at === 2 ? call.arguments[1] : undefined;
  if (list && ts.isObjectLiteralExpression(list)) return unknown;
  if (!options) return isTakenAsText(call) ? undefined : bytes;
  if (!ts.isObjectLiteralExpression(options)) return unknown;
  let isText = isTakenAsText(call);
  for (const property of options.properties) {
    const key = property.name && ts.isIdentifier(property.name) ? property.name.text : undefined;
    if (key === undefined || !sharedOptions.has(key)) return unknown;
    if (key !== 'encoding') continue;
    if (!ts.isPropertyAssignment(property) || !ts.isStringLiteral(property.initializer)) return unknown;
    if (property.initializer.text === 'buffer') return bytes;
    isText = true;
  }
  return isText ? undefined : bytes;
}

const bytes = "Without an `encoding` it gives bytes, and its promise form text. Ask for `encoding: 'utf8'` first.";

/** The result is dropped, or made a string at once. */
function isTakenAsText(call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isExpressionStatement(parent)) return true;
  const isAccess =
    ts.isPropertyAccessExpression(parent) && parent.expression === call && parent.name.text === 'toString';
  if (!isAccess || !ts.isCallExpression(parent.parent)) return false;
  const [encoding] = parent.parent.arguments;
  return !encoding || (ts.isStringLiteral(encoding) && /^utf-?8$/i.test(encoding.text));
}

/** Whoever looks at the exit code would not find it any more. */
function troubleWithErrors(session: Session, call: ts.CallExpression): string | undefined {
  const handler = around(call, ts.isTryStatement)?.catchClause;
  const looks =
    handler && some(handler.block, (node) => ts.isIdentifier(node) && ['status', 'output'].includes(node.text));
  return looks === true
    ? `\`${call.expression.getText(session.source)}\` tells the exit code as \`status\`, its promise form as \`code\`. Change the \`catch\` together with it.`
    : undefined;
}
