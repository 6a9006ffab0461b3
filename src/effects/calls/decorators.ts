import type { Callback } from '../../knowledge/schema.ts';
import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Edge } from './graph.ts';
import { functionOf, valueOf, type File, type Program } from '../program.ts';
import type { Site } from './sites.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';

/** `@app.get("/")` hands the function below it to `app`. */
export function decoratorEdges(program: Program, file: File): Edge[] {
  return file.facts.functions.flatMap(({ decorators, parent = 0, isAsync }, id) =>
    decorators.flatMap((decorator) =>
      (callbacksOf(program, file, decorator) ?? []).flatMap((callback): Edge[] => {
        if (callback.argument !== 0 && callback.argument !== 'every') return [];
        const site: Site = { value: decorator, function: parent, loops: [] };
        const { label } = callback;
        return [
          {
            from: { file, function: parent },
            to: { file, function: id },
            site,
            how: runsOf(callback, isAsync),
            ...(label === undefined ? {} : { label }),
          },
        ];
      }),
    ),
  );
}

/** Where a callback runs, which may depend on whether it is async. */
export function runsOf({ runs, syncRuns }: Pick<Callback, 'runs' | 'syncRuns'>, isAsync: boolean): Callback['runs'] {
  return !isAsync && syncRuns !== undefined ? syncRuns : runs;
}

function callbacksOf(program: Program, file: File, decorator: ValueId): readonly Callback[] | undefined {
  const symbol = resolveValue(program, file, decorator);
  return symbol && entryOf(program, symbol)?.callbacks;
}

/** Names of decorators that say where a function goes; reason enough to keep silent about it. */
const elsewhere = /thread|executor|process|to_async|background|worker|offload|run_in/i;

/** Calling the function gives it to another thread, because a decorator made something else of it. */
export function isOffloaded(program: Program, file: File, id: FunctionId): boolean {
  return functionOf(file, id).decorators.some((decorator) => {
    const callbacks = callbacksOf(program, file, decorator);
    if (callbacks) return callbacks.some(({ runs }) => runs === 'thread' || runs === 'process') && !isView(callbacks);
    return elsewhere.test(lastName(file, decorator));
  });
}

/** What a framework runs on a thread by itself may be called by others, and then it runs where they do. */
function isView(callbacks: readonly Callback[]): boolean {
  return callbacks.some(({ label }) => label !== undefined);
}

const caching = /^functools#(cache|lru_cache|cached_property)$/;

/** The result is kept, and there is only one: `@cache` without parameters. */
export function isKept(program: Program, file: File, id: FunctionId): boolean {
  const { decorators, parameters } = functionOf(file, id);
  return (
    parameters.length === 0 &&
    decorators.some((decorator) => {
      const value = valueOf(file, decorator);
      const symbol = resolveValue(program, file, value.kind === 'call' ? value.callee : decorator);
      return symbol !== undefined && caching.test(symbolName(symbol) ?? '');
    })
  );
}

function lastName(file: File, id: ValueId): string {
  const value = valueOf(file, id);
  if (value.kind === 'call') return lastName(file, value.callee);
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  return value.kind === 'name' ? (file.facts.bindings[value.binding]?.name ?? '') : '';
}
