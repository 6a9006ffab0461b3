import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, isAssignment, isCallable, isUpdate, suspends } from '../edit/nodes.ts';
import { freshName, type Session } from '../edit/session.ts';
import { isConstant } from '../edit/writes.ts';
import type { Wrapping } from './callback.ts';

/**
 * `fetchIt(x)` becomes `limit(() => fetchIt(x))`. What the call reads is read later then, so everything that may have changed by
 * that time is computed now and handed on: `limit((id) => fetchIt(id), job.id)`.
 */
export function wrapTask(session: Session, task: ts.Expression): Wrapping {
  const call = bare(task);
  if (!ts.isCallExpression(call))
    return 'What is collected here has been started already. Push the call itself, and the limit can be added.';
  if (suspends(call))
    return 'The call waits for something before it starts. Put that into a `const` first, and the limit can be added.';
  const immediate = immediateBody(call);
  if (immediate) return wrapImmediate(session, call, immediate);

  const early: ts.Expression[] = [];
  const trouble = collect(session, call, early);
  if (trouble !== undefined) return trouble;
  return (limiter) => {
    session.draft.insert(call.getStart(session.source), `${limiter}(`);
    defer(session, call, early);
    session.draft.insert(call.end, ')');
  };
}

/** `limit(fetchIt(x))`: the function in place of the call, with what it needs behind it where the limiter hands that on. */
export function handOver(session: Session, task: ts.Expression, takesArguments: boolean): string | true {
  const call = bare(task);
  if (!ts.isCallExpression(call)) return 'What is handed over is computed. Write the call itself there first.';
  if (suspends(call)) return 'The call waits for something before it starts. Put that into a `const` first.';
  const early: ts.Expression[] = [];
  const trouble = collect(session, call, early);
  if (trouble !== undefined) return trouble;
  if (early.length > 0 && !takesArguments)
    return 'What the call is given may be something else by the time it starts. Put it into a `const` first.';
  defer(session, call, early);
  return true;
}

/** `f(job.id)` becomes `(id) => f(id), job.id`. */
function defer(session: Session, call: ts.CallExpression, early: readonly ts.Expression[]): void {
  const { draft, source, text } = session;
  const names = early.map((part) => freshName(session, parameterName(part), `${parameterName(part)}Now`));
  draft.insert(call.getStart(source), `(${names.join(', ')}) => `);
  for (const [i, part] of early.entries())
    draft.replace({ start: part.getStart(source), end: part.end }, names[i] ?? '');
  const values = early.map((part) => `, ${text.slice(part.getStart(source), part.end)}`);
  draft.insert(call.end, values.join(''));
}

/** The arrow of `(async () => { … })()`. */
function immediateBody(call: ts.CallExpression): ts.ArrowFunction | undefined {
  const callee = bare(call.expression);
  return ts.isArrowFunction(callee) && callee.parameters.length === 0 && call.arguments.length === 0
    ? callee
    : undefined;
}

function wrapImmediate({ draft, source }: Session, call: ts.CallExpression, arrow: ts.ArrowFunction): Wrapping {
  return (limiter) => {
    draft.replace({ start: call.getStart(source), end: arrow.getStart(source) }, `${limiter}(`);
    draft.replace({ start: arrow.end, end: call.end }, ')');
  };
}

/** Finds the parts to compute early, in the order in which they are evaluated; or says what stands in the way. */
function collect(session: Session, call: ts.CallExpression, early: ts.Expression[]): string | undefined {
  if (call.questionDotToken) return 'Whether there is anything to call is only known here. Ask with an `if` first.';
  const callee = bare(call.expression);
  const trouble = collectCallee(session, callee, early);
  if (trouble !== undefined) return trouble;
  for (const argument of call.arguments) {
    if (ts.isSpreadElement(argument))
      return 'The call spreads a list whose content may change before it runs. Put the arguments into a `const` first.';
    collectValue(session, argument, early);
  }
  return undefined;
}

function collectCallee(session: Session, callee: ts.Expression, early: ts.Expression[]): string | undefined {
  const { scopes } = session;
  if (ts.isIdentifier(callee)) {
    const declaration = scopes.declarationOf(callee);
    if (!declaration || isConstant(scopes, declaration)) return undefined;
    return `\`${callee.text}\` is assigned more than once and may be something else when the call runs.`;
  }
  if (callee.kind === ts.SyntaxKind.ThisKeyword || callee.kind === ts.SyntaxKind.SuperKeyword) return undefined;
  if (ts.isPropertyAccessExpression(callee)) {
    if (callee.questionDotToken) return 'Whether there is anything to call is only known here. Ask with an `if` first.';
    const receiver = bare(callee.expression);
    // `fetch(url).then(…)`: the work is the inner call.
    const isChain = ['then', 'catch', 'finally'].includes(callee.name.text);
    if (ts.isCallExpression(receiver)) {
      if (isChain) return collect(session, receiver, early);
      return 'The call is made on the result of another one, which may start work itself. Put that result into a `const` first.';
    }
    if (ts.isPropertyAccessExpression(receiver) && isSetSomewhere(session, receiver)) {
      return `\`${receiver.name.text}\` is assigned elsewhere and may be something else when the call runs.`;
    }
    return collectCallee(session, receiver, early);
  }
  return 'What is called here is computed. Put it into a `const` first.';
}

