import { promiseValue } from '../../effects/promises/promise-values.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import type { Span } from '../../model/span.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bare, homeOf, isAsync, isCallable, isStatement, type Callable } from './edit/nodes.ts';
import { openSession, type Session } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { entryKeptBy, type KeptEntry } from './keep/entries.ts';
import { placeOf, type Place } from './keep/place.ts';
import { documentedType, heldBy, promiseOr, type NewType } from './keep/types.ts';

const id = 'keep-promise';

/** Keeps the promise of what is made once, in place of its result, so that whoever comes meanwhile finds it. */
export const keepPromise: Remedy = {
  id,
  rules: ['unblock/await-race'],
  propose,
};

/** `client = await connect()`, where nothing else than this function knows `client`. */
interface Kept {
  readonly place: Place;
  readonly home: Callable;
  readonly wait: ts.AwaitExpression;
}

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'await-race' || subject.goes !== 'twice' || request.facts.language !== 'javascript')
    return undefined;
  const session = openSession(request);
  const set = nodeOf(session, subject.write, ts.isCallExpression);
  const entry = set && entryKeptBy(session, set);
  if (typeof entry === 'string') return { id, reason: entry };
  if (entry) return keepEntry(request, session, entry);
  const target = nodeOf(session, subject.write, isTarget);
  const kept = target && keptBy(session, target);
  if (!kept) return undefined;
  const { place, home, wait } = kept;
  const { text: name, initializer, type, declared } = place;
  if (initializer && !isEmpty(initializer)) return undefined;
  const empty = initializer?.getText(session.source) ?? 'undefined';
  if (!givesPromise(request, session, wait.expression)) return undefined;
  if (!place.uses.every((use) => (homeOf(use) === home && isKnownUse(use, wait)) || isEmptied(use)))
    return {
      id,
      reason: `\`${name}\` is used elsewhere as what it gives, and would be a promise there. Ask for it by one function first.`,
    };
  if (!isDoneWithIt(session, wait, name))
    return {
      id,
      reason: `What comes after \`${name}\` is made, or catches its failure, counts on it to be there. Make it in a function of its own first.`,
    };
  const retyped = (of: ts.TypeNode): NewType => ({ span: spanOf(of), text: promiseOr(of) });
  const written = type ? retyped(type) : documentedType(session, declared, retyped);
  if (written === 'unclear') return { id, reason: unclearType(name) };
  writeKept(session, wait, `${name} = ${empty}`);
  if (written) session.draft.replace(written.span, written.text);
  return suggested(session, name);
}

function keepEntry(
  request: FixRequest,
  session: Session,
  { map, key, wait, type, declared }: KeptEntry,
): Fix | Obstacle | undefined {
  if (!givesPromise(request, session, wait.expression)) return undefined;
  const retyped = (of: ts.TypeNode | undefined): NewType | undefined =>
    of && { span: spanOf(of), text: `Promise<${of.getText()}>` };
  const written = type ? retyped(type) : documentedType(session, declared, (of) => retyped(heldBy(of)));
  if (written === 'unclear') return { id, reason: unclearType(map) };
  writeKept(session, wait, `${map}.delete(${key})`);
  if (written) session.draft.replace(written.span, written.text);
  return suggested(session, map);
}

function unclearType(name: string): string {
  return `The comment above \`${name}\` says its type in a way that cannot be changed from here. Give the type a name first.`;
}

/** The promise itself, which is forgotten when it fails. */
function writeKept({ draft, source, typescript, style }: Session, wait: ts.AwaitExpression, forget: string): void {
  draft.replace({ start: wait.getStart(source), end: wait.expression.getStart(source) }, '');
  const name = /\berror\b/.test(forget) ? 'reason' : 'error';
  const end = style.semicolons ? ';' : '';
  draft.insert(wait.end, `.catch((${name}${typescript ? ': unknown' : ''}) => { ${forget}; throw ${name}${end} })`);
}

