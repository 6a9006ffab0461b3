import { graphOf } from '../../../effects/calls/graph.ts';
import { startsLoopOnThread } from '../../../effects/threads/off-thread.ts';
import { symbolName } from '../../../effects/symbols.ts';
import type { FunctionId } from '../../../model/facts.ts';
import type { FixRequest } from '../../remedy.ts';

/** Whose event loop it is, and so whose functions can be awaited. */
export type LoopLibrary = 'asyncio' | 'anyio' | 'trio';

const known: readonly LoopLibrary[] = ['asyncio', 'anyio', 'trio'];
const strange = ['twisted', 'curio', 'gevent', 'eventlet'];

/** The library whose loop runs `owner`; why that cannot be told, for a person, where it cannot. */
export function loopLibraryOf(request: FixRequest, owner: FunctionId): LoopLibrary | { readonly unclear: string } {
  const { program, file, facts } = request;
  const used = new Set(
    (graphOf(program, file).calls[owner] ?? []).flatMap(({ symbol }) => {
      const name = symbol && symbolName(symbol);
      return known.filter((each) => name !== undefined && new RegExp(`^${each}[.#]`).test(name));
    }),
  );
  const [own, ...others] = used;
  if (own !== undefined && others.length === 0) return own;
  const here = imported(facts.specifiers);
  const other = strange.find((each) => imported(facts.specifiers, [each]).length > 0);
  if (other !== undefined && !here.includes('asyncio'))
    return { unclear: `This file uses \`${other}\`, whose event loop may be another one than that of asyncio.` };
  if (here.includes('trio') && here.includes('asyncio'))
    return { unclear: 'This file uses both `asyncio` and `trio`, and nothing says whose loop runs this function.' };
  if (here.length > 0) return here.includes('asyncio') ? 'asyncio' : here.includes('trio') ? 'trio' : 'anyio';
  const everywhere = imported(program.paths.flatMap((path) => program.file(path)?.facts.specifiers ?? []));
  if (!everywhere.includes('trio')) return 'asyncio';
  return { unclear: 'This project uses `trio`, and this file does not say whose loop runs this function.' };
}

function imported(specifiers: readonly string[], names: readonly string[] = known): string[] {
  return names.filter((name) => specifiers.some((each) => each === name || each.startsWith(`${name}.`)));
}

/** Whether a thread of the project runs an event loop of its own: locks of asyncio are for the tasks of one. */
export function hasSeveralLoops({ program }: FixRequest): boolean {
  return program.paths.some((path) => {
    const other = program.file(path);
    const imports = other?.facts.specifiers ?? [];
    const isCandidate =
      imports.includes('asyncio') && imports.some((each) => /^(threading|concurrent\.futures)$/.test(each));
    return other !== undefined && isCandidate && startsLoopOnThread(program, other);
  });
}
