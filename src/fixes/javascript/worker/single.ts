import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, dressed, isCallable, some } from '../edit/nodes.ts';
import { importedBy } from '../edit/requires.ts';
import type { Session } from '../edit/session.ts';

/** A worker that is started for one task: it is given something, and answers once. */
export interface SingleTask {
  /** What waits for the answer: `new Promise((resolve, reject) => …)`. */
  readonly whole: ts.NewExpression;
  /** The path of its code, as written, and the text in it that says which file is meant. */
  readonly location: ts.Expression;
  readonly relative: string;
  /** What it is given; undefined for nothing. */
  readonly task: ts.Expression | undefined;
  /** How: when it starts, or by a message. */
  readonly by: 'workerData' | 'message';
}

/**
 * `new Promise((resolve, reject) => { const worker = new Worker(…); worker.on('message', resolve); worker.on('error', reject); … })`, where
 * nothing else is done with the worker.
 */
export function singleTaskAt(session: Session, made: ts.NewExpression): SingleTask | undefined {
  const { scopes } = session;
  const declaration = made.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const block = declaration.parent.parent.parent;
  const executor = block.parent;
  if (!ts.isBlock(block) || !isExecutor(executor)) return undefined;
  const whole = executor.parent;
  if (!ts.isNewExpression(whole) || whole.expression.getText() !== 'Promise' || whole.arguments?.length !== 1)
    return undefined;
  const [resolve, reject, ...more] = executor.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : ''));
  if (!resolve || !reject || more.length > 0) return undefined;
  const first = declaration.parent.parent;
  const declared = scopes.declarationOf(declaration.name);
  if (!ts.isVariableStatement(first) || first.declarationList.declarations.length > 1 || !declared) return undefined;

  const names: Names = { worker: declaration.name.text, resolve, reject };
  const heard = new Set<string>();
  const messages: ts.Expression[] = [];
  for (const statement of block.statements) {
    if (statement === first) continue;
    for (const call of callsOn(statement, names.worker) ?? [undefined]) {
      const said = call && (listensTo(call, names) ?? postedBy(call));
      if (said === undefined) return undefined;
      if (typeof said === 'string') heard.add(said);
      else messages.push(said);
    }
  }
  if (!heard.has('message') || !heard.has('error') || messages.length > 1) return undefined;
  const [path, options, ...others] = made.arguments ?? [];
  const relative = path && relativeIn(session, path);
  const data = options ? dataOf(options) : 'nothing';
  if (!path || relative === undefined || data === undefined || others.length > 0) return undefined;
  const [message] = messages;
  if (message && data !== 'nothing') return undefined;
  const task = message ?? (data === 'nothing' ? undefined : data);
  return { whole, location: path, relative, task, by: message ? 'message' : 'workerData' };
}

interface Names {
  readonly worker: string;
  readonly resolve: string;
  readonly reject: string;
}

function isExecutor(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && node.modifiers === undefined;
}

/** The calls of `worker.on(…).once(…)`, and of nothing else. */
function callsOn(statement: ts.Statement, worker: string): ts.CallExpression[] | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const calls: ts.CallExpression[] = [];
  let one = bare(statement.expression);
  while (ts.isCallExpression(one) && ts.isPropertyAccessExpression(one.expression)) {
    calls.push(one);
    one = bare(one.expression.expression);
  }
  return ts.isIdentifier(one) && one.text === worker && calls.length > 0 ? calls : undefined;
}

/** `worker.on('message', resolve)`: the event, where no more happens then than that the promise is settled. */
function listensTo(call: ts.CallExpression, names: Names): string | undefined {
  const [event, listener, ...others] = call.arguments;
  const method = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '';
  if (!/^(on|once|addListener)$/.test(method) || !event || !listener || others.length > 0) return undefined;
  if (!ts.isStringLiteralLike(event)) return undefined;
  const settles = event.text === 'message' ? names.resolve : names.reject;
  if (!/^(message|error|messageerror|exit)$/.test(event.text)) return undefined;
  const given = bare(listener);
  if (ts.isIdentifier(given)) return given.text === settles && event.text !== 'exit' ? event.text : undefined;
  if (!ts.isArrowFunction(given) && !ts.isFunctionExpression(given)) return undefined;
  const [parameter, ...rest] = given.parameters;
  if (rest.length > 0 || (parameter && !ts.isIdentifier(parameter.name))) return undefined;
  const value = parameter?.name.getText();
  return onlySettles(given.body, { ...names, settles, value, event: event.text }) ? event.text : undefined;
}

interface Settling extends Names {
  readonly settles: string;
  readonly value: string | undefined;
  readonly event: string;
}

