import { bindingOf, valueOf } from '../../effects/program.ts';
import { usesOf } from '../../effects/values/uses.ts';
import type { Fix } from '../../model/fix.ts';
import type { SerialAwaits, SerialRounds } from '../../model/subjects/index.ts';
import {
  childBy,
  childOfKind,
  childrenOf,
  endOf,
  fieldOf,
  hasWord,
  kindOf,
  nextOf,
  spanOf,
  startOf,
  textOf,
  type NodeId,
} from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { hasTextOverLines } from './edit/indent.ts';
import { loopLibraryOf } from './edit/loop-library.ts';
import { hasComment, nodeAt, parentOf, some, statementOf } from './edit/nodes.ts';
import { finishEdits, freshLocal, openSession, type Session } from './edit/session.ts';
import { isAlone, lineIndent } from './edit/style.ts';

const id = 'gather-together';

/** Starts what does not need each other at once with `gather`, and waits for all of it. */
export const gatherTogether: Remedy = {
  id,
  rules: ['unblock/sequential-await'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'sequential-await' || request.facts.language !== 'python') return undefined;
    if (subject.shape !== 'awaits' && subject.shape !== 'rounds') return undefined;
    const session = openSession(request);
    const library = loopLibraryOf(request, subject.function);
    if (library !== 'asyncio') return undefined;
    const title = subject.shape === 'awaits' ? inRow(session, subject) : inRounds(session, subject);
    if (title === undefined || 'reason' in title) return title && { id, ...title };
    const edits = finishEdits(session);
    return edits && fixOf(request, title, edits);
  },
};

interface Written {
  readonly title: string;
  readonly notes: readonly string[];
}

type Answer = Written | { readonly reason: string } | undefined;

