import { isFreeThreaded } from '../effects/threads/free-threading.ts';
import { threadWrites, type ThreadWrite } from '../effects/threads/thread-writes.ts';
import { valueOf, type File, type Program } from '../effects/program.ts';
import type { Finding, Level } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { callName, callSpan, calleeName, functionName } from './words.ts';

/** State that several threads read and write back, with nothing that keeps the others out meanwhile. */
export const unlockedState: Rule = {
  meta: {
    id: 'unblock/unlocked-state',
    summary: 'State that several threads read and write back without a lock.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: (program, file) =>
    isShipped(file) ? threadWrites(program, file).map((found) => findingFor(program, file, found)) : [],
};

function findingFor(program: Program, file: File, found: ThreadWrite): Finding {
  const { in: where, write, handed, by, through, how } = found;
  const { start, end } = valueOf(file, write.target);
  const name = nameOf(file, write.target);
  return {
    rule: 'unblock/unlocked-state',
    level: levelOf(isFreeThreaded(program, file), how),
    start,
    end,
    message:
      how === 'filled'
        ? `\`${name}\` is filled when it is empty, by several threads at a time, without a lock.`
        : `\`${name}\` is read and written back by several threads at a time, without a lock.`,
    related: [
      {
        ...callSpan(file, handed.call.value),
        message: `${functionName(by)} has \`${calleeName(file, handed.argument)}\` run on several threads.`,
      },
      ...through.map(({ from, site }) => ({
        ...callSpan(file, site.value),
        message: `${functionName(from)} calls \`${callName(file, site.value)}\`.`,
      })),
    ],
    advice: {
      why: whys[how],
      instead: `Make one \`threading.Lock()\` next to \`${name}\`, and hold it from reading to writing; or let each thread return its part, and add these up in one place.`,
    },
    subject: { kind: 'unlocked-state', how, function: where.function, target: write.target },
  };
}

const whys: Readonly<Record<ThreadWrite['how'], string>> = {
  called:
    'The old value is read first, then the right side runs, then the result is written. Threads take turns whenever a function is called, so that another one writes in between: what it wrote is lost.',
  plain:
    'It is a read, an addition and a write. Python does not promise that they stay together: in builds with the GIL since 3.10 they happen to, before and in free-threaded builds another thread writes in between, and what it wrote is lost.',
  filled:
    'Two threads may both find nothing there, and both make it: one of the two is thrown away, with all that was done to it meanwhile.',
};

function levelOf(isFree: boolean, how: ThreadWrite['how']): Level {
  if (how === 'filled') return 'hint';
  return how === 'called' || isFree ? 'warning' : 'information';
}

function nameOf(file: File, id: number): string {
  const value = valueOf(file, id);
  return value.kind === 'index' ? `${calleeName(file, value.object)}[…]` : calleeName(file, id);
}
