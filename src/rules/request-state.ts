import { valueOf, type File, type FunctionRef } from '../effects/program.ts';
import { requestState as found, type RequestState } from '../effects/races/request-state.ts';
import type { ValueId } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan, calleeName, pathFrom } from './words.ts';

/** What one request brought, in a place that all requests share. */
export const requestState: Rule = {
  meta: {
    id: 'unblock/request-state',
    summary: 'What one request brought, kept in a place that all requests share.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'hint'],
  },
  check: inFunctions((program, ref) => found(program, ref).map((each) => findingFor(ref, each))),
};

function findingFor({ file, function: owner }: FunctionRef, { write, setter, read, wait }: RequestState): Finding {
  const home = setter?.file ?? file;
  const name = calleeName(home, setter?.place ?? write);
  return {
    rule: 'unblock/request-state',
    level: wait === undefined ? 'hint' : 'warning',
    ...(setter ? callSpan(file, write) : spanOf(file, write)),
    message: `All requests share \`${name}\`: the next one replaces what this one brought.`,
    related: [
      ...(wait === undefined ? [] : [{ ...keyword(file, wait), message: 'While this is awaited, others come in…' }]),
      ...(setter
        ? [
            {
              ...pathFrom(file, home),
              ...spanOf(home, setter.place),
              message: `\`${callName(file, write)}\` keeps it here.`,
            },
          ]
        : []),
      {
        ...pathFrom(file, home),
        ...spanOf(home, read),
        message:
          wait === undefined ? 'Whoever reads it here may get it of another request.' : '…and this may be theirs.',
      },
    ],
    advice: {
      why: 'A server deals with many requests at a time. Between writing it and reading it, another request may have written it, and one person sees what belongs to another.',
      instead:
        'Keep it in a variable of the handler, hand it on as an argument, or keep it on the request or its context.',
    },
    subject: { kind: 'request-state', function: owner, write },
  };
}

function spanOf(file: File, id: ValueId): Span {
  const { start, end } = valueOf(file, id);
  return { start, end };
}

function keyword(file: File, wait: ValueId): Span {
  const { start } = valueOf(file, wait);
  return { start, end: start + 'await'.length };
}
