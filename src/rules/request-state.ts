import { bindingOf, valueOf, type FunctionRef } from '../effects/program.ts';
import { requestState as found, type RequestState } from '../effects/request-state.ts';
import type { Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';

/** What one request brought, in a variable that all requests share. */
export const requestState: Rule = {
  meta: {
    id: 'unblock/request-state',
    summary: 'What one request brought, kept in a variable that all requests share.',
    languages: ['javascript'],
    context: 'any',
    levels: ['hint'],
  },
  check: inFunctions((program, ref) => found(program, ref).map((each) => findingFor(ref, each))),
};

function findingFor({ file, function: owner }: FunctionRef, { write, binding, read }: RequestState): Finding {
  const name = bindingOf(file, binding).name;
  const place = valueOf(file, write);
  const { start, end } = valueOf(file, read);
  return {
    rule: 'unblock/request-state',
    level: 'hint',
    start: place.start,
    end: place.end,
    message: `All requests share \`${name}\`: the next one replaces what this one brought.`,
    related: [{ start, end, message: 'Whoever reads it here may get it of another request.' }],
    advice: {
      why: 'A server deals with many requests at a time. Between writing the variable and reading it, another request may have written it, and one person sees what belongs to another.',
      instead: 'Hand it on as an argument, keep it on the request or its context, or use `AsyncLocalStorage`.',
    },
    subject: { kind: 'request-state', function: owner, write, binding },
  };
}
