import { isStream, uncheckedWritesIn, type UncheckedWrite } from '../effects/concurrency/backpressure.ts';
import { isPython, type File, type Program } from '../effects/program.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { calleeName, callSpan } from './words.ts';

/** A stream that is written to again and again by someone who never looks whether it keeps up. */
export const noBackpressure: Rule = {
  meta: {
    id: 'unblock/no-backpressure',
    summary: 'A stream that is written to faster than it can pass things on, with nobody looking.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['information', 'hint'],
  },
  check: (program, file) =>
    isShipped(file) ? uncheckedWritesIn(program, file).map((write) => findingFor(program, file, write)) : [],
};

function findingFor(program: Program, file: File, write: UncheckedWrite): Finding {
  const { call, stream } = write;
  const name = calleeName(file, stream);
  return {
    rule: 'unblock/no-backpressure',
    level: levelOf(program, file, write),
    ...callSpan(file, call.value),
    message: `Nobody looks whether \`${name}\` keeps up: what it cannot pass on yet piles up in memory.`,
    related: [roundAt(file, write)],
    advice: {
      why: 'A stream takes what it is given even when the other side is slower, and keeps it until that has caught up. With enough data the process runs out of memory.',
      instead: insteadOf(file, write),
    },
    subject: { kind: 'no-backpressure', when: write.when, function: call.function, call: call.value },
  };
}

/** What is read from a stream may be of any size. A list is in memory already, and how long it is we do not know. */
function levelOf(program: Program, file: File, { when, round }: UncheckedWrite): Level {
  if (when === 'data') return 'information';
  if (when === 'loop' || typeof round === 'number') return 'hint';
  if (isPython(file)) return 'information';
  return round.source !== undefined && isStream(program, file, round.source) ? 'information' : 'hint';
}

function roundAt(file: File, { when, round }: UncheckedWrite): Related {
  if (typeof round === 'number')
    return { ...callSpan(file, round), message: 'This sends on and on, as fast as it can.' };
  const { start, end } = round.head;
  return {
    start,
    end,
    message: when === 'pump' ? 'This waits for whoever sends, and for nobody who receives.' : 'This waits for nobody.',
  };
}

function insteadOf(file: File, { when, stream }: UncheckedWrite): string {
  const name = calleeName(file, stream);
  if (isPython(file)) return `\`await ${name}.drain()\` after each write: it waits until there is room.`;
  const wait = `if (!${name}.write(…)) await once(${name}, 'drain')`;
  if (when === 'data')
    return `Use \`pipeline(source, ${name}, callback)\`, which waits for the slower side and passes errors on.`;
  return `Wait while it is full: \`${wait}\`, with \`once\` of \`node:events\`; or hand the source to \`pipeline\`.`;
}
