import { ts } from '../../../syntax/javascript/tree.ts';
import { hasComment, hasTextOverLines } from '../edit/indent.ts';
import { bare, homeOf, isCallable, some, suspends, usesThis } from '../edit/nodes.ts';
import { endOfLine, isDirective } from '../edit/places.ts';
import { importedBy, requireOf } from '../edit/requires.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import { semicolon, type Session } from '../edit/session.ts';
import { topOf } from '../edit/statements.ts';
import { dropImport } from '../edit/unimport.ts';
import { isWritten } from '../edit/writes.ts';

const NOT_ONE_TASK =
  'The worker’s file does more than take one task and answer it, or keeps something for the next. Make it one function that returns its result first.';

/**
 * Makes the file of a worker, which answers one task by `parentPort.postMessage`, export a function that returns the answer instead; or says
 * why it cannot.
 */
export function answerByReturning(session: Session, by: 'workerData' | 'message'): string | undefined {
  const { source, scopes } = session;
  const port = importOf(session, 'parentPort');
  const data = importOf(session, 'workerData');
  if (!port || (by === 'workerData') !== (data !== undefined)) return NOT_ONE_TASK;
  const moved = source.statements.filter((one) => !stays(one));
  const first = moved[0];
  const last = moved.at(-1);
  if (!first || !last || source.statements.at(-1) !== last || exportsSomething(session)) return NOT_ONE_TASK;
  if (source.statements.indexOf(last) - source.statements.indexOf(first) !== moved.length - 1) return NOT_ONE_TASK;
  if (some(source, isOfProcess) || othersOfThreads(session) || changesWhatStays(session, moved)) return NOT_ONE_TASK;
  return by === 'workerData' && data
    ? fromData(session, { moved, port, data }, scopes.referencesTo(data))
    : fromMessage(session, moved, port);
}

interface Parts {
  readonly moved: readonly ts.Statement[];
  readonly port: Declaration;
  readonly data: Declaration;
}

/** All that the file does becomes the body of a function. */
function fromData(session: Session, { moved, port, data }: Parts, uses: readonly ts.Identifier[]): string | undefined {
  const { scopes, source, text, style, draft, commonjs, typescript } = session;
  const [first, last] = [moved[0], moved.at(-1)];
  const [answer, ...more] = scopes.referencesTo(port);
  const post = answer && postAt(answer);
  if (!first || !last || !post || more.length > 0 || post.statement !== last) return NOT_ONE_TASK;
  const isMoved = (node: ts.Node): boolean => moved.some((one) => isWithin(node, one));
  if (!uses.every((use) => isMoved(use) && !ts.isShorthandPropertyAssignment(use.parent))) return NOT_ONE_TASK;
  // What stays must not need what moves.
  const declared = moved.flatMap((one) => declarationsIn(session, one));
  if (!declared.every((one) => scopes.referencesTo(one).every(isMoved))) return NOT_ONE_TASK;
  if (moved.some((one) => some(one, (node) => ts.isReturnStatement(node) && homeOf(node) === source)))
    return NOT_ONE_TASK;
  if (moved.some(hasTextOverLines)) return NOT_ONE_TASK;
  const from = topOf(session, first);
  const waits = moved.some(suspends) ? 'async ' : '';
  const parameter = `${data.name.text}${typescript ? ': any' : ''}`;
  const head = commonjs
    ? `module.exports = ${waits}(${parameter}) => {`
    : `export default ${waits}function (${parameter}) {`;
  const returned = `return ${post.value.getText(source)}${semicolon(session)}`;
  const end = endOfLine(session, last);
  const body = text.slice(from, last.getStart(source)) + returned + text.slice(last.end, end);
  const indented = body.replace(/^(?=[^\r\n])/gm, style.indent);
  draft.replace(
    { start: from, end },
    `${head}${style.eol}${indented}${style.eol}}${commonjs ? semicolon(session) : ''}`,
  );
  for (const use of [...uses, answer]) dropImport(session, use);
  return undefined;
}

/** What it does with a message becomes the function itself. */
function fromMessage(session: Session, moved: readonly ts.Statement[], port: Declaration): string | undefined {
  const { scopes, source, draft, commonjs, typescript, text } = session;
  const [listen, ...more] = moved;
  const call = listen && ts.isExpressionStatement(listen) ? bare(listen.expression) : undefined;
  if (!listen || more.length > 0 || !call || !ts.isCallExpression(call)) return NOT_ONE_TASK;
  const [event, handler, ...others] = call.arguments;
  const uses = scopes.referencesTo(port);
  const member = call.expression;
  if (!ts.isPropertyAccessExpression(member) || !/^(on|once)$/.test(member.name.text) || others.length > 0)
    return NOT_ONE_TASK;
  const [own, answer] = [uses[0], uses[1]];
  const isPort = own !== undefined && dressedPort(member.expression) === own;
  if (!isPort || !answer || uses.length !== 2 || !event || !ts.isStringLiteralLike(event) || event.text !== 'message')
    return NOT_ONE_TASK;
  if (!handler || !(ts.isArrowFunction(handler) || ts.isFunctionExpression(handler)) || usesThis(handler))
    return NOT_ONE_TASK;
  const [parameter] = handler.parameters;
  const post = postAt(answer);
  const isLast = ts.isBlock(handler.body)
    ? handler.body.statements.at(-1) === post?.statement
    : handler.body === post?.call;
  const endsEarly = some(handler.body, (node) => ts.isReturnStatement(node) && homeOf(node) === handler);
  if (
    !post ||
    !isLast ||
    endsEarly ||
    handler.parameters.length > 1 ||
    hasComment(text.slice(call.getStart(source), handler.getStart(source)))
  )
    return NOT_ONE_TASK;
  draft.replace(
    { start: call.getStart(source), end: handler.getStart(source) },
    commonjs ? 'module.exports = ' : 'export default ',
  );
  draft.replace({ start: handler.end, end: call.end }, '');
  if (typescript && parameter && !parameter.type) {
    const isBare = text[parameter.getStart(source) - 1] !== '(';
    if (isBare) return NOT_ONE_TASK;
    draft.insert(parameter.name.end, ': any');
  }
  const value = post.value.getText(source);
  if (post.statement && ts.isBlock(handler.body))
    draft.replace(
      { start: post.statement.getStart(source), end: post.statement.end },
      `return ${value}${semicolon(session)}`,
    );
  else
    draft.replace(
      { start: post.call.getStart(source), end: post.call.end },
      value.startsWith('{') ? `(${value})` : value,
    );
  for (const use of uses) dropImport(session, use);
  return undefined;
}

