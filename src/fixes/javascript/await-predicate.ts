import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal, visitOf, type Visit } from './callback/collection.ts';
import { bare, isStatement } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { freshName, openSession, type Session } from './edit/session.ts';
import { firstEvaluated, insertBefore } from './edit/statements.ts';
import { troubleWithWaiting } from './edit/waiting.ts';
import { isConstant } from './edit/writes.ts';

const id = 'await-predicate';

/** Awaits the answers of an async predicate first, and then chooses by them. */
export const awaitPredicate: Remedy = {
  id,
  rules: ['unblock/async-callback'],
  propose,
};

/** What is done with the list of answers: most are asked by the same method. */
const asked: Readonly<Record<string, string | undefined>> = {
  some: 'some',
  every: 'every',
  findIndex: 'findIndex',
  findLastIndex: 'findLastIndex',
  find: 'findIndex',
  findLast: 'findLastIndex',
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'async-callback') return undefined;
  const { method } = subject;
  if (method !== 'filter' && asked[method] === undefined) return undefined;
  const session = openSession(request);
  const visit = visitOf(session, subject);
  if (visit === undefined) return undefined;
  if (typeof visit === 'string') return { id, reason: visit };
  const { call } = visit;
  if (isStatement(call) || !isGlobal(session, 'Promise', call) || !isGlobal(session, 'Boolean', call)) return undefined;
  const trouble = troubleWithWaiting(session, call, subject.function, subject.call);
  if (trouble !== undefined) return { id, reason: trouble };

  const obstacle = method === 'filter' ? filter(session, visit) : ask(session, visit, asked[method] ?? method);
  if (obstacle !== undefined) return { id, reason: obstacle };
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: `Await the answers before \`${method}\` chooses by them`, safety: 'suggestion', packages: [] },
      changes:
        'The predicate is asked about all elements at once, and its answers count now. The first failure is thrown here.',
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

/** `(await Promise.all(list.map(test))).some(Boolean)`; a `find` takes the element at that place. */
function ask(session: Session, visit: Visit, method: string): string | undefined {
  const { draft, source } = session;
  const { call, member, list } = visit;
  const isPlace = member.name.text === 'find' || member.name.text === 'findLast';
  if (isPlace && !staysTheSame(session, list)) return notTheSame(session, list);
  const start = call.getStart(source);
  draft.insert(start, `${isPlace ? `${list.getText(source)}[` : ''}(await Promise.all(`);
  draft.replace({ start: member.name.getStart(source), end: member.name.end }, 'map');
  draft.insert(call.end, `)).${method}(Boolean)${isPlace ? ']' : ''}`);
  return undefined;
}

/** `const answers = await Promise.all(list.map(test)); … list.filter((_, index) => answers[index])`. */
function filter(session: Session, { call, list, callback }: Visit): string | undefined {
  const { draft, source } = session;
  if (!staysTheSame(session, list)) return notTheSame(session, list);
  const statement = firstEvaluated(call);
  if (!statement) return 'It is not the first thing that its statement does. Give it a statement of its own first.';
  const answers = freshName(session, 'answers', 'isKept');
  const name = list.getText(source);
  insertBefore(session, statement, `const ${answers} = await Promise.all(${name}.map(${callback.getText(source)}))`);
  draft.replace({ start: callback.getStart(source), end: callback.end }, `(_, index) => ${answers}[index]`);
  return undefined;
}

/** A name that means the same list before and after the wait. */
function staysTheSame({ scopes }: Session, list: ts.Expression): boolean {
  const name = bare(list);
  const declaration = ts.isIdentifier(name) ? scopes.declarationOf(name) : undefined;
  return (
    declaration !== undefined && declaration.scope.kind !== ts.SyntaxKind.SourceFile && isConstant(scopes, declaration)
  );
}

function notTheSame({ source }: Session, list: ts.Expression): string {
  const name = list.getText(source);
  const what = name.length < 40 && !name.includes('\n') ? `\`${name}\`` : 'The list';
  return `${what} is needed twice, and may be another after the wait. Keep it in a local \`const\` first.`;
}
