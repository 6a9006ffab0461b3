import { onlyReads } from '../../../effects/concurrency/reads-only.ts';
import { graphOf } from '../../../effects/calls/graph.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, homeOf, isCallable, some, usesThis, type Callable } from '../edit/nodes.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isConstant, isWritten } from '../edit/writes.ts';
import { globalCalls, readers } from '../worker/methods.ts';

/** What a loop shares with code that could run between two of its rounds; in words. Undefined where nobody else sees it half done. */
export function sharedWith(session: Session, loop: ts.IterationStatement, home: Callable): string | undefined {
  if (usesThis(loop))
    return 'The loop uses `this` or `arguments`, which others may change or look at between two rounds.';
  let trouble: string | undefined;
  const owns = (node: ts.Expression): boolean => isOwn(session, node, loop, home);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) trouble ??= troubleWithName(session, node, home);
    const isMember = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
    if (isMember && isWritten(node) && !owns(node.expression))
      trouble ??= `The loop changes \`${node.expression.getText(session.source)}\`, which others would see half done.`;
    if (ts.isCallExpression(node) && !isHarmless(session, node, owns))
      trouble ??= `The loop calls \`${node.expression.getText(session.source).slice(0, 40)}\`, and what that changes is not known.`;
    if (ts.isNewExpression(node) && !isOfLanguage(session, node.expression))
      trouble ??= `The loop makes a \`${node.expression.getText(session.source)}\`, and what that changes is not known.`;
    if (ts.isTaggedTemplateExpression(node) || ts.isDeleteExpression(node) || ts.isYieldExpression(node))
      trouble ??= 'The loop does what cannot be followed from here.';
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return trouble;
}

/** A name of outside that may mean something else after a pause, or that the loop gives another value. */
function troubleWithName({ scopes, source }: Session, name: ts.Identifier, home: Callable): string | undefined {
  const declaration = scopes.declarationOf(name);
  if (!declaration || !scopes.freeIn(home).includes(name)) {
    const isCaptured = declaration && isWritten(name) && isSeenByOthers(scopes, declaration, home);
    return isCaptured ? `\`${name.text}\` is also used by a function that may run between two rounds.` : undefined;
  }
  if (isWritten(name)) return `The loop assigns to \`${name.text}\`, which others would see half done.`;
  const { kind, node } = declaration;
  if (kind === 'type' || kind === 'function' || kind === 'class' || kind === 'enum') return undefined;
  const isCalled = ts.isCallExpression(name.parent) && name.parent.expression === name;
  const isOpened =
    !isCalled && (ts.isPropertyAccessExpression(name.parent) || ts.isElementAccessExpression(name.parent));
  if (kind === 'import') return isOpened || isRunThrough(name) ? mayChange(name) : undefined;
  if (!isConstant(scopes, declaration)) return mayChange(name);
  // A list or table of numbers and texts, to which nobody in this file writes.
  const made = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  const isValue =
    made && (ts.isLiteralExpression(bare(made)) || ts.isPrefixUnaryExpression(bare(made)) || isCallable(bare(made)));
  if (isValue || isCalled) return undefined;
  const isExported = some(source, (each) => ts.isExportSpecifier(each) && each.getText(source).includes(name.text));
  const isFixed = scopes.referencesTo(declaration).every((use) => isLookedAt(use));
  return made && isFixed && !isExported ? undefined : mayChange(name);
}

function mayChange(name: ts.Identifier): string {
  return `\`${name.text}\` may change between two rounds. Take a copy before the loop, and go through that.`;
}

function isRunThrough({ parent }: ts.Identifier): boolean {
  return ts.isForOfStatement(parent) || ts.isSpreadElement(parent);
}

/** `table[i]`, `table.length`, `for (… of table)`: nothing that changes it or hands it on. */
function isLookedAt(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isForOfStatement(parent)) return parent.expression === use;
  const isMember = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  if (!isMember || parent.expression !== use || isWritten(parent)) return false;
  const isCall = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
  const method = ts.isPropertyAccessExpression(parent) ? parent.name.text : '';
  return !isCall || readers.has(method);
}

/** A variable of this function that a callback made elsewhere in it reads, too. */
function isSeenByOthers(scopes: Session['scopes'], declaration: Declaration, home: Callable): boolean {
  const { parent } = declaration.node;
  const loop = ts.isVariableDeclarationList(parent) ? parent.parent : undefined;
  return scopes.referencesTo(declaration).some((use) => {
    for (let one: ts.Node = use; one !== home && !ts.isSourceFile(one); one = one.parent) {
      if (one === loop) return false;
      if (isCallable(one)) return !isWithin(declaration.node, one);
    }
    return false;
  });
}

