import { uncloneableIn, type Uncloneable } from '../effects/cloning.ts';
import { valueOf, type File } from '../effects/program.ts';
import type { Advice, Finding, Level } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, calleeName, pathFrom } from './words.ts';

/** What is sent to another thread or process, and does not arrive as it is. */
export const uncloneableMessage: Rule = {
  meta: {
    id: 'unblock/uncloneable-message',
    summary: 'A message, or a function, that cannot be copied to another thread or process.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inCalls((program, file, call) => uncloneableIn(program, file, call).map((found) => findingFor(file, found))),
};

const levels: Readonly<Record<Uncloneable['harm'], Level>> = {
  throws: 'warning',
  around: 'warning',
  empty: 'information',
  dropped: 'information',
  methods: 'hint',
};

function findingFor(home: File, found: Uncloneable): Finding {
  const { call, file, part, harm } = found;
  const value = valueOf(home, call.value);
  const name = value.kind === 'call' || value.kind === 'new' ? calleeName(home, value.callee) : 'it';
  const { start, end } = valueOf(file, part);
  return {
    rule: 'unblock/uncloneable-message',
    level: levels[harm],
    ...callSpan(home, call.value),
    message: messageFor(found, name),
    related: [{ ...pathFrom(home, file), start, end, message: 'This is what cannot go over.' }],
    advice: adviceOn(harm),
    subject: { kind: 'uncloneable-message', function: call.function, call: call.value, part },
  };
}

function messageFor({ what, harm }: Uncloneable, name: string): string {
  switch (harm) {
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

function adviceOn(harm: Uncloneable['harm']): Advice {
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
