import { reachOfAwait } from '../../../effects/concurrency/serial-awaits.ts';
import type { SerialRounds } from '../../../model/subjects/index.ts';
import { nodeAt, ts } from '../../../syntax/javascript/tree.ts';
import { bare, isCallable, some } from '../edit/nodes.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import { semicolon, type Session } from '../edit/session.ts';
import { takeOut, topOf } from '../edit/statements.ts';
import { lineIndent } from '../edit/style.ts';
import { amountFor, cautious, type Amount } from '../limit/amount.ts';
import { provideLimiter, type Limiter } from '../limit/limiter.ts';
import { limitNotes, limitPackages, limitWords } from '../limit/words.ts';
import type { Together } from '../run-together.ts';

/** So many at once ask for no limit. */
const FEW = 20;

interface Rounds {
  readonly loop: ts.ForOfStatement;
  /** `texts.push(value)`, the last thing of each round. */
  readonly last: ts.ExpressionStatement;
  readonly value: ts.Expression;
  /** `const texts = []`, and the name. */
  readonly list: ts.VariableDeclaration;
  readonly declared: ts.VariableStatement;
  readonly parameter: string;
}

/** `for (const x of list) all.push(await f(x))` becomes `const all = await Promise.all(list.map(async (x) => f(x)))`. */
export function roundsTogether(session: Session, subject: SerialRounds): Together | string | undefined {
  const { collects, count } = subject;
  const loop = nodeAt(session.tree, subject.loop, isLoop);
  const pushed = collects && session.request.facts.values[collects.call];
  const push = pushed && nodeAt(session.tree, pushed, ts.isCallExpression);
  if (!loop || !push) return undefined;
  const rounds = roundsOf(session, loop, push);
  if (rounds === undefined || typeof rounds === 'string') return rounds;
  const isFew = count !== undefined && count <= FEW;
  const limiter = isFew ? undefined : provideLimiter(session, loop, amountOfRounds(session, subject));
  if (!isFew && !limiter) return undefined;
  write(session, rounds, limiter);
  if (!limiter) return { title: 'Start all rounds together with `Promise.all`', notes: [], packages: [] };
  return {
    title: `Start the rounds together, ${limitWords(limiter)}`,
    notes: limitNotes(session, limiter),
    packages: limitPackages(session, limiter),
  };
}

function amountOfRounds({ request }: Session, { function: id, awaits }: SerialRounds): Amount {
  const { program, file } = request;
  const reach = awaits.map((wait) => reachOfAwait(program, { file, function: id }, wait)).find((each) => each);
  return reach ? amountFor(program, reach) : cautious;
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}

function roundsOf(session: Session, loop: ts.IterationStatement, push: ts.CallExpression): Rounds | string | undefined {
  const { source } = session;
  if (!ts.isForOfStatement(loop) || loop.awaitModifier) return 'Write the loop as `for (const each of list)` first.';
  const list = listOf(session, push);
  if (!list) return undefined;
  const { initializer } = loop;
  const variable = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  if (!variable) return 'Declare the variable of the loop in the loop first.';
  const [value, ...others] = push.arguments;
  if (!value || others.length > 0 || ts.isSpreadElement(value)) return undefined;
  const last = ts.isBlock(loop.statement) ? loop.statement.statements.at(-1) : loop.statement;
  if (!last || !ts.isExpressionStatement(last) || last.expression !== push || skips(loop.statement))
    return `Not every round adds to \`${list.name.text}\`. Collect what all of them give, and filter it behind the loop.`;
  const declared = list.node.parent.parent;
  if (!ts.isVariableStatement(declared) || !ts.isVariableDeclaration(list.node)) return undefined;
  const trouble = troubleWithList(session, list, declared, loop, push);
  if (trouble !== undefined) return trouble;
  const { node } = list;
  return { loop, last, value, declared, list: node, parameter: variable.name.getText(source) };
}

function listOf({ scopes }: Session, { expression }: ts.CallExpression): Declaration | undefined {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  return scopes.declarationOf(expression.expression);
}