/** `resolve(value)`, `reject(new Error(…))`, `worker.terminate()`, and for `exit` a question in front of it. */
function onlySettles(node: ts.Node, settling: Settling): boolean {
  if (ts.isBlock(node)) return node.statements.every((each) => onlySettles(each, settling));
  if (ts.isExpressionStatement(node)) return onlySettles(node.expression, settling);
  if (ts.isVoidExpression(node) || ts.isParenthesizedExpression(node)) return onlySettles(node.expression, settling);
  if (ts.isIfStatement(node) && settling.event === 'exit')
    return (
      isAboutCode(node.expression, settling.value) && !node.elseStatement && onlySettles(node.thenStatement, settling)
    );
  if (ts.isBinaryExpression(node) && settling.event === 'exit')
    return isAboutCode(node.left, settling.value) && onlySettles(node.right, settling);
  if (!ts.isCallExpression(node)) return false;
  const text = node.expression.getText();
  if (text === `${settling.worker}.terminate`) return node.arguments.length === 0 && settling.event !== 'exit';
  const [argument, ...others] = node.arguments;
  if (text !== settling.settles || others.length > 0) return false;
  if (settling.event === 'exit') return argument !== undefined && ts.isNewExpression(bare(argument));
  return argument !== undefined && bare(argument).getText() === settling.value;
}

/** `code !== 0` */
function isAboutCode(test: ts.Expression, code: string | undefined): boolean {
  return code !== undefined && new RegExp(`^${code}(\\s*!==?\\s*0|\\s*>\\s*0)?$`).test(test.getText());
}

/** `worker.postMessage(task)` */
function postedBy(call: ts.CallExpression): ts.Expression | undefined {
  const [message, ...others] = call.arguments;
  const isPost = ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'postMessage';
  return isPost && message && others.length === 0 && !ts.isSpreadElement(message) ? message : undefined;
}

/** `{ workerData: task }` and no other option. */
function dataOf(options: ts.Expression): ts.Expression | undefined {
  const object = bare(options);
  if (!ts.isObjectLiteralExpression(object) || object.properties.length !== 1) return undefined;
  const [property] = object.properties;
  if (property?.name?.getText() !== 'workerData') return undefined;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/**
 * `./hash.js` of `new URL('./hash.js', import.meta.url)`, `path.join(__dirname, 'hash.js')` and `require.resolve('./hash.js')`; and as it is,
 * which goes from where the program is started.
 */
function relativeIn({ scopes }: Session, path: ts.Expression): string | undefined {
  const made = bare(path);
  if (ts.isStringLiteralLike(made)) return /^\.\.?\//.test(made.text) ? made.text : undefined;
  if (!ts.isNewExpression(made) && !ts.isCallExpression(made)) return undefined;
  const [first, second, ...others] = made.arguments ?? [];
  const text = (node: ts.Node | undefined): string | undefined =>
    node && ts.isStringLiteralLike(node) ? node.text : undefined;
  const callee = made.expression.getText();
  if (others.length > 0) return undefined;
  if (ts.isNewExpression(made))
    return callee === 'URL' && second?.getText() === 'import.meta.url' ? dotted(text(first)) : undefined;
  if (callee === 'require.resolve') return second ? undefined : text(first);
  const root = bare(made.expression);
  const named = ts.isPropertyAccessExpression(root) ? bare(root.expression) : root;
  const declared = ts.isIdentifier(named) ? scopes.declarationOf(named) : undefined;
  const isPath = declared && /^(node:)?path$/.test(importedBy(declared.node)?.module ?? '');
  if (!isPath || !/(^|\.)(join|resolve)$/.test(callee) || first?.getText() !== '__dirname') return undefined;
  return dotted(text(second));
}

function dotted(path: string | undefined): string | undefined {
  if (path === undefined || path.startsWith('/')) return undefined;
  return path.startsWith('.') ? path : `./${path}`;
}

/** Nothing of the executor is left that somebody else needs: it declares nothing else, and what is given is known outside of it. */
export function isSelfContained({ scopes }: Session, { whole, task, location }: SingleTask): boolean {
  const [executor] = whole.arguments ?? [];
  if (!executor || !isCallable(executor) || dressed(executor) !== executor) return false;
  const given = [task, location].filter((one) => one !== undefined);
  return given.every(
    (one) =>
      !some(one, (node) => {
        const declared = ts.isIdentifier(node) ? scopes.declarationOf(node) : undefined;
        return (
          declared !== undefined && some(executor, (each) => each === declared.node) && !isInside(declared.node, one)
        );
      }),
  );
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return some(outer, (each) => each === node);
}
