import type { Call } from '../effects/calls/graph.ts';
import { isGiven } from '../effects/values/options.ts';
import { bindingOf, functionOf, isPython, settle, valueOf, type File, type Program } from '../effects/program.ts';
import { promiseValue } from '../effects/promises/promise-values.ts';
import { failureOf } from '../effects/promises/rejection.ts';
import { resolveValue } from '../effects/symbols.ts';
import { firstUncaught } from '../effects/promises/uncaught.ts';
import { usesOf, type Use } from '../effects/values/uses.ts';
import type { Advice, Finding } from '../model/finding.ts';
import type { ValueId } from '../model/facts.ts';
import type { Span } from '../model/span.ts';
import type { Argument } from '../model/value.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, calleeName } from './words.ts';

/** `await Promise.allSettled(…)` whose results nobody looks at: whatever failed, failed in silence. */
export const settledIgnored: Rule = {
  meta: {
    id: 'unblock/settled-ignored',
    summary: 'Tasks whose failures are collected and never looked at.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['hint'],
  },
  check: inCalls(findingFor),
};

/** When things are put away, a failure often changes nothing any more. */
const ending =
  /(close|stop|dispose|destroy|clean|clear|shutdown|teardown|delete|remove|unlink|abort|cancel|kill|flush|disconnect|terminate|release|invalidate|prefetch|warm)/i;

function findingFor(program: Program, file: File, call: Call): Finding | undefined {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' || !collectsFailures(program, file, call, value.args)) return undefined;
  if (!isDropped(program, file, call.value) || endsSomething(file, call)) return undefined;
  const [first] = value.args;
  const lost = isPython(file)
    ? failingCoroutine(program, file, value.args)
    : first && failingTask(program, file, first.value);
  if (!lost) return undefined;
  const name = calleeName(file, value.callee);
  return {
    rule: 'unblock/settled-ignored',
    level: 'hint',
    ...callSpan(file, call.value),
    message: isPython(file)
      ? `\`${name}\` returns exceptions instead of raising them, and nobody looks at them.`
      : `\`${name}\` never fails, and nobody looks at what failed in it.`,
    related: [{ start: lost.start, end: lost.end, message: 'When this fails, nobody hears of it.' }],
    advice: isPython(file) ? inPython(name) : inJavaScript(name),
    subject: { kind: 'settled-ignored', function: call.function, combinator: call.value },
  };
}

function inJavaScript(name: string): Advice {
  return {
    why: `\`${name}\` turns every rejection into an entry of its result. When the result is dropped, so are the errors: the code goes on as if all had worked.`,
    instead:
      'Go through the results and report those whose `status` is `rejected`, or use `Promise.all` where one failure should stop the rest.',
  };
}

function inPython(name: string): Advice {
  return {
    why: `With \`return_exceptions=True\` \`${name}\` puts each exception among its results. When these are dropped, so are the exceptions: the code goes on as if all had worked, and asyncio does not log them either.`,
    instead:
      'Go through the results and report those that are exceptions, or leave `return_exceptions` out where one failure should stop the rest.',
  };
}

/** It gives failures among its results: `Promise.allSettled`, `gather(…, return_exceptions=True)`. `asyncio.wait` leaves them with the tasks. */
function collectsFailures(program: Program, file: File, { entry }: Call, args: readonly Argument[]): boolean {
  if (isPython(file)) return entry?.returnsErrors !== undefined && isGiven(program, file, args, entry.returnsErrors);
  return entry?.combinator === 'allSettled';
}

/** The first coroutine among the arguments, or in a list that is spread there, which may fail. */
function failingCoroutine(program: Program, file: File, args: readonly Argument[]): Span | undefined {
  const made = args.flatMap(({ value, keyword }) => {
    const id = keyword === undefined ? settle(file, value) : -1;
    const list = valueOf(file, id);
    return list.kind === 'array' ? list.elements.map((each) => each.value) : [id];
  });
  const lost = made.find((id) => {
    const coroutine = valueOf(file, id).kind === 'call' ? promiseValue(program, file, id) : undefined;
    return coroutine && failureOf(program, coroutine) !== undefined;
  });
  return lost === undefined ? undefined : callSpan(file, lost);
}

