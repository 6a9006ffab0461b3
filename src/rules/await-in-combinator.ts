import type { Call } from '../effects/calls/graph.ts';
import { valueOf, type File } from '../effects/program.ts';
import type { ValueId } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { Argument } from '../model/value.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, calleeName } from './words.ts';

/** `Promise.all([await a(), await b()])`: each is awaited before the next one starts, so that nothing runs at the same time. */
export const awaitInCombinator: Rule = {
  meta: {
    id: 'unblock/await-in-combinator',
    summary: 'An `await` among the elements of a combinator, which makes them run one after the other.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['information', 'hint'],
  },
  check: inCalls((_, file, call) => findingFor(file, call)),
};

function findingFor(file: File, call: Call): Finding | undefined {
  if (call.entry?.combinator === undefined) return undefined;
  const elements = elementsOf(file, call);
  if (!elements) return undefined;
  const awaits = elements.filter(({ value, spread }) => !spread && waitsForCall(file, value));
  const [first] = awaits;
  if (!first) return undefined;
  const others = elements.filter((each) => each !== first && startsWork(file, each));
  const alone = others.length === 0;
  // What was started before goes on meanwhile: only what comes after waits for nothing.
  if (!alone && !elements.slice(elements.indexOf(first) + 1).some((each) => startsWork(file, each))) return undefined;
  const name = nameOf(file, call.value);
  const { start, end } = valueOf(file, first.value);
  return {
    rule: 'unblock/await-in-combinator',
    level: alone ? 'hint' : 'information',
    ...callSpan(file, call.value),
    message: alone
      ? `\`${name}\` has nothing left to wait for: its only call is awaited before.`
      : `\`${name}\` runs nothing at the same time: an element is awaited before the next one starts.`,
    related: [{ start, end, message: 'All that follows waits for this `await`.' }],
    advice: {
      why: 'Elements of a list are evaluated one after the other. An `await` among them stops there until its promise is done, and only then does the next element start.',
      instead: alone
        ? 'Await the call itself, without the combinator.'
        : `Leave the \`await\` out: \`${name}\` waits for all of them.`,
    },
    subject: {
      kind: 'await-in-combinator',
      function: call.function,
      combinator: call.value,
      awaits: awaits.map(({ value }) => value),
    },
  };
}

/** The elements of a list that is written in place; of `asyncio.gather` the arguments. */
function elementsOf(file: File, { value: id, entry }: Call): readonly Argument[] | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'call') return undefined;
  if (entry?.list === 'arguments') return value.args.filter(({ keyword }) => keyword === undefined);
  const list = value.args[0] && valueOf(file, value.args[0].value);
  return list?.kind === 'array' && !list.per ? list.elements : undefined;
}

function waitsForCall(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'await' && valueOf(file, value.of).kind === 'call';
}

function startsWork(file: File, { value: id, spread }: Argument): boolean {
  const value = valueOf(file, id);
  return spread || value.kind === 'call' || waitsForCall(file, id);
}

function nameOf(file: File, id: ValueId): string {
  const value = valueOf(file, id);
  return value.kind === 'call' ? calleeName(file, value.callee) : 'Promise.all';
}