function fixOf(
  request: FixRequest,
  { title, notes }: Written,
  edits: Extract<Fix['edits'][number], { kind: 'edit' }>['edits'],
): Fix {
  return {
    id,
    title,
    safety: 'suggestion',
    changes: [
      'They start together, so each of them runs even if another one fails, and in no certain order.',
      'The failure that comes first in time is the one you hear of; those after it are not heard of. Results stay the same.',
      ...notes,
    ].join(' '),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** `news = await first()` and `weather = await second()`, one below the other. */
function inRow(session: Session, { chains }: SerialAwaits): Answer {
  const { values } = session.request.facts;
  if (chains.some((chain) => chain.length > 1))
    return {
      reason: 'What is made of the first answer is awaited as well. Put both into an `async def` of their own first.',
    };
  const waits = chains.map(([first]) => {
    const span = first === undefined ? undefined : values[first];
    return span ? nodeAt(session, span, 'await') : -1;
  });
  const assignments = waits.map((wait) => parentOf(session, wait));
  const statements = assignments.map((each) => parentOf(session, each));
  const [first, last] = [statements[0] ?? -1, statements.at(-1) ?? -1];
  const isPlain = assignments.every((each, index) => isPlainAssignment(session, each, waits[index] ?? -1));
  if (waits.includes(-1) || !isPlain)
    return { reason: 'Not each of these is put into a variable of its own. Do that first, one line for each.' };
  if (!statements.every((each, index) => index === 0 || nextOf(session, statements[index - 1] ?? -1) === each))
    return { reason: 'Other lines stand between these. Move them above or below first.' };
  const span = { start: startOf(session, first), end: endOf(session, last) };
  if (hasComment(session, span)) return { reason: 'A comment stands between these calls. Move it above them first.' };
  if (hasTextOverLines(session, span)) return undefined;
  if (!statements.every((each) => isAlone(session.text, spanOf(session, each)))) return undefined;
  const targets = assignments.map((each) => textOf(session, childBy(session, each, 'left'))).join(', ');
  const calls = waits.map((wait) => textOf(session, childrenOf(session, wait)[0] ?? -1));
  session.draft.replace(span, call(session, span.start, `${targets} = await`, calls, span));
  return { title: `Start ${String(calls.length)} calls together with \`gather\``, notes: [] };
}

/** `a = await f()`, without a type, and with one variable on the left. */
function isPlainAssignment(session: Session, node: NodeId, wait: NodeId): boolean {
  if (kindOf(session, node) !== 'assignment' || fieldOf(session, wait) !== 'right') return false;
  const left = childBy(session, node, 'left');
  return (
    /^(identifier|attribute)$/.test(kindOf(session, left)) &&
    childBy(session, node, 'type') < 0 &&
    kindOf(session, parentOf(session, node)) === 'expression_statement'
  );
}

/** `head gather(…)`, on one line where that is short enough, and as Black has it otherwise. */
function call(
  session: Session,
  at: number,
  head: string,
  args: readonly string[],
  place: { start: number; end: number },
): string {
  const { style, text } = session;
  const name = importedName(session, 'asyncio', 'gather', place);
  const indent = lineIndent(text, at);
  const line = `${head} ${name}(${args.join(', ')})`;
  if (!line.includes('\n') && indent.length + line.length <= style.lineLength) return line;
  const inner = style.eol + indent + style.indent;
  const deeper = (code: string): string => code.replaceAll(/\n(?=[^\r\n])/g, `\n${style.indent}`);
  return `${head} ${name}(${args.map((each) => `${inner}${deeper(each)},`).join('')}${style.eol}${indent})`;
}

const tooMuch = {
  reason:
    'A round does more than to await one call and to append what it gives. Put that into an `async def` of its own first.',
};

/** More than this are let through a few at a time. */
const FEW = 20;

/** `for url in urls: answers.append(await load(url))` */
function inRounds(session: Session, { loop, list, collects, awaits, count, function: owner }: SerialRounds): Answer {
  const { file, facts } = session.request;
  const node = nodeAt(session, loop, 'for_statement');
  const wait = awaits[0] === undefined ? undefined : facts.values[awaits[0]];
  const waitNode = wait ? nodeAt(session, wait, 'await') : -1;
  if (
    node < 0 ||
    waitNode < 0 ||
    !collects ||
    awaits.length > 1 ||
    list === undefined ||
    hasWord(session, node, 'async')
  )
    return tooMuch;
  const body = childrenOf(session, childBy(session, node, 'body')).filter(
    (each) => kindOf(session, each) !== 'comment',
  );
  if (!isAppended(session, body, waitNode, collects.call)) return tooMuch;
  if (hasComment(session, loop)) return { reason: 'A comment stands within the loop. Move it above the loop first.' };
  const outlives = facts.bindings.find(
    (each, binding) =>
      loop.start <= each.start &&
      each.end <= loop.end &&
      each.scope === owner &&
      usesOf(file)
        .names(binding)
        .some((name) => !isWithin(valueOf(file, name), loop)),
  );
  if (outlives)
    return { reason: `\`${outlives.name}\` is used outside of the loop as well. Give it another name there first.` };
  const variables = textOf(session, childBy(session, node, 'left'));
  if (childOfKind(session, node, 'else_clause') >= 0 || !/^\w+(, \w+)*$/.test(variables)) return undefined;
  const source = sourceOf(session, childBy(session, node, 'right'));
  if (source === undefined)
    return { reason: 'What the loop goes through is given a name by `:=`. Do that on a line above the loop first.' };
  const task = textOf(session, childrenOf(session, waitNode)[0] ?? -1);
  const results = bindingOf(file, collects.binding).name;
  const gather = importedName(session, 'asyncio', 'gather', loop);
  const isFew = count !== undefined && count <= FEW;
  const helper = freshLocal(session, owner, 'limited', 'run_limited');
  const lines = isFew ? [] : limited(session, owner, loop, `${helper}(${variables})`, task);
  const each = isFew ? task : `${helper}(${variables})`;
  lines.push(`${results}.extend(await ${gather}(*[${each} for ${variables} in ${source}]))`);
  session.draft.replace(
    loop,
    lines
      .map((line, index) => (index === 0 || line === '' ? line : lineIndent(session.text, loop.start) + line))
      .join(session.style.eol),
  );
  return {
    title: isFew
      ? 'Start all of them together with `gather`'
      : 'Let ten at a time run, with `gather` and a `Semaphore`',
    notes: [`When one fails, \`${results}\` stays as it was, without those that came before.`],
  };
}

/** What a loop goes through, as a comprehension takes it: no bare tuple, choice or `lambda`, and `:=` nowhere. */
function sourceOf(session: Session, node: NodeId): string | undefined {
  if (some(session, node, (kind) => kind === 'named_expression')) return undefined;
  const text = textOf(session, node);
  const isBare = /^(expression_list|conditional_expression|lambda)$/.test(kindOf(session, node));
  return isBare || (kindOf(session, node) === 'tuple' && !text.startsWith('(')) ? `(${text})` : text;
}

/** A semaphore, and a coroutine `helper` that enters it. */
function limited(
  session: Session,
  owner: number,
  place: { start: number; end: number },
  helper: string,
  task: string,
): string[] {
  const { indent } = session.style;
  const type = importedName(session, 'asyncio', 'Semaphore', place);
  const semaphore = freshLocal(session, owner, 'semaphore', 'limit');
  return [
    `${semaphore} = ${type}(10)`,
    '',
    `async def ${helper}:`,
    `${indent}async with ${semaphore}:`,
    `${indent}${indent}return await ${task}`,
    '',
  ];
}

/** `xs.append(await f(x))`, or `y = await f(x)` and `xs.append(y)`. */
function isAppended(session: Session, body: readonly NodeId[], wait: NodeId, append: number): boolean {
  const { facts } = session.request;
  const value = facts.values[append];
  const node = value ? nodeAt(session, value, 'call') : -1;
  if (node < 0 || statementOf(session, node) !== body.at(-1)) return false;
  const [given, ...others] = childrenOf(session, childBy(session, node, 'arguments'));
  if (given === undefined || others.length > 0 || parentOf(session, node) !== body.at(-1)) return false;
  if (body.length === 1) return given === wait;
  const assignment = parentOf(session, wait);
  return (
    body.length === 2 &&
    parentOf(session, assignment) === body[0] &&
    isPlainAssignment(session, assignment, wait) &&
    kindOf(session, given) === 'identifier' &&
    textOf(session, childBy(session, assignment, 'left')) === textOf(session, given)
  );
}

function isWithin(inner: { start: number; end: number }, outer: { start: number; end: number }): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
