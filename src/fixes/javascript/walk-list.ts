import type { Fix } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { hasComment } from './edit/indent.ts';
import { isMadeHere } from './edit/made.ts';
import { homeOf, isCallable } from './edit/nodes.ts';
import { isWithin, type Declaration } from './edit/scope.ts';
import { openSession } from './edit/session.ts';
import { takeOut } from './edit/statements.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { isWritten } from './edit/writes.ts';
import { runsIn } from './lists/rounds.ts';

const id = 'walk-list';

/** Goes through a list, and what is added to it meanwhile, in place of taking the first out of it in each round. */
export const walkList: Remedy = {
  id,
  rules: ['unblock/quadratic-work'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { finding, facts } = request;
  const { subject } = finding;
  if (subject.kind !== 'quadratic-work' || subject.how !== 'move' || facts.language !== 'javascript') return undefined;
  const session = openSession(request);
  const { source, text, draft, scopes } = session;
  const call = nodeOf(session, subject.call, ts.isCallExpression);
  const taken = call && takenAt(call);
  const declared = taken && scopes.declarationOf(taken.list);
  if (!taken || !declared || !isMadeHere(declared) || !isAsked(taken)) return undefined;
  const { loop, body, statement, list, name } = taken;
  if (!isOnce(declared, loop) || !scopes.referencesTo(declared).every((use) => isKnown(use, declared, taken)))
    return undefined;
  const next = body.statements[1];
  if (hasComment(text.slice(loop.getStart(source), next ? next.getStart(source) : body.end))) return undefined;

  const word = ts.isVariableStatement(statement) && isLet(statement) ? 'let' : 'const';
  draft.replace(
    { start: loop.getStart(source), end: body.getStart(source) },
    `for (${word} ${name.getText(source)} of ${list.text}) `,
  );
  takeOut(session, statement);
  return suggest(session, {
    ...{ id, title: `Go through \`${list.text}\` instead of taking its first element out` },
    changes: `Each element has its turn in the same order, also those that are added meanwhile. \`${list.text}\` keeps them all until the function ends: it needs more memory where it is long.`,
  });
}

/** `const name = list.shift();`, first of all in a loop. */
interface Taken {
  readonly list: ts.Identifier;
  readonly name: ts.BindingName;
  readonly statement: ts.VariableStatement;
  readonly body: ts.Block;
  readonly loop: ts.WhileStatement;
}

function takenAt(call: ts.CallExpression): Taken | undefined {
  const member = call.expression;
  if (!ts.isPropertyAccessExpression(member) || !ts.isIdentifier(member.expression) || member.name.text !== 'shift')
    return undefined;
  const made = ts.isNonNullExpression(call.parent) ? call.parent : call;
  const declaration = made.parent;
  if (!ts.isVariableDeclaration(declaration) || declaration.type || declaration.initializer !== made) return undefined;
  const statement = declaration.parent.parent;
  const body = statement.parent;
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1) return undefined;
  if (!ts.isBlock(body) || body.statements[0] !== statement || !ts.isWhileStatement(body.parent)) return undefined;
  return { list: member.expression, name: declaration.name, statement, body, loop: body.parent };
}

function isLet({ declarationList }: ts.VariableStatement): boolean {
  return (declarationList.flags & ts.NodeFlags.Const) === 0;
}

/** `while (list.length > 0)` */
function isAsked({ loop, list }: Taken): boolean {
  const asked = loop.expression.getText().replace(/\s+/g, '');
  const length = `${list.text}.length`;
  return [length, `${length}>0`, `${length}!==0`, `${length}!=0`, `${length}>=1`].includes(asked);
}

/** The loop is reached once for each list: nothing goes round in between, and no other function does it. */
function isOnce({ node }: Declaration, loop: ts.Node): boolean {
  for (let one = loop.parent; !isWithin(node, one); one = one.parent)
    if (isCallable(one) || ts.isIterationStatement(one, false) || ts.isSourceFile(one)) return false;
  return true;
}

/** Before the loop it is filled or read; in the loop it is added to; afterwards nobody wants it. */
function isKnown(use: ts.Identifier, { node }: Declaration, { loop, list }: Taken): boolean {
  const home = homeOf(node);
  if (use.pos >= loop.end || !home || !runsIn(use, home)) return false;
  if (use === list || isWithin(use, loop.expression)) return true;
  const member = use.parent;
  if (!ts.isPropertyAccessExpression(member) || member.expression !== use) return false;
  const call = member.parent;
  const isPush = ts.isCallExpression(call) && call.expression === member && member.name.text === 'push';
  if (isPush && ts.isExpressionStatement(call.parent)) return true;
  // How many are left is another question than how many there have been.
  return use.pos < loop.pos && member.name.text === 'length' && !isWritten(member);
}