function skips(body: ts.Statement): boolean {
  return some(
    body,
    (node) =>
      ts.isContinueStatement(node) ||
      ts.isBreakStatement(node) ||
      ts.isReturnStatement(node) ||
      ts.isYieldExpression(node),
    (node) => !isCallable(node),
  );
}

/** The list must be a constant of the same block that is empty and untouched until the loop is done. */
function troubleWithList(
  { scopes }: Session,
  list: Declaration,
  declared: ts.VariableStatement,
  loop: ts.ForOfStatement,
  push: ts.CallExpression,
): string | undefined {
  const name = list.name.text;
  const { initializer } = list.node as ts.VariableDeclaration;
  const isEmpty =
    initializer !== undefined && ts.isArrayLiteralExpression(bare(initializer)) && initializer === bare(initializer);
  const isOwn =
    list.kind === 'const' && declared.parent === loop.parent && declared.declarationList.declarations.length === 1;
  const isUntouched = scopes
    .referencesTo(list)
    .every((use) => use.pos > loop.end || (isWithin(use, push) && !push.arguments.some((each) => isWithin(use, each))));
  return isEmpty && isOwn && isUntouched && !declared.modifiers
    ? undefined
    : `\`${name}\` is used before the loop is done. Collect the results in a \`const\` of their own, directly above the loop.`;
}

function write(session: Session, rounds: Rounds, limiter: Limiter | undefined): void {
  const { source, text, draft, style } = session;
  const { loop, list, declared, parameter } = rounds;
  const work = limiter
    ? `(${parameter}) => ${limiter.name}(async () => ${bodyOf(session, rounds)})`
    : `async (${parameter}) => ${bodyOf(session, rounds)}`;
  const from = loop.expression.getText(source);
  const started = isArray(session, loop.expression) ? `${from}.map(${work})` : `Array.from(${from}, ${work})`;
  const name = list.name.getText(source);
  const type = list.type ? `: ${list.type.getText(source)}` : '';
  const start = loop.getStart(source);
  const above = text.slice(topOf(session, declared), declared.getStart(source)).trim();
  const comments = above === '' ? '' : above + style.eol + lineIndent(text, start);
  const code = `const ${name}${type} = await Promise.all(${started})${semicolon(session)}`;
  draft.replace({ start, end: loop.end }, comments + code);
  takeOut(session, declared);
}

/** The body of the function that takes the place of a round. */
function bodyOf({ source, text }: Session, { loop, last, value }: Rounds): string {
  const given = ts.isAwaitExpression(value) ? value.expression : value;
  const written = given.getText(source);
  const body = loop.statement;
  const isSole = !ts.isBlock(body) || (body.statements.length === 1 && !/\/[/*]/.test(body.getText(source)));
  if (isSole) return ts.isObjectLiteralExpression(given) ? `(${written})` : written;
  const head = text.slice(body.getStart(source), last.getStart(source));
  return `${head}return ${written}${text.slice(last.expression.end, body.end)}`;
}

/** What surely is an array has `map`, and no holes worth a thought where it was just made. */
function isArray(session: Session, node: ts.Expression, depth = 0): boolean {
  const { scopes, source } = session;
  const inner = bare(node);
  if (ts.isArrayLiteralExpression(inner)) return true;
  if (ts.isCallExpression(inner)) {
    const callee = inner.expression.getText(source);
    return /^Object\.(?:keys|values|entries)$|\.(?:map|filter|slice|split|flatMap|toSorted)$/.test(callee);
  }
  const declared = ts.isIdentifier(inner) ? scopes.declarationOf(inner) : undefined;
  if (!declared || (!ts.isVariableDeclaration(declared.node) && !ts.isParameter(declared.node))) return false;
  const { type, initializer } = declared.node;
  if (type)
    return (
      ts.isArrayTypeNode(ts.isTypeOperatorNode(type) ? type.type : type) ||
      /^(?:Readonly)?Array</.test(type.getText(source))
    );
  return (
    declared.kind === 'const' && initializer !== undefined && depth < 4 && isArray(session, initializer, depth + 1)
  );
}
