import type { Fix } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { hasComment } from './edit/indent.ts';
import { bare, dressed, homeOf, isAsync, isCallable, isGenerator } from './edit/nodes.ts';
import { isWithin, type Declaration } from './edit/scope.ts';
import { openSession, type Session } from './edit/session.ts';
import { suggest } from './edit/suggest.ts';
import { writesTo } from './edit/writes.ts';
import { reductionOf } from './lists/reduction.ts';

const id = 'add-in-place';

/** Adds to a list or object that nobody else has yet, in place of a copy of all of it in each round. */
export const addInPlace: Remedy = {
  id,
  rules: ['unblock/quadratic-work'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { finding, facts } = request;
  const { subject } = finding;
  if (subject.kind !== 'quadratic-work' || subject.how !== 'copy' || facts.language !== 'javascript') return undefined;
  const session = openSession(request);
  const span = facts.values[subject.call];
  const made = span && nodeAt(session.tree, span, ts.isExpression);
  if (!made) return undefined;
  const outer = dressed(made);
  const assignment = outer.parent;
  const name =
    ts.isBinaryExpression(assignment) && assignment.right === outer
      ? addInLoop(session, assignment, bare(made))
      : addInReduce(session, made);
  if (name === undefined) return undefined;
  const isList = ts.isArrayLiteralExpression(bare(made));
  return suggest(session, {
    ...{ id, title: `Add to \`${name}\` instead of copying it` },
    changes: isList
      ? 'The list stays the same one in all rounds. Nobody else has it before they are over, so nothing else changes.'
      : 'The object stays the same one in all rounds, and nobody else has it before they are over. A key that is called `__proto__` would set its prototype, where a copy takes it for a key like any other.',
  });
}

/** `list = [...list, each]` becomes `list.push(each)`. */
function addInLoop(session: Session, assignment: ts.BinaryExpression, made: ts.Expression): string | undefined {
  const { scopes, source, draft } = session;
  const target = assignment.left;
  const declared = ts.isIdentifier(target) ? scopes.declarationOf(target) : undefined;
  if (!declared || assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  if (!ts.isExpressionStatement(assignment.parent) || !isOwn(session, declared, assignment)) return undefined;
  if (ts.isArrayLiteralExpression(made) && !canGrow(declared)) return undefined;
  const name = declared.name.text;
  const code = additionTo(session, made, name, isIndexed(session, declared));
  if (code === undefined) return undefined;
  draft.replace({ start: assignment.getStart(source), end: assignment.end }, code);
  const list = declared.node.parent;
  if (
    ts.isVariableDeclarationList(list) &&
    list.declarations.length === 1 &&
    (list.flags & ts.NodeFlags.Let) !== 0 &&
    writesTo(scopes, declared).length === 1
  )
    draft.replace({ start: list.getStart(source), end: list.getStart(source) + 'let'.length }, 'const');
  return name;
}

/** No type hides that it is a list that can be added to: a type with a name of its own may be read-only. */
function canGrow({ node }: Declaration): boolean {
  if (!ts.isVariableDeclaration(node) || !node.initializer) return false;
  const { initializer, type } = node;
  const given = type ?? (ts.isAsExpression(initializer) ? initializer.type : undefined);
  return !given || ts.isArrayTypeNode(given) || ts.isTupleTypeNode(given) || /^(any$|Array<)/.test(given.getText());
}

/** The compiler takes any key for it. */
function isIndexed({ typescript, source }: Session, { node }: Declaration): boolean {
  const type = ts.isVariableDeclaration(node) ? node.type?.getText(source) : undefined;
  return !typescript || /^(?:Record<|\{\s*\[)/.test(type ?? '');
}

/** What adds to `name` all that a literal has besides the copy of it that it begins with. */
function additionTo(session: Session, made: ts.Expression, name: string, isIndexed: boolean): string | undefined {
  const { source, text } = session;
  if (!ts.isArrayLiteralExpression(made) && !ts.isObjectLiteralExpression(made)) return undefined;
  const [first, second, ...others]: readonly ts.Node[] = ts.isArrayLiteralExpression(made)
    ? made.elements
    : made.properties;
  if (!first || !second || !isCopyOf(first, name)) return undefined;
  const { start, end } = { start: second.getStart(source), end: (others.at(-1) ?? second).end };
  const isLoose = hasComment(text.slice(made.getStart(source), start)) || hasComment(text.slice(end, made.end));
  const added = [second, ...others];
  // What a list is spread from may have more elements than a call takes arguments.
  if (ts.isArrayLiteralExpression(made)) {
    const isPlain = added.every((part) => !ts.isSpreadElement(part) && !ts.isOmittedExpression(part));
    return isPlain && !isLoose ? `${name}.push(${text.slice(start, end)})` : undefined;
  }
  if (!added.every(isData)) return undefined;
  const isOne = others.length === 0;
  const isNamed = ts.isPropertyAssignment(second) && takesName(second.initializer);
  if (
    isOne &&
    isIndexed &&
    !isLoose &&
    !isNamed &&
    ts.isPropertyAssignment(second) &&
    ts.isComputedPropertyName(second.name)
  )
    return `${name}[${second.name.expression.getText(source)}] = ${second.initializer.getText(source)}`;
  return `Object.assign(${name}, ${isOne && !isLoose && ts.isSpreadAssignment(second) ? second.expression.getText(source) : withoutFirst(session, made)})`;
}

/** A function or class without a name gets that of its property in a literal, and none by an assignment to `all[key]`. */
function takesName(value: ts.Expression): boolean {
  const made = bare(value);
  if (ts.isFunctionExpression(made) || ts.isClassExpression(made)) return made.name === undefined;
  return ts.isArrowFunction(made);
}

/** The lines and comments of a literal stay as they are, but for what copies. */
function withoutFirst({ source, text }: Session, made: ts.ObjectLiteralExpression): string {
  const [first] = made.properties;
  const rest = text.slice(first?.end, made.end).replace(/^\s*,\s*/, '');
  return text.slice(made.getStart(source), first?.getStart(source)) + rest;
}

function isCopyOf(part: ts.Node, name: string): boolean {
  const isSpread = ts.isSpreadElement(part) || ts.isSpreadAssignment(part);
  return isSpread && ts.isIdentifier(bare(part.expression)) && bare(part.expression).getText() === name;
}

/** A property with a value; what a getter or a method is depends on the object it stands in, and `__proto__: value` is none. */
function isData(part: ts.Node): boolean {
  if (ts.isPropertyAssignment(part) && /^(['"]?)__proto__\1$/.test(part.name.getText())) return false;
  return ts.isPropertyAssignment(part) || ts.isShorthandPropertyAssignment(part) || ts.isSpreadAssignment(part);
}

/**
 * A list or object that is made empty in this function and of which nobody has got hold when the last round is over: it is only read,
 * and only by its parts.
 */
function isOwn({ scopes }: Session, declared: Declaration, assignment: ts.Node): boolean {
  const { node } = declared;
  if (!ts.isVariableDeclaration(node) || !node.initializer || declared.kind === 'parameter') return false;
  const home = homeOf(assignment);
  const rounds = roundsFrom(assignment, node);
  const uses = scopes.referencesTo(declared);
  return (
    isNew(node.initializer) &&
    home !== undefined &&
    isCallable(home) &&
    rounds !== undefined &&
    homeOf(node) === home &&
    uses.every((use) => {
      if (isWithin(use, assignment) && (use.parent === assignment || isCopyOf(use.parent, declared.name.text)))
        return true;
      if (use.pos >= rounds.end ? !isHoisted(use, home) : isReturned(use, home)) return true;
      return isPartRead(use) || (isAnew(use) && homeOf(use) === home);
    })
  );
}

/** In a function that may be called before the place where it stands. */
function isHoisted(use: ts.Node, home: ts.Node): boolean {
  for (let one = use.parent; one !== home; one = one.parent) if (ts.isFunctionDeclaration(one)) return true;
  return false;
}

/** `return list`, behind which nothing runs: a `finally` could add more. */
function isReturned(use: ts.Identifier, home: ts.Node): boolean {
  if (!ts.isReturnStatement(use.parent) || homeOf(use) !== home) return false;
  for (let one: ts.Node = use.parent; one !== home; one = one.parent)
    if (ts.isTryStatement(one) && one.finallyBlock) return false;
  return true;
}

/** The outermost loop around the assignment that goes round with the same list. */
function roundsFrom(assignment: ts.Node, declaration: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let one = assignment.parent; !isCallable(one) && !ts.isSourceFile(one); one = one.parent)
    if (ts.isIterationStatement(one, false) && !isWithin(declaration, one)) found = one;
  return found;
}

function isNew(value: ts.Expression): boolean {
  const made = bare(value);
  return ts.isArrayLiteralExpression(made) || (ts.isObjectLiteralExpression(made) && made.properties.every(isData));
}

/** `list = []`, as at the start. */
function isAnew(use: ts.Identifier): boolean {
  const { parent } = use;
  const isAssigned = ts.isBinaryExpression(parent) && parent.left === use && ts.isExpressionStatement(parent.parent);
  return isAssigned && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && isNew(parent.right);
}

/** `list.length`, `list[0]`, `all.name`, `list.includes(each)`. */
function isPartRead(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isElementAccessExpression(parent)) return parent.expression === use && !isCalled(parent);
  if (!ts.isPropertyAccessExpression(parent)) return false;
  return !isCalled(parent) || /^(includes|indexOf|lastIndexOf|at|join|push|hasOwnProperty)$/.test(parent.name.text);
}

function isCalled(member: ts.Expression): boolean {
  return ts.isCallExpression(member.parent) && member.parent.expression === member;
}

/** `{ ...all, [key]: value }` that a callback of `reduce` gives back becomes `Object.assign(all, { [key]: value })`. */
function addInReduce(session: Session, made: ts.Expression): string | undefined {
  const reduction = reductionOf(session, made);
  if (!reduction || !ts.isObjectLiteralExpression(reduction.empty) || !isNew(reduction.empty)) return undefined;
  const { callback, name, results, others } = reduction;
  if (isAsync(callback) || isGenerator(callback)) return undefined;
  // A function that is kept would see what is added later: so far each round had an object of its own.
  if (!others.every((use) => isPartRead(use) && homeOf(use) === callback)) return undefined;
  for (const result of results) {
    const value = bare(result);
    if (ts.isIdentifier(value) && value.text === name) continue;
    const code = additionTo(session, value, name, false);
    if (code === undefined || !ts.isObjectLiteralExpression(value)) return undefined;
    session.draft.replace(spanOf(session, result, callback.body), code);
  }
  return name;
}

/** With the parentheses that an object needs as the body of an arrow. */
function spanOf({ source }: Session, result: ts.Expression, body: ts.ConciseBody): { start: number; end: number } {
  const whole = dressed(result);
  const node = whole === body && ts.isParenthesizedExpression(whole) ? whole : result;
  return { start: node.getStart(source), end: node.end };
}
