import type { Call } from '../effects/calls/graph.ts';
import { filledLate } from '../effects/promises/late-fields.ts';
import { classOf, functionOf, valueOf, type File, type Program } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, calleeName } from './words.ts';

/** A constructor that starts filling the object and lets nobody wait for it. */
export const asyncConstructor: Rule = {
  meta: {
    id: 'unblock/async-constructor',
    summary: 'A constructor that starts filling its object and gives nobody a way to wait.',
    languages: ['javascript'],
    context: 'any',
    levels: ['information', 'hint'],
  },
  check: inCalls(findingFor),
};

function findingFor(program: Program, file: File, call: Call): Finding | undefined {
  const filled = filledLate(program, file, call);
  if (!filled) return undefined;
  const { late, filler, isRelied } = filled;
  const { owner } = functionOf(file, call.function);
  const value = valueOf(file, call.value);
  const name = value.kind === 'call' ? calleeName(file, value.callee) : 'it';
  const className = owner === undefined ? undefined : classOf(file, owner)?.name;
  return {
    rule: 'unblock/async-constructor',
    // A view that fills itself in is meant to; a method that needs what is not there yet is not.
    level: isRelied ? 'information' : 'hint',
    ...callSpan(file, call.value),
    message: `The object is handed out before \`${name}\` has filled it, and nobody can wait for that.`,
    related: [{ start: late.start, end: late.end, message: 'This is set later, after an `await`.' }],
    advice: {
      why: `Whoever calls \`new ${className ?? 'it'}\` has the object at once: what is set after an \`await\` is missing for a while, and an error on the way is an unhandled rejection.`,
      instead:
        'Let an async `static create()` await everything and then call the constructor; or keep the promise in a field, and await that in every method.',
    },
    subject: { kind: 'async-constructor', function: call.function, call: call.value, filler },
  };
}