/** Whether any code of the file gives a member of this name another value, constructors aside. */
function isSetSomewhere({ source }: Session, access: ts.PropertyAccessExpression): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isConstructorDeclaration(node)) return;
    const target = isAssignment(node) ? node.left : isUpdate(node) ? node.operand : undefined;
    if (target && ts.isPropertyAccessExpression(target) && target.name.text === access.name.text) found = true;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The largest parts of an argument whose value depends on when they are evaluated. */
function collectValue(session: Session, node: ts.Expression, early: ts.Expression[]): void {
  if (isTimeless(session, node)) return;
  if (ts.isObjectLiteralExpression(node)) {
    const rest = node.properties.filter((property) => !isTimeless(session, property));
    if (rest.every(isPlainProperty)) {
      for (const { initializer } of rest) collectValue(session, initializer, early);
      return;
    }
  }
  early.push(node);
}

function isPlainProperty(node: ts.ObjectLiteralElementLike): node is ts.PropertyAssignment {
  return ts.isPropertyAssignment(node) && !ts.isComputedPropertyName(node.name);
}

function isTimeless(session: Session, node: ts.Node): boolean {
  if (ts.isIdentifier(node)) {
    const declaration = session.scopes.declarationOf(node);
    if (!declaration) return node.text === 'undefined';
    // `var` has one value for all rounds of a loop.
    return declaration.kind !== 'var' && isConstantHere(session, node);
  }
  if (ts.isLiteralExpression(node) || isCallable(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if ([ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind))
    return true;
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) {
    return ts.forEachChild(node, (child) => !isTimeless(session, child)) !== true;
  }
  if (ts.isTemplateExpression(node))
    return node.templateSpans.every(({ expression }) => isTimelessText(session, expression));
  if (ts.isBinaryExpression(node)) {
    const isSum = /^[-+*/%]$/.test(node.operatorToken.getText(session.source));
    return isSum && isTimelessText(session, node.left) && isTimelessText(session, node.right);
  }
  if (ts.isPropertyAssignment(node)) return isPlainProperty(node) && isTimeless(session, node.initializer);
  if (ts.isShorthandPropertyAssignment(node)) return isTimeless(session, node.name);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return isTimeless(session, node.expression);
  return false;
}

/** The text of a list, or of another object that is made here, depends on what it holds by then. */
function isTimelessText(session: Session, node: ts.Expression): boolean {
  const declared = ts.isIdentifier(node) ? session.scopes.declarationOf(node)?.node : undefined;
  const made =
    declared && ts.isVariableDeclaration(declared) && declared.initializer ? bare(declared.initializer) : undefined;
  const isObject =
    made && (ts.isArrayLiteralExpression(made) || ts.isObjectLiteralExpression(made) || ts.isNewExpression(made));
  return isObject !== true && isTimeless(session, node);
}

/** A loop's own counter is a new variable in each round; its step belongs to the next one. */
function isConstantHere({ scopes }: Session, name: ts.Identifier): boolean {
  const declaration = scopes.declarationOf(name);
  if (!declaration || isConstant(scopes, declaration)) return true;
  const loop = declaration.scope;
  if (declaration.kind !== 'let' || !ts.isForStatement(loop)) return false;
  const { incrementor } = loop;
  return scopes.referencesTo(declaration).every((use) => {
    const { parent } = use;
    const isWrite = isUpdate(parent) || (isAssignment(parent) && parent.left === use);
    return !isWrite || (incrementor !== undefined && incrementor.pos <= use.pos && use.end <= incrementor.end);
  });
}

/** `id` for `job.id`, `size` for `size`, `value` for anything without a name. */
function parameterName(part: ts.Expression): string {
  const inner = bare(part);
  if (ts.isIdentifier(inner)) return inner.text;
  const name = ts.isPropertyAccessExpression(inner) && ts.isIdentifier(inner.name) ? inner.name : undefined;
  return name && ts.identifierToKeywordKind(name) === undefined ? name.text : 'value';
}
