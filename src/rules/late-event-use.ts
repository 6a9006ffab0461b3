import { lateEventUses, type LateUse } from '../effects/races/late-event-use.ts';
import { valueOf, type FunctionRef } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';

/** `await save(); event.preventDefault()`: the browser went on long ago. */
export const lateEventUse: Rule = {
  meta: {
    id: 'unblock/late-event-use',
    summary: 'An event that is prevented, stopped or asked for its target after an `await`.',
    languages: ['javascript'],
    context: 'any',
    levels: ['hint'],
  },
  check: inFunctions((program, ref) => lateEventUses(program, ref).map((use) => findingFor(ref, use))),
};

function findingFor({ file, function: id }: FunctionRef, { member, name, wait }: LateUse): Finding {
  const { start, end } = valueOf(file, member);
  const waited = valueOf(file, wait);
  const isTarget = name === 'currentTarget';
  return {
    rule: 'unblock/late-event-use',
    level: 'hint',
    start,
    end,
    message: isTarget
      ? '`currentTarget` is `null` by now: the event was dispatched while this function waited.'
      : `\`${name}\` comes too late: the event was dispatched while this function waited.`,
    related: [
      {
        start: waited.start,
        end: Math.min(waited.end, waited.start + 5),
        message: 'At this point the listener returns to the browser.',
      },
    ],
    advice: {
      why: 'An async listener returns at its first `await`. The browser goes on with the event then: the form is sent, the link is followed, and `currentTarget` is taken away.',
      instead: isTarget
        ? 'Keep it in a variable before the `await`: `const { currentTarget } = event`.'
        : `Call \`${name}\` before the first \`await\`.`,
    },
    subject: { kind: 'late-event-use', function: id, member, wait },
  };
}
