import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, dressed } from '../edit/nodes.ts';
import type { Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';

/** `list.includes(x)`, or `list.indexOf(x) === -1` as a whole. */
export interface Search {
  readonly call: ts.CallExpression;
  readonly list: ts.Identifier;
  /** `includes` or `indexOf`. */
  readonly word: ts.MemberName;
  /** The comparison of what `indexOf` gives, and whether it is true for what is not there. */
  readonly whole?: ts.BinaryExpression;
  readonly negated?: boolean;
}

export interface Push {
  readonly statement: ts.ExpressionStatement;
  readonly word: ts.MemberName;
  /** What is added, as written: it may be read twice. */
  readonly argument: string;
}

/** What is done with a list by its name. */
export interface ListUses {
  readonly searches: readonly Search[];
  readonly pushes: readonly Push[];
  /** Other ways to change it. */
  readonly changes: readonly ts.Identifier[];
  /** It goes to where it cannot be seen. */
  readonly others: readonly ts.Identifier[];
  /** It is searched and added to, and nothing else. */
  readonly isOnlyAsked: boolean;
}

/** The search that a call is. */
export function searchAt(call: ts.CallExpression): Search | undefined {
  const member = call.expression;
  if (!ts.isPropertyAccessExpression(member) || call.arguments.length !== 1 || member.questionDotToken)
    return undefined;
  const { expression: list, name: word } = member;
  const [argument] = call.arguments;
  if (!ts.isIdentifier(list) || !argument || ts.isSpreadElement(argument)) return undefined;
  if (word.text === 'includes') return { call, list, word };
  const whole = call.parent;
  if (word.text !== 'indexOf' || !ts.isBinaryExpression(whole) || whole.left !== call) return undefined;
  const negated = negations.get(`${whole.operatorToken.getText()}${whole.right.getText()}`);
  return negated === undefined ? undefined : { call, list, word, whole, negated };
}

const negations: ReadonlyMap<string, boolean> = new Map(
  Object.entries({
    ...{ '===-1': true, '==-1': true, '<0': true },
    ...{ '!==-1': false, '!=-1': false, '>-1': false, '>=0': false },
  }),
);

/** Methods that neither change a list nor hand it on, and those that leave in it what is in it. */
const reading = new Set([
  ...['includes', 'indexOf', 'lastIndexOf', 'at', 'join', 'slice', 'map', 'filter', 'forEach', 'some', 'every', 'find'],
  ...['findIndex', 'findLast', 'concat', 'flatMap', 'reduce', 'entries', 'keys', 'values'],
]);

/** Those that give the list itself back. */
const sorting = new Set(['sort', 'reverse']);

/** All uses of a list that has a name of its own. */
export function listUsesOf({ scopes, source }: Session, declaration: Declaration): ListUses {
  const searches: Search[] = [];
  const pushes: Push[] = [];
  const changes: ts.Identifier[] = [];
  const others: ts.Identifier[] = [];
  let isOnlyAsked = true;
  for (const use of scopes.referencesTo(declaration)) {
    const member = use.parent;
    const call = member.parent;
    const isCalled = ts.isPropertyAccessExpression(member) && ts.isCallExpression(call) && call.expression === member;
    const search = isCalled ? searchAt(call) : undefined;
    const push = isCalled && member.name.text === 'push' ? pushAt(call, member.name, source) : undefined;
    if (search) searches.push(search);
    else if (push) pushes.push(push);
    else {
      isOnlyAsked = false;
      if (isCalled && sorting.has(member.name.text)) {
        if (!ts.isExpressionStatement(dressed(call).parent)) others.push(use);
      } else if (isCalled ? !reading.has(member.name.text) : isWrittenPart(member, use)) changes.push(use);
      else if (!isCalled && !isPart(member, use) && !isGoneThrough(use)) others.push(use);
    }
  }
  return { searches, pushes, changes, others, isOnlyAsked };
}

function pushAt(call: ts.CallExpression, word: ts.MemberName, source: ts.SourceFile): Push | undefined {
  const [argument, ...rest] = call.arguments;
  const statement = dressed(call).parent;
  if (!argument || rest.length > 0 || !ts.isExpressionStatement(statement) || !isRepeatable(argument)) return undefined;
  return { statement, word, argument: argument.getText(source) };
}

/** Reading it again gives the same, and does nothing. */
function isRepeatable(node: ts.Expression): boolean {
  const value = bare(node);
  if (ts.isIdentifier(value) || ts.isStringLiteralLike(value) || ts.isNumericLiteral(value)) return true;
  if (ts.isPropertyAccessExpression(value)) return isRepeatable(value.expression);
  if (ts.isTemplateExpression(value)) return value.templateSpans.every(({ expression }) => isRepeatable(expression));
  return value.kind === ts.SyntaxKind.ThisKeyword;
}

const stepping: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken]);

/** `list[0] = …`, `list.length = 0`, `--list.length`, `list = …`. */
function isWrittenPart(member: ts.Node, use: ts.Identifier): boolean {
  const target = isPart(member, use) ? member : use;
  const { parent } = target;
  if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) return stepping.has(parent.operator);
  if (!ts.isBinaryExpression(parent) || parent.left !== target) return false;
  const { kind } = parent.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isPart(
  member: ts.Node,
  use: ts.Identifier,
): member is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return (ts.isPropertyAccessExpression(member) || ts.isElementAccessExpression(member)) && member.expression === use;
}

/** `for (const each of list)`, `[...list]`, `return list` at the end. */
function isGoneThrough(use: ts.Identifier): boolean {
  const { parent } = use;
  return (ts.isForOfStatement(parent) && parent.expression === use) || ts.isSpreadElement(parent);
}
