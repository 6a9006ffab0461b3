import type { ValueId } from '../../model/facts.ts';
import { anyFile } from '../any-file.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { told } from '../values/options.ts';
import { valueOf, type File, type Program } from '../program.ts';
import { symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** The requests of a file that wait for as long as the other side pleases, as far as the call and the library say. */
export function endlessRequestsIn(program: Program, file: File): Call[] {
  return graphOf(program, file)
    .calls.flat()
    .filter((call) => isEndless(program, file, call));
}

function isEndless(program: Program, file: File, call: Call): boolean {
  const { entry, symbol } = call;
  // What is called on an instance may have been told when that was made; a default of the library is an end as well.
  if (!entry || symbol?.kind !== 'library' || (!entry.timeout && !entry.abort)) return false;
  if (entry.timeout?.default !== undefined || (entry.io ?? entry.blocks?.what) !== 'network') return false;
  const value = valueOf(file, call.value);
  if (value.kind !== 'call') return false;
  const options = [entry.timeout, entry.abort].filter((each) => each !== undefined);
  if (options.some((option) => told(program, file, value.args, option) !== 'nothing')) return false;
  if (!isAddress(file, value.args[0]?.value)) return false;
  // What is no promise is over before anybody else has it.
  if (entry.promise === true && isWrapped(file, call.value)) return false;
  return !setsDefaults(program, symbolName(symbol) ?? '');
}

/** A `Request` or an options object may have a signal of its own. */
function isAddress(file: File, id: ValueId | undefined): boolean {
  if (id === undefined) return false;
  const value = valueOf(file, id);
  if (value.kind === 'literal' || value.kind === 'template') return true;
  if (value.kind === 'operation') return value.operator === '+';
  const name =
    value.kind === 'name' ? file.facts.bindings[value.binding]?.name : value.kind === 'member' ? value.name : undefined;
  return name !== undefined && /ur[li]$|address|endpoint|href|host/i.test(name);
}

/** Given to a function, or in a race with others: that may end it. */
function isWrapped(file: File, id: ValueId): boolean {
  const uses = usesOf(file);
  return uses.of(id).some(({ as, by }) => {
    if (as === 'argument' || as === 'element' || as === 'property') return true;
    const target = as === 'written' && by !== undefined ? valueOf(file, by) : undefined;
    return target?.kind === 'name' && uses.names(target.binding).some((name) => isWrapped(file, name));
  });
}

/** Whether a file sets a `timeout` of something: `axios.defaults.timeout = 5000`. */
export const setsTimeout = anyFile((_, file) => usesOf(file).memberWrites('timeout').length > 0);

/** Only axios has a place for it that all calls look at. */
function setsDefaults(program: Program, name: string): boolean {
  return name.startsWith('axios#') && setsTimeout.in(program);
}