function suggested(session: Session, name: string): Fix | undefined {
  return suggest(session, {
    ...{ id, title: `Keep the promise in \`${name}\` instead of its result` },
    changes:
      'Whoever comes meanwhile waits for the same promise. When it fails, all who wait hear of it, and the next call tries again. An empty result is kept, too, where it was asked for again.',
  });
}

function isTarget(node: ts.Node): node is ts.Identifier | ts.PropertyAccessExpression {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
}

function keptBy(session: Session, target: ts.Identifier | ts.PropertyAccessExpression): Kept | undefined {
  const assignment = target.parent;
  if (!ts.isBinaryExpression(assignment) || assignment.left !== target) return undefined;
  if (!isPlainWrite(assignment) || !isStatement(assignment)) return undefined;
  const { right: wait } = assignment;
  const home = homeOf(assignment);
  const place = placeOf(session, target);
  if (!place || !ts.isAwaitExpression(wait)) return undefined;
  return home && isCallable(home) && isAsync(home) ? { place, home, wait } : undefined;
}

/** The function returns it next, and has no `catch` around it that a promise would slip by. */
function isDoneWithIt({ source }: Session, wait: ts.AwaitExpression, name: string): boolean {
  let statement: ts.Node = wait;
  while (!ts.isStatement(statement)) statement = statement.parent;
  for (;;) {
    const { parent }: ts.Node = statement;
    if (isCallable(parent)) return true;
    if (ts.isIfStatement(parent)) {
      statement = parent;
      continue;
    }
    if (!ts.isBlock(parent)) return false;
    const next = parent.statements[parent.statements.indexOf(statement as ts.Statement) + 1];
    if (next) {
      const isReturned = ts.isReturnStatement(next) && next.expression?.getText(source) === name;
      return (
        isReturned &&
        ts.findAncestor(next, (one) => isCallable(one) || ts.isTryStatement(one))?.kind !== ts.SyntaxKind.TryStatement
      );
    }
    statement = parent;
  }
}

/** A call that surely gives a promise of the language's own, with `catch`. */
function givesPromise({ program, file }: FixRequest, { source }: Session, made: ts.Expression): boolean {
  const [start, end] = [made.getStart(source), made.end];
  if (!ts.isCallExpression(made)) return false;
  const value = file.facts.values.findLastIndex((each) => each.start === start && each.end === end);
  return value >= 0 && promiseValue(program, file, value)?.kind === 'promise';
}

/** `=`, `??=` or `||=`; `+=` counts with what is there. */
function isPlainWrite({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken
  );
}

/** It is written, asked whether it is there, or returned, which takes a promise as well. */
function isKnownUse(use: ts.Expression, wait: ts.AwaitExpression): boolean {
  const { parent } = use;
  if (ts.isReturnStatement(parent)) return true;
  if (ts.isBinaryExpression(parent) && isPlainWrite(parent)) return parent.left === use && parent.right === wait;
  if (ts.isBinaryExpression(parent)) return parent.left === use && isEquality(parent) && isEmpty(parent.right);
  const isAsked = ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken;
  const asked: ts.Expression = isAsked ? parent : use;
  return ts.isIfStatement(asked.parent) && bare(asked.parent.expression) === asked;
}

/** `client = undefined`, wherever it stands: from then on it is made anew. */
function isEmptied(use: ts.Expression): boolean {
  const { parent } = use;
  return ts.isBinaryExpression(parent) && parent.left === use && isPlainWrite(parent) && isEmpty(parent.right);
}

/** `client === undefined` asks whether it is there; `client === 'idle'` asks what it is. */
function isEquality({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    kind === ts.SyntaxKind.EqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsToken
  );
}

function isEmpty(node: ts.Node): boolean {
  return /^(?:undefined|null)$/.test(node.getText());
}

function spanOf(node: ts.Node): Span {
  return { start: node.getStart(), end: node.end };
}
