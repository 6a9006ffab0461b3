import { isTransparent } from './decorated.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Edge } from './graph.ts';
import { functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { regionsOf, type RegionSite } from './sites.ts';
import { resolveMember, resolveValue, symbolName } from '../symbols.ts';

/** `with resource:` calls `__enter__` and `__exit__` of the resource's class. What `@contextmanager` makes is left out: that is a call already. */
export function enteringEdges(program: Program, file: File): Edge[] {
  if (!isPython(file)) return [];
  return regionsOf(file).flatMap((regions) =>
    regions.flatMap((site) => {
      const from: FunctionRef = { file, function: site.function };
      return entered(program, file, site).map((to): Edge => ({ ...to, from, site, how: 'call', enters: true }));
    }),
  );
}

function entered(program: Program, file: File, { value, step }: RegionSite): Pick<Edge, 'to' | 'receiver'>[] {
  if (managerCalled(program, file, value)) return [];
  const resource = resolveValue(program, file, value);
  if (resource?.kind !== 'object') return [];
  return (step.isAsync ? ['__aenter__', '__aexit__'] : ['__enter__', '__exit__']).flatMap((name) => {
    const method = resolveMember(program, resource, name);
    if (method?.kind !== 'function') return [];
    return [{ to: method, ...(method.receiver ? { receiver: method.receiver } : {}) }];
  });
}

/** The `@contextmanager` function that a call makes a resource with: what is entered is not what the block is given. */
export function managerCalled(program: Program, file: File, id: ValueId): FunctionRef | undefined {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  return callee?.kind === 'function' && isManager(program, callee) ? callee : undefined;
}

/** `@contextmanager` and `@asynccontextmanager`: the function runs up to its `yield` when entered, and on from there when left. */
export function isManager(program: Program, { file, function: id }: FunctionRef): boolean {
  const { decorators, isGenerator } = functionOf(file, id);
  const innermost = decorators.at(-1);
  const symbol = !isGenerator || innermost === undefined ? undefined : resolveValue(program, file, innermost);
  if (!symbol || !managing.test(symbolName(symbol) ?? '')) return false;
  return decorators.slice(0, -1).every((each) => isTransparent(program, file, each));
}

const managing = /^contextlib#(async)?contextmanager$/;