/** Made by this function, and given to nobody before the loop is done. */
function isOwn(session: Session, node: ts.Expression, loop: ts.Node, home: Callable): boolean {
  const root = rootOf(node);
  const declaration = ts.isIdentifier(root) ? session.scopes.declarationOf(root) : undefined;
  if (!declaration || !isWithin(declaration.node, home) || !ts.isVariableDeclaration(declaration.node)) return false;
  const made = declaration.node.initializer && bare(declaration.node.initializer);
  if (!made || !isMadeNew(session, made)) return false;
  const isDeep = bare(node) !== root;
  // What lies in a new list may be somebody else’s, unless it was filled with numbers here.
  if (isDeep && !isNested(made)) return false;
  return session.scopes.referencesTo(declaration).every((use) => {
    const user = homeOf(use);
    const isElsewhere = user !== home && !isWithin(use, loop);
    // A function that is declared further down may be known to others already.
    if (use.pos >= loop.end) return !isElsewhere || !user || !ts.isFunctionDeclaration(user);
    return !isElsewhere && (isReceiver(use) || isLookedAt(use) || ts.isTypeOfExpression(use.parent));
  });
}

function rootOf(node: ts.Expression): ts.Expression {
  let root = bare(node);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = bare(root.expression);
  return root;
}

function isMadeNew(session: Session, made: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(made) || ts.isObjectLiteralExpression(made)) return true;
  if (ts.isNewExpression(made)) return isOfLanguage(session, made.expression);
  if (!ts.isCallExpression(made)) return false;
  const callee = bare(made.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  if (callee.name.text === 'fill')
    return isMadeNew(session, bare(callee.expression)) || isArrayCall(session, callee.expression);
  return /^Array\.from$|\.(?:map|filter)$/.test(callee.getText());
}

/** `Array(n)`. */
function isArrayCall(session: Session, node: ts.Expression): boolean {
  const call = bare(node);
  return ts.isCallExpression(call) && call.expression.getText() === 'Array' && isOfLanguage(session, call.expression);
}

/** `Array.from({ length: n }, () => [])`, `{ sums: [] }`. */
function isNested(made: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(made))
    return made.properties.every((each) => ts.isPropertyAssignment(each) && isWrittenOut(each.initializer));
  const [, fill] = ts.isCallExpression(made) ? made.arguments : [];
  return fill !== undefined && ts.isArrowFunction(fill) && !ts.isBlock(fill.body) && isWrittenOut(fill.body);
}

/** A literal, or something new of the language. */
function isWrittenOut(node: ts.Expression): boolean {
  const made = bare(node);
  if (ts.isArrayLiteralExpression(made)) return made.elements.every(isWrittenOut);
  if (ts.isCallExpression(made)) return /^(?:new )?Array\([^()]*\)\.fill$/.test(made.expression.getText());
  return ts.isNewExpression(made) || ts.isLiteralExpression(made);
}

function isReceiver(use: ts.Identifier): boolean {
  const { parent } = use;
  return (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === use;
}

function isHarmless(session: Session, call: ts.CallExpression, owns: (node: ts.Expression) => boolean): boolean {
  const callee = bare(call.expression);
  if (ts.isIdentifier(callee) && globalCalls.has(callee.text) && isOfLanguage(session, callee)) return true;
  if (ts.isPropertyAccessExpression(callee)) {
    const { expression: root, name } = callee;
    const isTool = ts.isIdentifier(root) && /^(?:Math|Number|String|JSON)$/.test(root.text);
    if (isTool && isOfLanguage(session, root)) return true;
    if (
      readers.has(name.text) &&
      call.arguments.every((each) => !ts.isIdentifier(each) || !isFunctionName(session, each))
    )
      return true;
    if (owns(root)) return true;
  }
  const { program, file } = session.request;
  const [start, end] = [call.getStart(session.source), call.end];
  const found = graphOf(program, file)
    .calls.flat()
    .find(({ value }) => {
      const span = file.facts.values[value];
      return span?.start === start && span.end === end;
    });
  return found !== undefined && onlyReads(program, { file, function: found.function }, found.value);
}

function isFunctionName({ scopes }: Session, name: ts.Identifier): boolean {
  const kind = scopes.declarationOf(name)?.kind;
  return kind === 'function' || kind === 'import' || kind === 'parameter';
}

function isOfLanguage({ scopes }: Session, name: ts.Expression): boolean {
  return ts.isIdentifier(name) && scopes.lookUp(name.text, name) === undefined;
}
