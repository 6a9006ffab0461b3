import { uncloneableIn, type Uncloneable } from '../effects/workers/cloning.ts';
import { isPython, valueOf, type File } from '../effects/program.ts';
import { unpicklableIn, type Unpicklable } from '../effects/threads/unpicklable.ts';
import type { Advice, Finding, Level } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, calleeName, pathFrom } from './words.ts';

/** What is sent to another thread or process, and does not arrive as it is. */
export const uncloneableMessage: Rule = {
  meta: {
    id: 'unblock/uncloneable-message',
    summary: 'A message, or a function, that cannot be copied to another thread or process.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inCalls((program, file, call) => {
    const found = isPython(file) ? unpicklableIn(program, file, call) : uncloneableIn(program, file, call);
    return found.map((each) => findingFor(file, each));
  }),
};

type Found = Uncloneable | Unpicklable;

const levels: Readonly<Record<Found['harm'], Level>> = {
  throws: 'warning',
  lost: 'warning',
  spawned: 'information',
  around: 'warning',
  empty: 'information',
  dropped: 'information',
  methods: 'hint',
};

function findingFor(home: File, found: Found): Finding {
  const { call, file, part, harm } = found;
  const value = valueOf(home, call.value);
  const name = value.kind === 'call' || value.kind === 'new' ? calleeName(home, value.callee) : 'it';
  const { start, end } = valueOf(file, part);
  return {
    rule: 'unblock/uncloneable-message',
    level: levels[harm],
    ...callSpan(home, call.value),
    message: isPython(home) ? messageOfPython(found, name) : messageFor(found, name),
    related: [{ ...pathFrom(home, file), start, end, message: 'This is what cannot go over.' }],
    advice: isPython(home) ? adviceInPython : adviceOn(harm),
    subject: { kind: 'uncloneable-message', function: call.function, call: call.value, part },
  };
}

function messageOfPython({ what, harm }: Found, name: string): string {
  const cause = `pickle cannot copy ${what}`.replace(/,$/, '');
  switch (harm) {
    case 'lost':
      return `\`${name}\` loses what it is given: ${cause}.`;
    case 'spawned':
      return `\`${name}\` fails where processes are spawned: ${cause}.`;
    default:
      return `\`${name}\` fails: ${cause}.`;
  }
}

const adviceInPython: Advice = {
  why: 'Processes share no objects: what is sent is pickled. Functions go over by their name in their module, so that lambdas and functions within functions cannot; nor can locks, threads, open files, connections, generators, or an object that holds one of these. A pool always sends; a `Process` of its own is sent what it gets on Windows and macOS, and since Python 3.14 on Linux, too.',
  instead:
    'Hand over a function of the module and plain data. What the other side needs open it opens itself, in an `initializer` of the pool.',
};

function messageFor({ what, harm }: Found, name: string): string {
  switch (harm) {
    case 'lost':
    case 'spawned':
    case 'throws':
      return `\`${name}\` throws: ${what} cannot be copied to another thread.`;
    case 'empty':
      return `\`${name}\` cannot copy ${what}: it throws, or something empty arrives.`;
    case 'dropped':
      return `\`${name}\` sends JSON: ${what} does not arrive.`;
    case 'methods':
      return `\`${name}\` copies the data of ${what}, but none of its methods arrives.`;
    case 'around':
      return `\`${name}\` sends the text of this function, and ${what} is not there where it runs.`;
  }
}

function adviceOn(harm: Found['harm']): Advice {
  switch (harm) {
    case 'around':
      return {
        why: 'Only the source of the function is sent and evaluated in the worker: variables, functions and imports from around it do not exist there, and it fails with a ReferenceError.',
        instead: 'Hand over what it needs as arguments, or write a worker file that imports it.',
      };
    case 'methods':
      return {
        why: 'What arrives is a plain object with the own fields; private ones (`#name`) are missing, too. A method call over there fails.',
        instead: 'Send plain data, and make the instance anew on the other side.',
      };
    default:
      return {
        why: 'Threads and processes share no objects: what is sent is copied by the structured clone algorithm, or by JSON between processes. Neither knows functions, promises, symbols or anything that belongs to this thread.',
        instead:
          'Send plain data: await promises first, name what shall be done instead of sending a function, and move a `MessagePort` by the transfer list.',
      };
  }
}
