import type { Fix } from '../../model/fix.ts';
import type { EventLoopMisuseSubject } from '../../model/subjects/index.ts';
import { endOf, kindOf, nextOf, spanOf, startOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { around, hasComment, homeOf, nodeAt, parentOf, statementOf } from './edit/nodes.ts';
import { finishEdits, freshName, openSession, type Session } from './edit/session.ts';
import { isAlone, lineEnd, lineIndent, lineStart, startWithComments } from './edit/style.ts';

const id = 'run-coroutine';

/** Gives `asyncio.run` a coroutine: one that awaits the future, or the one that the function makes. */
export const runCoroutine: Remedy = {
  id,
  rules: ['unblock/event-loop-misuse'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'event-loop-misuse') return undefined;
    const answer =
      subject.how === 'function'
        ? called(request, subject)
        : subject.how === 'future'
          ? inFunction(request, subject)
          : undefined;
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

function fixOf(request: FixRequest, session: Session, title: string, changes: string): Fix | undefined {
  const edits = finishEdits(session);
  return (
    edits && {
      id,
      title,
      safety: 'suggestion',
      changes,
      packages: [],
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

/** `asyncio.run(main)` becomes `asyncio.run(main())`. */
function called(request: FixRequest, { argument = -1 }: EventLoopMisuseSubject): Fix | string | undefined {
  const { facts } = request;
  const value = facts.values[argument];
  const binding = value?.kind === 'name' ? facts.bindings[value.binding] : undefined;
  const made = binding?.init === undefined ? undefined : facts.values[binding.init];
  const target = made?.kind === 'function' ? facts.functions[made.function] : undefined;
  if (!value || !binding || !target) return undefined;
  if (target.parameters.some((each) => each.default === undefined && !each.isRest))
    return `\`${binding.name}\` needs arguments. Call it with them.`;
  if (target.decorators.length > 0)
    return `A decorator may have made something else of \`${binding.name}\`. Look at what calling it gives, and hand that over.`;
  const session = openSession(request);
  session.draft.insert(value.end, '()');
  return fixOf(
    request,
    session,
    `Call \`${binding.name}\``,
    `\`${binding.name}\` runs, where an error was raised so far.`,
  );
}

/** `asyncio.run(asyncio.gather(…))`: the future is made and awaited by a function of its own. */
function inFunction(request: FixRequest, { argument = -1 }: EventLoopMisuseSubject): Fix | string | undefined {
  const span = request.facts.values[argument];
  const session = openSession(request);
  const future = span ? nodeAt(session, span, 'call') : -1;
  if (!span || future < 0)
    return 'The future is made somewhere else. Make it and await it in an `async def`, and run that.';
  const statement = statementOf(session, future);
  const whole = spanOf(session, statement);
  const isOne = kindOf(session, statement) !== 'expression_statement' && kindOf(session, statement) !== 'assignment';
  if (homeOf(session, future) < 0 || isOne || !isAlone(session.text, whole) || hasComment(session, span))
    return 'The call is part of a larger statement. Give it one of its own first.';
  const inside = names(session, future);
  if (inside.some((kind) => /^(await|yield|named_expression)$/.test(kind))) return undefined;
  if (/\bsuper\(\)/.test(textOf(session, future)))
    return '`super()` finds nothing within a function of its own. Put what it gives into a variable first.';
  const { text, draft, style } = session;
  const { eol, indent: step } = style;
  const name = freshName(session, 'run_all', 'run_together');
  const indent = lineIndent(text, startOf(session, statement));
  const isTop = kindOf(session, parentOf(session, statement)) === 'module';
  const at = lineStart(text, startWithComments(text, lineStart(text, startOf(session, statement))));
  const code = textOf(session, future).replace(/\n(?=[^\r\n])/g, `\n${step}`);
  const isFirst = /(^|:[ \t]*\r?\n)$/.test(text.slice(0, at));
  const blank = isTop ? eol.repeat(2) : eol;
  const above = isFirst ? '' : missingBlank(text.slice(0, at), isTop ? 2 : 1, eol);
  draft.insert(at, `${above}${indent}async def ${name}():${eol}${indent}${step}return await ${code}${eol}${blank}`);
  draft.replace(span, `${name}()`);
  // A string over several lines would change with its indentation.
  const isText =
    around(session, future, (kind) => kind === 'string') >= 0 || /("""|\'\'\')/.test(textOf(session, future));
  if (isText || lineEnd(text, endOf(session, statement)) < 0) return undefined;
  return fixOf(
    request,
    session,
    `Await it in \`${name}\`, and run that`,
    'It runs, where an error was raised so far; what stands in its arguments is evaluated within the loop.',
  );
}

/** The blank lines that are missing before a definition. */
function missingBlank(before: string, wanted: number, eol: string): string {
  const there = (/(?:[ \t]*\r?\n)*$/.exec(before)?.[0].match(/\n/g)?.length ?? 1) - 1;
  return eol.repeat(Math.max(0, wanted - there));
}

function names(session: Session, node: NodeId): string[] {
  const kinds: string[] = [];
  for (let each = node + 1; each < nextOf(session, node); each++) kinds.push(kindOf(session, each));
  return kinds;
}
