import type { Callback } from '../../knowledge/schema.ts';
import type { Argument } from '../../model/value.ts';
import type { Call } from '../calls/graph.ts';
import { valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { importsAnywhere } from '../replace-file.ts';
import { resolveValue } from '../symbols.ts';
import { isAtLeast } from '../versions.ts';

/** A function that is registered to be called, and whose promise nobody looks at. */
export interface Unheard {
  readonly handler: FunctionRef;
  /** How it is handed over. */
  readonly argument: Argument;
  /** `handler`: somebody waits for what it does; `event`: it is told of something. */
  readonly runs: 'handler' | 'event';
  /** For messages: `Express handler`. */
  readonly label: string;
  /** Only before this major version of the package. */
  readonly before?: number;
  /** The project runs with a version before that one for sure. */
  readonly isOld?: boolean;
  /** It runs in a page, where an unhandled rejection ends nothing. */
  readonly inBrowser: boolean;
}

/** The functions that a call registers and whose rejections go nowhere. */
export function unheardBy(program: Program, file: File, call: Call): Unheard[] {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' && value.kind !== 'new') return [];
  return (call.entry?.callbacks ?? []).flatMap((callback) => {
    const { runs, result, awaitedSince, awaitedWith = [], label = 'listener' } = callback;
    if (runs !== 'handler' && runs !== 'event') return [];
    if (result !== 'ignored' && awaitedSince === undefined) return [];
    if (awaitedWith.some((name) => isLoaded(program, file, name))) return [];
    const isNew =
      awaitedSince === undefined ? undefined : isAtLeast(program, file, packageName(call), [awaitedSince, 0]);
    if (isNew) return [];
    return argumentsOf(callback, value.args).flatMap((argument): Unheard[] => {
      const handler = resolveValue(program, file, argument.value);
      if (handler?.kind !== 'function') return [];
      const before = awaitedSince === undefined ? {} : { before: awaitedSince, isOld: isNew === false };
      return [{ handler, argument, runs, label, inBrowser: isOfBrowser(call), ...before }];
    });
  });
}

/** The project names or imports a package, or another one has brought it along. */
function isLoaded(program: Program, file: File, name: string): boolean {
  const { dependencies = {}, patchedBy = [] } = program.packageOf(file) ?? {};
  return Object.hasOwn(dependencies, name) || patchedBy.includes(name) || importsAnywhere(program, name);
}

function argumentsOf({ argument, from = 0, property }: Callback, args: readonly Argument[]): Argument[] {
  if (property !== undefined) return [];
  const chosen = argument === 'every' ? args.slice(from) : [args[argument < 0 ? args.length + argument : argument]];
  return chosen.flatMap((each) => (each && !each.spread ? [each] : []));
}

/** The package that a library's symbol comes from. */
function packageName({ symbol }: Call): string {
  const name = symbol?.kind === 'library' ? symbol.module : symbol?.kind === 'method' ? symbol.type : '';
  return name.replace(/#.*$/, '');
}

function isOfBrowser({ symbol }: Call): boolean {
  if (symbol?.kind === 'library') return symbol.module === 'global' || symbol.path.startsWith('ipcRenderer.');
  return symbol?.kind === 'method' && symbol.type.startsWith('global#');
}
