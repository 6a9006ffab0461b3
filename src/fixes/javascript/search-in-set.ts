import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bare, homeOf, isCallable, suspends } from './edit/nodes.ts';
import { isWithin, type Declaration } from './edit/scope.ts';
import { freshName, openSession, semicolon, type Session } from './edit/session.ts';
import { blockStatement, insertBefore, insertIntoBody } from './edit/statements.ts';
import { endOfLine } from './edit/places.ts';
import { lineIndent } from './edit/style.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { isConstant } from './edit/writes.ts';
import { listUsesOf, searchAt, type ListUses, type Search } from './lists/uses.ts';
import { roundsAround, runsIn } from './lists/rounds.ts';

const id = 'search-in-set';

/** A `Set` beside a list, or in its place, that is asked in each round whether something is in it. */
export const searchInSet: Remedy = {
  id,
  rules: ['unblock/quadratic-work'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { finding, facts } = request;
  const { subject } = finding;
  if (subject.kind !== 'quadratic-work' || subject.how !== 'search' || facts.language !== 'javascript')
    return undefined;
  const session = openSession(request);
  const call = nodeOf(session, subject.call, ts.isCallExpression);
  const search = call && searchAt(call);
  const declared = search && session.scopes.declarationOf(search.list);
  if (!search || !declared || !isConstant(session.scopes, declared)) return undefined;
  const uses = listUsesOf(session, declared);
  const rounds = roundsAround(search.call, declared.node);
  if (!rounds) return undefined;
  const { name } = declared;
  const home = homeOf(rounds);
  const isIn = within(rounds);
  const grows = uses.pushes.some(({ statement }) => isIn(statement));
  const changed = [...uses.changes, ...uses.pushes.map(({ statement }) => statement)];
  if (!home || !changed.every((node) => runsIn(node, home))) return undefined;
  const searches = grows ? uses.searches : uses.searches.filter(({ call: one }) => isIn(one));
  const last = Math.max(rounds.end, ...searches.map(({ call: one }) => one.end));
  if (grows ? uses.changes.length > 0 || !searches.every((one) => runsIn(one.call, home)) : uses.changes.some(isIn))
    return undefined;
  // A function of its own may be called before, wherever it is written.
  if (uses.others.some((use) => use.pos < last || !runsIn(use, home)))
    return {
      id,
      reason: `Somebody else gets \`${name.text}\` before the last search, and may change it. Hand out a copy first.`,
    };
  const asked = uses.isOnlyAsked && grows ? name.text : freshName(session, ...namesFor(name.text));
  if (grows ? !writeGrowing(session, declared, uses, asked) : !writeBefore(session, rounds, search, asked))
    return undefined;
  for (const one of searches) writeSearch(session, one, asked);
  const isCompared = searches.some(({ negated }) => negated !== undefined);
  return suggest(session, {
    ...{ id, title: `Look in a \`Set\` instead of searching \`${name.text}\`` },
    changes: [
      `Asking takes the same time however many there are. The answers are the same${isCompared ? ', but for `NaN`, which `indexOf` never finds' : ''}.`,
      ...(grows ? [] : [`\`${name.text}\` has to be a list: of a text, a set would hold the characters.`]),
      ...(!grows && suspends(rounds) ? [`It has to stay as it is until the last round.`] : []),
    ].join(' '),
  });
}

function within(outer: ts.Node): (node: ts.Node) => boolean {
  return (node) => isWithin(node, outer);
}

/** `knownTags` for `tags`. */
function namesFor(list: string): [string, ...string[]] {
  const name = list.replace(/^./, (first) => first.toUpperCase());
  return [`known${name}`, `${list}Set`];
}

/** `list.includes(x)` becomes `set.has(x)`, and `list.indexOf(x) === -1` becomes `!set.has(x)`. */
function writeSearch({ draft, source }: Session, { call, list, word, whole, negated }: Search, set: string): void {
  if (list.text !== set) draft.replace({ start: list.getStart(source), end: list.end }, set);
  draft.replace({ start: word.getStart(source), end: word.end }, 'has');
  if (!whole) return;
  if (negated) draft.insert(whole.getStart(source), '!');
  draft.replace({ start: call.end, end: whole.end }, '');
}

/** In front of the rounds, where the list stays as it is. */
function writeBefore(session: Session, rounds: ts.Node, { list }: Search, set: string): boolean {
  const home = homeOf(rounds);
  const code = `const ${set} = new Set(${list.text})`;
  const statement = home && blockStatement(rounds, home);
  if (statement) insertBefore(session, statement, code);
  else if (home && ts.isArrowFunction(home) && !ts.isBlock(home.body)) insertIntoBody(session, home, code);
  else return false;
  return true;
}

/** Beside the list, and filled with it; in its place where nobody wants more of it than whether something is in it. */
function writeGrowing(session: Session, { node }: Declaration, uses: ListUses, set: string): boolean {
  const { draft, source, style, text } = session;
  const made = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  const home = homeOf(node);
  const statement = home && blockStatement(node, home);
  if (!made || !ts.isVariableDeclaration(node) || !statement || !isCallable(home)) return false;
  const list = bare(made);
  if (!ts.isArrayLiteralExpression(list) || statement !== node.parent.parent) return false;
  const element = node.type ? elementOf(node.type.getText(source)) : undefined;
  if (node.type && element === undefined) return false;
  const type = element === undefined || !session.typescript ? '' : `<${element}>`;
  if (uses.isOnlyAsked) {
    const filled = list.elements.length === 0 ? '' : list.getText(source);
    draft.replace({ start: node.name.end, end: made.end }, ` = new Set${type}(${filled})`);
    for (const { word } of uses.pushes) draft.replace({ start: word.getStart(source), end: word.end }, 'add');
    return true;
  }
  if (!ts.isVariableDeclarationList(node.parent) || node.parent.declarations.length > 1) return false;
  const filled = list.elements.length === 0 ? '' : node.name.getText(source);
  const line = style.eol + lineIndent(text, statement.getStart(source));
  draft.insert(endOfLine(session, statement), `${line}const ${set} = new Set${type}(${filled})${semicolon(session)}`);
  for (const { statement: push, argument } of uses.pushes) {
    const added = `${set}.add(${argument})${semicolon(session)}`;
    if (ts.isBlock(push.parent)) {
      const isAlone = /^[ \t]*(?:\/\/.*)?\r?\n/.test(text.slice(push.end));
      if (isAlone) draft.insert(endOfLine(session, push), style.eol + lineIndent(text, push.getStart(source)) + added);
      else {
        // What follows in this line, maybe behind a `;` that stands in front of it, would go on with what is added.
        const isLast = /^\s*\}/.test(text.slice(push.end));
        const code = isLast ? added : added.replace(/;?$/, ';');
        draft.insert(push.end, `${text[push.end - 1] === ';' ? '' : ';'} ${code}`);
      }
    } else {
      draft.insert(push.getStart(source), `{ ${set}.add(${argument}); `);
      draft.insert(push.end, ' }');
    }
  }
  return true;
}

/** `string` of `string[]`. */
function elementOf(type: string): string | undefined {
  return /^([\w$.]+)\[\]$/.exec(type)?.[1] ?? /^Array<(.+)>$/s.exec(type)?.[1];
}
