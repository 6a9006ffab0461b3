import type { Call } from '../effects/graph.ts';
import { functionOf, settle, valueOf, type File, type Program } from '../effects/program.ts';
import { resolveValue } from '../effects/symbols.ts';
import { firstUncaught } from '../effects/uncaught.ts';
import { usesOf } from '../effects/uses.ts';
import type { Finding } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, calleeName } from './words.ts';

/** `await Promise.allSettled(…)` whose results nobody looks at: whatever failed, failed in silence. */
export const settledIgnored: Rule = {
  meta: {
    id: 'unblock/settled-ignored',
    summary: 'Tasks whose failures are collected and never looked at.',
    languages: ['javascript'],
    context: 'any',
    levels: ['hint'],
  },
  check: inCalls(findingFor),
};

/** When things are put away, a failure often changes nothing any more. */
const ending =
  /(close|stop|dispose|destroy|clean|clear|shutdown|teardown|delete|remove|unlink|abort|cancel|kill|flush|disconnect|terminate|release|invalidate|prefetch|warm)/i;

function findingFor(program: Program, file: File, call: Call): Finding | undefined {
  if (call.entry?.combinator !== 'allSettled' || !isDropped(file, call.value)) return undefined;
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' || endsSomething(file, call)) return undefined;
  const lost = value.args[0] && failingTask(program, file, value.args[0].value);
  if (!lost) return undefined;
  const name = calleeName(file, value.callee);
  return {
    rule: 'unblock/settled-ignored',
    level: 'hint',
    ...callSpan(file, call.value),
    message: `\`${name}\` never fails, and nobody looks at what failed in it.`,
    related: [{ start: lost.start, end: lost.end, message: 'When this fails, nobody hears of it.' }],
    advice: {
      why: `\`${name}\` turns every rejection into an entry of its result. When the result is dropped, so are the errors: the code goes on as if all had worked.`,
      instead:
        'Go through the results and report those whose `status` is `rejected`, or use `Promise.all` where one failure should stop the rest.',
    },
    subject: { kind: 'settled-ignored', function: call.function, combinator: call.value },
  };
}

/** Its results go nowhere, awaited or not. */
function isDropped(file: File, id: number): boolean {
  const uses = usesOf(file);
  return uses.of(id).every(({ as, by }) => as === 'awaited' && by !== undefined && uses.of(by).length === 0);
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
