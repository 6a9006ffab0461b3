import type { SerialAwaits } from '../../../model/subjects/index.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { blockStatement, insertBefore, takeOut, topOf } from '../edit/statements.ts';
import { bare, homeOf, isAssignment, isUpdate, some } from '../edit/nodes.ts';
import { around } from '../edit/reach.ts';
import { isWritten } from '../edit/writes.ts';
import { endOfLine } from '../edit/places.ts';
import { isWithin, variableKind } from '../edit/scope.ts';
import { freshName, semicolon, type Session } from '../edit/session.ts';
import { lineIndent } from '../edit/style.ts';
import { nodeOf } from '../edit/suggest.ts';
import type { Together } from '../run-together.ts';

/** One `await` that joins the others, and how what it gives is called. */
interface Member {
  readonly wait: ts.AwaitExpression;
  readonly statement: ts.Statement;
  /** `const name = await …`. */
  readonly declaration?: ts.VariableDeclaration;
}

/** `const a = await f(); const b = await g();` becomes `const [a, b] = await Promise.all([f(), g()]);`. */
export function awaitsTogether(session: Session, { chains }: SerialAwaits): Together | string | undefined {
  const waits = chains.map(([first]) =>
    first === undefined ? undefined : nodeOf(session, first, ts.isAwaitExpression),
  );
  if (!waits.every((each) => each !== undefined)) return undefined;
  const missed = missedOnFailure(session, waits);
  return missed ?? waitTogether(session, waits);
}

/** What is set from one wait to the next is not set any more where the next one fails, and a `catch` or `finally` looks at it. */
function missedOnFailure(session: Session, waits: readonly ts.AwaitExpression[]): string | undefined {
  const [first] = waits;
  const last = waits.at(-1);
  const attempt = first && around(first, ts.isTryStatement);
  if (!last || !attempt || !isWithin(first, attempt.tryBlock)) return undefined;
  const handlers = [attempt.catchClause, attempt.finallyBlock].filter((each) => each !== undefined);
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    const isSet = node.pos >= first.pos && node.end <= last.pos && isPlace(node) && isWritten(node);
    const text = node.getText(session.source);
    if (isSet && handlers.some((each) => some(each, (use) => isPlace(use) && use.getText(session.source) === text)))
      found ??= text;
    ts.forEachChild(node, visit);
  };
  visit(attempt.tryBlock);
  return found === undefined
    ? undefined
    : `\`${found}\` tells how far it came when something fails. Together, nobody could tell.`;
}

function isPlace(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
}

/** Writes one wait for all in place of the first; nothing that stands between them may matter to any of them. */
export function waitTogether(session: Session, waits: readonly ts.AwaitExpression[]): Together | string | undefined {
  const members: Member[] = [];
  for (const wait of waits) {
    const home = homeOf(wait);
    const statement = home && blockStatement(wait, home);
    if (!statement) return undefined;
    members.push({ wait, statement, ...declarationOf(wait, statement) });
  }
  const [first] = members;
  if (!first || members.length < 2 || members.some(({ statement }) => statement.parent !== first.statement.parent))
    return undefined;
  const trouble = members
    .map((each) => neededBefore(session, first.statement, each))
    .find((each) => each !== undefined);
  if (trouble !== undefined) return trouble;

  const unused = new Set(members.filter(isUnused));
  const moved = membersThatMove(members.filter((each) => !unused.has(each)));
  const gone = new Set([...moved, ...unused].map(({ statement }) => statement));
  const names = members.map((each) => (moved.has(each) ? undefined : unused.has(each) ? '' : nameFor(session, each)));
  const text = together(session, members, moved, names);
  for (const [i, member] of members.entries()) {
    const name = names[i];
    if (name !== undefined && name !== '') session.draft.replace(spanOf(session, withParentheses(member.wait)), name);
  }
  if (gone.has(first.statement)) {
    session.draft.replace(spanOf(session, first.statement), text + semicolon(session));
  } else {
    insertBefore(session, first.statement, text);
  }
  gone.delete(first.statement);
  for (const statement of gone) takeOut(session, statement);
  return { title: titleOf(session, members), notes: [], packages: [] };
}

function titleOf({ source }: Session, members: readonly Member[]): string {
  const names = members.map(({ wait }) => calleeName(wait, source) ?? 'it').map((name) => `\`${name}\``);
  const shown =
    new Set(names).size < 2 || names.length > 3
      ? `${String(names.length)} calls`
      : names.join(', ').replace(/, ([^,]*)$/, ' and $1');
  return `Start ${shown} together with \`Promise.all\``;
}

function declarationOf(wait: ts.AwaitExpression, statement: ts.Statement): Pick<Member, 'declaration'> {
  const { parent } = wait;
  const isPlain =
    ts.isVariableDeclaration(parent) &&
    ts.isVariableStatement(statement) &&
    parent.parent.parent === statement &&
    !isUsing(parent.parent);
  return isPlain ? { declaration: parent } : {};
}

/** `await saved;`: nobody takes what it gives. */
function isUnused({ wait, statement }: Member): boolean {
  return ts.isExpressionStatement(statement) && bare(statement.expression) === wait;
}

function isUsing({ flags }: ts.Node): boolean {
  return Boolean(flags & ts.NodeFlags.Using);
}

/**
 * Those whose declaration becomes a part of the common one: all of one kind, with a type each or none with a type, and alone in their
 * statements. All others stay where they are, and take what they waited for by a name.
 */