/** Its results go nowhere, awaited or not; or whoever goes through them takes each for one that came true. */
function isDropped(program: Program, file: File, id: ValueId): boolean {
  const uses = usesOf(file);
  return uses
    .of(id)
    .every(
      ({ as, by }) =>
        as === 'awaited' && by !== undefined && usesOfHeld(file, by).every((use) => takesValues(program, file, use)),
    );
}

/** The uses of a value, or of the variable that holds nothing else. */
function usesOfHeld(file: File, id: ValueId): readonly Use[] {
  const uses = usesOf(file);
  return uses.of(id).flatMap((use): readonly Use[] => {
    const place = use.as === 'written' && use.by !== undefined ? valueOf(file, use.by) : undefined;
    if (place?.kind !== 'name' || bindingOf(file, place.binding).init === undefined) return [use];
    const found = uses
      .names(place.binding)
      .flatMap((name) => uses.of(name))
      .filter(({ as }) => as !== 'target');
    return found.length > 0 ? found : [use];
  });
}

/** `results.map((result) => result.value)`: what failed has no `value`. */
function takesValues(program: Program, file: File, { as, by }: Use): boolean {
  const uses = usesOf(file);
  const member = as === 'object' && by !== undefined ? valueOf(file, by) : undefined;
  if (isPython(file) || member?.kind !== 'member' || !/^(map|flatMap|filter|forEach)$/.test(member.name)) return false;
  const calls =
    by === undefined
      ? []
      : uses.of(by).map((use) => (use.as === 'callee' && use.by !== undefined ? valueOf(file, use.by) : undefined));
  return (
    calls.length > 0 &&
    calls.every(
      (call) =>
        call?.kind === 'call' && call.args[0] !== undefined && readsValueOnly(program, file, call.args[0].value),
    )
  );
}

function readsValueOnly(program: Program, file: File, id: ValueId): boolean {
  const task = resolveValue(program, file, id);
  const result =
    task?.kind === 'function' && task.file === file ? functionOf(file, task.function).parameters[0] : undefined;
  const reads = result
    ? usesOf(file)
        .names(result.binding)
        .flatMap((name) => usesOf(file).of(name))
    : [];
  return (
    reads.length > 0 &&
    reads.every(({ by }) => {
      const member = by === undefined ? undefined : valueOf(file, by);
      return member?.kind === 'member' && member.name === 'value';
    })
  );
}

function endsSomething(file: File, { function: id, value: call }: Call): boolean {
  const value = valueOf(file, call);
  const text = [functionOf(file, id).name ?? ''];
  for (const each of file.facts.values) {
    if (each.kind === 'member' && value.start <= each.start && each.end <= value.end) text.push(each.name);
    if (each.kind === 'name' && value.start <= each.start && each.end <= value.end)
      text.push(file.facts.bindings[each.binding]?.name ?? '');
  }
  return text.some((each) => ending.test(each));
}

/** The first task of a list that is written in place which may fail, or the place where the tasks of a mapped list may. */
function failingTask(program: Program, file: File, list: number): Span | undefined {
  const value = valueOf(file, settle(file, list));
  if (value.kind === 'array' && !value.per)
    return value.elements.map(({ value: each }) => valueOf(file, each)).find(({ kind }) => kind === 'call');
  if (value.kind !== 'call') return undefined;
  const callee = valueOf(file, value.callee);
  if (callee.kind !== 'member' || callee.name !== 'map') return undefined;
  const task = value.args[0] && resolveValue(program, file, value.args[0].value);
  return task?.kind === 'function' && task.file === file ? firstUncaught(task) : undefined;
}