interface Post {
  readonly call: ts.CallExpression;
  readonly statement: ts.Statement | undefined;
  readonly value: ts.Expression;
}

/** `parentPort.postMessage(value)`, and nothing goes along with it. */
function postAt(use: ts.Identifier): Post | undefined {
  const port = ts.isNonNullExpression(use.parent) ? use.parent : use;
  const member = port.parent;
  if (!ts.isPropertyAccessExpression(member) || member.expression !== port || member.name.text !== 'postMessage')
    return undefined;
  const call = member.parent;
  if (!ts.isCallExpression(call) || call.expression !== member || call.arguments.length !== 1) return undefined;
  const [value] = call.arguments;
  const statement = ts.isExpressionStatement(call.parent) ? call.parent : undefined;
  return value && !ts.isSpreadElement(value) ? { call, statement, value } : undefined;
}

function dressedPort(node: ts.Expression): ts.Expression {
  return ts.isNonNullExpression(node) ? node.expression : node;
}

function importOf({ scopes }: Session, name: string): Declaration | undefined {
  for (const declaration of scopes.topLevel.values()) {
    const imported = importedBy(declaration.node);
    if (imported && /^(node:)?worker_threads$/.test(imported.module) && imported.export === name) return declaration;
  }
  return undefined;
}

/** Something else of `worker_threads` is used, or all of it under one name. */
function othersOfThreads({ scopes }: Session): boolean {
  return [...scopes.topLevel.values()].some((declaration) => {
    const imported = importedBy(declaration.node);
    const isOfThreads = imported && /^(node:)?worker_threads$/.test(imported.module);
    return isOfThreads === true && !/^(parentPort|workerData)$/.test(imported.export);
  });
}

/** It keeps nothing from one task to the next: an import, a function, a type, a constant that cannot change. */
function stays(statement: ts.Statement): boolean {
  if (isDirective(statement) || ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement))
    return true;
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  )
    return true;
  if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) return false;
  return statement.declarationList.declarations.every(({ initializer }) => initializer && isFixed(bare(initializer)));
}

function isFixed(value: ts.Expression): boolean {
  if (requireOf(value) !== undefined || isCallable(value)) return true;
  if (ts.isPropertyAccessExpression(value)) return requireOf(value.expression) !== undefined;
  // One that goes on where it stopped.
  if (ts.isRegularExpressionLiteral(value)) return !/[gy]\w*$/.test(value.text);
  return ts.isLiteralExpression(value) || (ts.isPrefixUnaryExpression(value) && ts.isLiteralExpression(value.operand));
}

function exportsSomething({ source }: Session): boolean {
  return some(source, (node) => {
    if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return true;
    if (node.kind === ts.SyntaxKind.ExportKeyword) return true;
    return ts.isIdentifier(node) && /^(module|exports)$/.test(node.text);
  });
}

/** The next task would find it changed: a field of a function, a part of an import, a prototype, a global that nobody declares. */
function changesWhatStays({ scopes, source }: Session, moved: readonly ts.Statement[]): boolean {
  return some(source, (node) => {
    const isPlace = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
    if (!isPlace || !isWritten(node)) return false;
    let root: ts.Expression = node;
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = bare(root.expression);
    if (!ts.isIdentifier(root)) return root.kind === ts.SyntaxKind.ThisKeyword;
    const declared = scopes.declarationOf(root);
    return !declared || (ts.isSourceFile(declared.scope) && !moved.some((one) => isWithin(declared.node, one)));
  });
}

/** What would mean another thing for a thread that goes on: `process.exit()`, `process.on`, a global that is set. */
function isOfProcess(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  if (/^(globalThis|global|self)$/.test(node.expression.text)) return true;
  return node.expression.text === 'process' && /^(exit|exitCode|on|once|abort|chdir|env)$/.test(node.name.text);
}

function declarationsIn({ scopes }: Session, statement: ts.Statement): Declaration[] {
  return [...scopes.topLevel.values()].filter(({ node }) => isWithin(node, statement));
}
