import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, homeOf, isGenerator, usesThis, type Callable } from '../edit/nodes.ts';
import { isMadeHere } from '../edit/made.ts';
import { around, reachableFrom } from '../edit/reach.ts';
import { isWithin } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isConstant } from '../edit/writes.ts';
import type { Results } from './body.ts';
import { isLoop, type BatchLoop } from './loop.ts';

/** The one function that is called for each, where it can be seen from here. */
function signatureOf({ scopes }: Session, task: ts.Expression): Callable | undefined {
  if (ts.isArrowFunction(task) || ts.isFunctionExpression(task)) return task;
  const declared = ts.isIdentifier(task) ? scopes.declarationOf(task) : undefined;
  if (!declared || !isConstant(scopes, declared)) return undefined;
  const { node } = declared;
  if (ts.isFunctionDeclaration(node)) return node;
  const made = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  return made && (ts.isArrowFunction(made) || ts.isFunctionExpression(made)) ? made : undefined;
}

/** What the tasks may not need: their place in the batch, the batch, the list, what others of it have given. */
export function troubleWithTask(
  session: Session,
  task: ts.Expression,
  { own, list }: BatchLoop,
  results: Results | 'nobody',
): string | undefined {
  const { scopes, source } = session;
  const callable = signatureOf(session, task);
  if (!callable)
    return `What \`${task.getText(source).slice(0, 40)}\` takes is declared elsewhere, and may be its place in the batch. Write the call out, as in \`(each) => …(each)\`, first.`;
  const { parameters } = callable;
  if (parameters.length > 1 || parameters.some(({ dotDotDotToken }) => dotDotDotToken) || isGenerator(callable))
    return 'The task takes its place in the batch, which would be its place in the whole list. Count in another way first.';
  if (!ts.isArrowFunction(callable) && usesThis(callable))
    return 'The task asks for its `this` or `arguments`. Make it an arrow function first.';
  const needed = [
    ...own.map(({ name }) => name.text),
    ...(results === 'nobody' ? [] : [rootOf(results.list)]),
    rootOf(list.getText(source)),
  ];
  for (const node of reachableFrom(scopes, task)) {
    const found = scopes.freeIn(node).find((name) => needed.includes(name.text) && isSame(session, name, task));
    if (found)
      return `The tasks use \`${found.text}\`, which is another thing without the loop. Hand them what they need first.`;
  }
  const [parameter] = parameters;
  if (parameter && isWaitedFor(session, parameter, callable))
    return 'The tasks wait for their elements, which p-map would do by itself, and for all that have begun. Make them functions that begin the work first.';
  return undefined;
}

function rootOf(path: string): string {
  return path.replace(/[.?[].*$/s, '');
}

/** The name means there what it means at the task. */
function isSame({ scopes }: Session, name: ts.Identifier, task: ts.Node): boolean {
  const declared = scopes.declarationOf(name);
  return declared?.name === scopes.lookUp(name.text, task)?.name;
}

/** `await each`, `each.then(…)`: the element is a promise, or like one. */
function isWaitedFor({ scopes }: Session, { name }: ts.ParameterDeclaration, callable: Callable): boolean {
  if (!ts.isIdentifier(name) || !callable.body) return false;
  const declared = scopes.lookUp(name.text, callable.body);
  const uses = declared ? scopes.referencesTo(declared) : [];
  return uses.some((use) => {
    const { parent } = use;
    if (ts.isPropertyAccessExpression(parent)) return /^(then|catch|finally|exec|execute)$/.test(parent.name.text);
    return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || parent === callable;
  });
}

/** Who else may see, or change, the list that the loop goes over. */
export function troubleWithList(session: Session, { list, empties, loop }: BatchLoop): string | undefined {
  const { scopes, source } = session;
  const text = list.getText(source);
  if (ts.isForOfStatement(loop)) return undefined;
  let root = bare(list);
  while (ts.isPropertyAccessExpression(root)) root = bare(root.expression);
  const declared = ts.isIdentifier(root) ? scopes.declarationOf(root) : undefined;
  if (!declared || (empties && root !== bare(list)))
    return `Others may change \`${text}\` while this goes over it. Take a copy into a \`const\` first.`;
  if (!empties)
    return isConstant(scopes, declared)
      ? undefined
      : `\`${text}\` is another list now and then. Take it into a \`const\` first.`;
  const uses = scopes.referencesTo(declared).filter((use) => !isWithin(use, loop));
  const isSeen = uses.some((use) => use.pos > loop.end || homeOf(use) !== homeOf(loop));
  const again = around(loop, isLoop);
  if (!isMadeHere(declared) || isSeen || (again && !isWithin(declared.node, again)))
    return `The loop empties \`${text}\`, and somebody may count on that. Go over it with \`slice\`, or over a copy, first.`;
  return undefined;
}