function membersThatMove(members: readonly Member[]): ReadonlySet<Member> {
  const candidates = members.filter(({ declaration, statement }) => {
    if (!declaration || !ts.isVariableStatement(statement) || statement.modifiers) return false;
    return statement.declarationList.declarations.every((one) => members.some((each) => each.declaration === one));
  });
  const [first] = candidates;
  if (!first?.declaration) return new Set();
  const { declaration: model } = first;
  const isTyped = (declaration: ts.VariableDeclaration): boolean => declaration.type !== undefined;
  const alike = candidates.filter(
    ({ declaration }) =>
      declaration && variableKind(declaration) === variableKind(model) && isTyped(declaration) === isTyped(model),
  );
  const whole = alike.filter(({ statement }) =>
    members.every((each) => each.statement !== statement || alike.includes(each)),
  );
  // The pattern has one kind and one type for all of its names.
  if (isTyped(model) && whole.length < members.length) return new Set();
  return variableKind(model) === 'const' || whole.length === members.length ? new Set(whole) : new Set();
}

/** What a call reads must be there by the time the first of them starts. */
function neededBefore({ scopes }: Session, start: ts.Statement, { wait, statement }: Member): string | undefined {
  for (const name of scopes.freeIn(wait.expression)) {
    const declaration = scopes.declarationOf(name);
    if (!declaration) continue;
    const isMade = (node: ts.Node): boolean =>
      node.pos >= start.pos && node.end <= wait.pos && isWithin(node, statement.parent);
    const isWritten = scopes.referencesTo(declaration).some((use) => {
      const { parent } = use;
      return isMade(use) && ((isAssignment(parent) && parent.left === use) || isUpdate(parent));
    });
    if (isMade(declaration.node) || isWritten)
      return `\`${name.text}\` is needed by a later call and made in between. Move it up first.`;
  }
  return undefined;
}

function together(
  session: Session,
  members: readonly Member[],
  moved: ReadonlySet<Member>,
  names: readonly (string | undefined)[],
): string {
  const { text, source, style } = session;
  const [first] = members;
  const [model] = moved;
  const kind = model?.declaration ? variableKind(model.declaration) : 'const';
  const targets = members.map(({ declaration }, i) => names[i] ?? declaration?.name.getText(source) ?? '');
  const types = members.map((each) => (moved.has(each) ? each.declaration?.type?.getText(source) : undefined));
  const type = types.every((each) => each !== undefined) ? `: [${types.join(', ')}]` : '';
  const elements = members.map(({ wait }) => text.slice(wait.expression.getStart(source), wait.expression.end));
  while (targets.at(-1) === '') targets.pop();
  const taken = targets.length > 0 ? `${kind} [${targets.join(', ')}]${type} = ` : '';
  const opening = `${taken}await Promise.all([`;
  const comments = members.map((each) =>
    (moved.has(each) || isUnused(each)) && each !== first
      ? commentsOf(session, each.statement)
      : { above: [], behind: '' },
  );
  const isBare =
    comments.every(({ above, behind }) => above.length === 0 && behind === '') &&
    elements.every((each) => !each.includes('\n'));
  const indent = lineIndent(text, first?.statement.getStart(source) ?? 0);
  const line = `${opening}${elements.join(', ')}])`;
  if (isBare && indent.length + line.length < 100) return line;
  const inner = style.eol + indent + style.indent;
  const lines = elements.flatMap((element, i) => {
    const { above = [], behind = '' } = comments[i] ?? {};
    return [...above, `${element},${behind}`];
  });
  return `${opening}${inner}${lines.join(inner)}${style.eol}${indent}])`;
}

/** The comments that belong to a statement: above it, and behind it in its line. */
function commentsOf(
  session: Session,
  statement: ts.Statement,
): { readonly above: readonly string[]; readonly behind: string } {
  const { text, source } = session;
  const start = statement.getStart(source);
  const above = text.slice(topOf(session, statement), start).trim();
  return {
    above: above === '' ? [] : above.split(/\r?\n/).map((each) => each.trim()),
    behind: text.slice(statement.end, endOfLine(session, statement)).trimEnd(),
  };
}

/** `user` for `loadUser(…)`, `statResult` for `stat(…)`. */
function nameFor(session: Session, { wait, declaration }: Member): string {
  const own = declaration && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
  if (own !== undefined) return freshName(session, `${own}Loaded`, `${own}Result`);
  const callee = calleeName(wait, session.source);
  const noun = callee && /^(?:get|load|fetch|find|query|list)([A-Z]\w*)$/.exec(callee)?.[1];
  const word = noun === undefined || noun === '' ? undefined : noun.charAt(0).toLowerCase() + noun.slice(1);
  return word === undefined
    ? freshName(session, `${callee ?? 'first'}Result`)
    : freshName(session, word, `${word}Loaded`);
}

function calleeName({ expression }: ts.AwaitExpression, source: ts.SourceFile): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  if (!ts.isCallExpression(expression)) return undefined;
  const callee = expression.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? name.getText(source).replace(/^#/, '') : undefined;
}

/** An `await` is in parentheses for the sake of what follows it; a name needs none. */
function withParentheses(wait: ts.AwaitExpression): ts.Node {
  return ts.isParenthesizedExpression(wait.parent) ? wait.parent : wait;
}

function spanOf({ source }: Session, node: ts.Node): { start: number; end: number } {
  return { start: node.getStart(source), end: node.end };
}
