import { earlyStarts, type EarlyStart } from '../effects/threads/process-starts.ts';
import type { File, Program } from '../effects/program.ts';
import { isAtLeast } from '../effects/versions.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import { isNotebook } from '../model/notebook.ts';
import type { Rule } from './rule.ts';
import { callName, callSpan, functionName, pathFrom } from './words.ts';

/** A module that starts processes as soon as it is loaded, which each of them does, too. */
export const missingMainGuard: Rule = {
  meta: {
    id: 'unblock/missing-main-guard',
    summary: 'Processes that are started while a module is loaded, which each of them does again.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'information'],
  },
  check: (program, file) => {
    const { kind } = file.role;
    if (kind === 'test' || kind === 'build' || kind === 'declaration' || isRunAsPackage(file) || isNotebook(file.path))
      return [];
    // All of it moves below one condition, so that once is enough.
    return earlyStarts(program, file)
      .slice(0, 1)
      .map((found) => findingFor(program, file, found));
  },
};

/** `python -m package`: a process that is spawned does not load `__main__.py` again. */
function isRunAsPackage({ path }: File): boolean {
  return /(^|[\\/])__main__\.py$/.test(path);
}

function findingFor(program: Program, file: File, { call, start, through }: EarlyStart): Finding {
  const name = callName(file, call.value);
  const leads = through.length === 0 ? '' : `, by \`${callName(start.file, start.value)}\``;
  return {
    rule: 'unblock/missing-main-guard',
    level: levelOf(program, file, name),
    ...callSpan(file, call.value),
    message: `\`${name}\` starts processes${leads} while this module is loaded, and each of them loads it again.`,
    related: proof(file, start, through),
    advice: {
      why: 'A process that is spawned, as on Windows and macOS, or comes from a fork server, as on Linux since Python 3.14, begins by loading the module of the program. There it comes to this line, and Python stops it: “An attempt has been made to start a new process before the current process has finished its bootstrapping phase.” Only a process that is forked loads nothing.',
      instead: 'Put what the program does below `if __name__ == "__main__":`, where only the first process comes.',
    },
    subject: { kind: 'missing-main-guard', function: 0, call: call.value },
  };
}

/** Before 3.14 Linux forks, which loads nothing; and a manager is mostly made in a module for others, which a program may load late. */
function levelOf(program: Program, file: File, name: string): Level {
  return isAtLeast(program, file, 'python', [3, 14]) === false || /Manager$/.test(name) ? 'information' : 'warning';
}

function proof(home: File, start: EarlyStart['start'], through: EarlyStart['through']): Related[] {
  return through.map(({ to }, index) => {
    const next = through[index + 1];
    const { file, value } = next ? { file: to.file, value: next.site.value } : start;
    return {
      ...pathFrom(home, file),
      ...callSpan(file, value),
      message: `${functionName(to)} calls \`${callName(file, value)}\``,
    };
  });
}
