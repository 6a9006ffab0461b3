import { contextOf } from '../effects/contexts/contexts.ts';
import { endlessRequestsIn } from '../effects/promises/deadlines.ts';
import type { Call } from '../effects/calls/graph.ts';
import { isPython, valueOf, type File, type Program } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { calleeName, callSpan, loopProof } from './words.ts';

/** A request that waits for as long as the other side pleases, while somebody waits for us. */
export const missingTimeout: Rule = {
  meta: {
    id: 'unblock/missing-timeout',
    summary: 'A request without a time-out, made while somebody waits for the answer.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['hint'],
  },
  check: (program, file) => {
    if (!isShipped(file) || hasMarkup(file)) return [];
    return endlessRequestsIn(program, file).flatMap((call) => findingFor(program, file, call) ?? []);
  },
};

/** A person in front of a page sees that it takes long, and goes. */
function hasMarkup({ path, facts }: File): boolean {
  return /\.[jt]sx$/.test(path) || facts.directives?.includes('use client') === true;
}

function findingFor(program: Program, file: File, call: Call): Finding | undefined {
  const owner = { file, function: call.function };
  const context = contextOf(program, owner);
  if (context.kind !== 'proven' || !context.handler) return undefined;
  const value = valueOf(file, call.value);
  const name = value.kind === 'call' ? calleeName(file, value.callee) : 'this';
  return {
    rule: 'unblock/missing-timeout',
    level: 'hint',
    ...callSpan(file, call.value),
    message: `\`${name}\` has no time-out: when the other side hangs, so does everybody who waits here.`,
    related: [loopProof(owner, context)],
    advice: {
      why: 'A server that takes connections and does not answer is more common than one that is gone. Each request that waits for it keeps its memory and its connection, until there are too many.',
      instead: isPython(file)
        ? 'Pass `timeout=…`, somewhat longer than the slowest good answer, and say what happens then.'
        : 'Pass `signal: AbortSignal.timeout(ms)`, somewhat longer than the slowest good answer, and say what happens then.',
    },
    subject: { kind: 'missing-timeout', function: call.function, call: call.value },
  };
}
