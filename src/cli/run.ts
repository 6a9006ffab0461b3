import { version } from '../../package.json';
import { didYouMean } from '../workspace/nearest.ts';
import { bench } from './bench/bench.ts';
import { check } from './check/check.ts';
import { parseCheckOptions } from './check/options.ts';
import { exitCode, UsageError } from './exit-code.ts';
import { explain } from './explain.ts';
import { fix } from './fix/fix.ts';
import { commandHelp, help, type Command } from './help.ts';
import type { Host } from './host.ts';
import { serveEditor } from './lsp.ts';
import { why } from './why.ts';

type Run = (host: Host, args: readonly string[]) => Promise<number>;

const commands: Readonly<Record<Command, Run>> = {
  check: (host, args) => check(host, parseCheckOptions(args)),
  fix,
  explain,
  why,
  bench,
  lsp: serveEditor,
};

/** Runs the command that `args` name; resolves to the exit code. Rejects only on faults of our own. */
export async function run(host: Host, args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '--version' || name === '-v') {
    host.out(`${version}\n`);
    return exitCode.done;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    host.out(help);
    return exitCode.done;
  }
  try {
    const command = commandNamed(name);
    if (asksForHelp(rest)) {
      host.out(commandHelp[command]);
      return exitCode.done;
    }
    return await commands[command](host, rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    host.progress.clear();
    host.err(`${host.errStyle.red('unblock:')} ${error.message}\n`);
    return exitCode.failed;
  }
}

function commandNamed(name: string): Command {
  if (Object.hasOwn(commands, name)) return name as Command;
  if (name === '') throw new UsageError('Say what to do. `unblock check` looks for findings; see `unblock --help`.');
  const way = didYouMean(name, Object.keys(commands)) || ' See `unblock --help`.';
  throw new UsageError(`There is no command \`${name}\`.${way}`);
}

/** `--` ends the options, and a file may be called `--help`. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}
