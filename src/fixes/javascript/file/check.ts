import { valueOf } from '../../../effects/program.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import type { FixRequest } from '../../remedy.ts';
import { isStatement } from '../edit/nodes.ts';
import { openSession, type Session } from '../edit/session.ts';
import { nodeOf } from '../edit/suggest.ts';
import { dropImport } from '../edit/unimport.ts';

/** A call that works on a file after a look at it. */
export interface Checked {
  readonly session: Session;
  /** What is called: `node:fs#rmSync`. */
  readonly symbol: string;
  /** All of its arguments are written out. */
  readonly use: ts.CallExpression;
  /** The statement is the call, or an `await` of it, and nothing else. */
  readonly statement: ts.Node;
  readonly isAwaited: boolean;
  readonly check: ts.CallExpression;
}

/** The call that the finding is about, where it is one of these and stands for itself. */
export function checkedCall(request: FixRequest, symbols: RegExp): Checked | undefined {
  const { finding, file } = request;
  const { subject } = finding;
  if (subject.kind !== 'file-race') return undefined;
  const made = valueOf(file, subject.use);
  const symbol = made.kind === 'call' ? request.symbolOf(made.callee) : undefined;
  if (symbol === undefined || !symbols.test(symbol)) return undefined;
  const session = openSession(request);
  const [use, check] = [subject.use, subject.check].map((each) => nodeOf(session, each, ts.isCallExpression));
  if (!use || !check || use.arguments.some(ts.isSpreadElement)) return undefined;
  const isAwaited = ts.isAwaitExpression(use.parent);
  const outer = isAwaited ? use.parent : use;
  return isStatement(outer) ? { session, symbol, use, statement: outer.parent, isAwaited, check } : undefined;
}

/** Adds an option to the object that a call is given, or gives it one behind `last`. False where it may have that option already. */
export function addOption(
  { draft, source }: Session,
  last: ts.Expression,
  options: ts.Expression | undefined,
  name: string,
  value: string,
): boolean {
  const written = `${name}: ${value}`;
  if (!options) {
    draft.insert(last.end, `, { ${written} }`);
    return true;
  }
  if (!ts.isObjectLiteralExpression(options) || !options.properties.every((each) => isOther(each, name))) return false;
  const end = options.properties.at(-1)?.end;
  if (end === undefined) draft.replace({ start: options.getStart(source), end: options.end }, `{ ${written} }`);
  else draft.insert(end, `, ${written}`);
  return true;
}

/** No spread, which may bring the option, and not the option. */
function isOther({ name }: ts.ObjectLiteralElementLike, option: string): boolean {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text !== option;
}

/** `if (existsSync(path))`, or with `!`, around `statement` and nothing else; undefined where it says more than that. */
export function checkAround(
  { source, text }: Session,
  check: ts.CallExpression,
  statement: ts.Node,
  sign: '' | '!',
): ts.IfStatement | undefined {
  const block = ts.isBlock(statement.parent) && statement.parent.statements.length === 1 ? statement.parent : statement;
  const branch = block.parent;
  if (!ts.isIfStatement(branch) || branch.thenStatement !== block || branch.elseStatement) return undefined;
  const { expression: test } = branch;
  const isNot = ts.isPrefixUnaryExpression(test) && test.operator === ts.SyntaxKind.ExclamationToken;
  const asked = sign === '!' ? isNot && test.operand : test;
  if (asked !== check && !(asked && ts.isAwaitExpression(asked) && asked.expression === check)) return undefined;
  const around = [
    text.slice(branch.getStart(source), statement.getStart(source)),
    text.slice(statement.end, branch.end),
  ];
  return around.some((each) => /\/[/*]/.test(each)) ? undefined : branch;
}

/** Takes the check away where nothing else depends on it. Says whether it did. */
export function dropCheck(session: Session, check: ts.CallExpression, statement: ts.Node, sign: '' | '!'): boolean {
  const { source, draft } = session;
  const branch = checkAround(session, check, statement, sign);
  if (!branch) return false;
  draft.replace({ start: branch.getStart(source), end: statement.getStart(source) }, '');
  if (branch.end > statement.end) draft.replace({ start: statement.end, end: branch.end }, '');
  forgetCheck(session, check);
  return true;
}

/** The check is no longer made, and its import goes where nothing else uses it. */
export function forgetCheck(session: Session, check: ts.CallExpression): void {
  if (ts.isIdentifier(check.expression)) dropImport(session, check.expression);
}
