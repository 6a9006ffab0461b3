import { fileCache } from '../file-cache.ts';
import { functionOf, isPython, type File, type FunctionRef, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import type { ClassRef } from '../symbols/resolved.ts';

/*
 * Python's protocols say what a class must have, and no class says which of them it fits. What is called on a value of such a type is
 * the method of a class that has all of it.
 */

/** A class by the methods of its own, with how many parameters each has. */
interface Shape {
  readonly class: number;
  readonly isProtocol: boolean;
  readonly methods: ReadonlyMap<string, number>;
}

const markingBase = /^typing(_extensions)?#Protocol$/;

const shapesIn = fileCache(
  (program, file): readonly Shape[] =>
    !isPython(file)
      ? []
      : file.facts.classes.map((each, id) => ({
          class: id,
          isProtocol: (each.formal ?? []).some((base) => {
            const symbol = resolveValue(program, file, base);
            return symbol !== undefined && markingBase.test(symbolName(symbol) ?? '');
          }),
          methods: new Map(
            each.members.flatMap(({ name, function: method }) =>
              method === undefined || name.startsWith('__')
                ? []
                : [[name, functionOf(file, method).parameters.length] as const],
            ),
          ),
        })),
  { lasts: true },
);

/** Notes what the classes of a file look like; see `notes.ts`. */
export function noteShapes(program: Program, file: File): void {
  shapesIn.of(program, file);
}

/** Whether it is a method of a protocol, which says what others have. */
export function isOfProtocol(program: Program, { file, function: id }: FunctionRef): boolean {
  const { owner } = functionOf(file, id);
  return owner !== undefined && shapesIn.of(program, file)[owner]?.isProtocol === true;
}

/** A class, and a protocol all of whose methods it has. */
interface Fitting {
  readonly protocol: ClassRef;
  readonly each: ClassRef;
}

const fittingIn = new WeakMap<Program, readonly Fitting[]>();

/** The protocols of a program, each with the classes that fit; a single method fits by chance, unless one class alone has it. */
export function fittingClasses(program: Program): readonly Fitting[] {
  const known = fittingIn.get(program);
  if (known) return known;
  const all = program.paths.flatMap((path) => {
    const file = program.file(path);
    return file && isPython(file) ? shapesIn.of(program, file).map((shape) => ({ file, shape })) : [];
  });
  const classes = all.filter(({ shape }) => !shape.isProtocol && shape.methods.size > 0);
  const found = all
    .filter(({ shape }) => shape.isProtocol && shape.methods.size > 0)
    .flatMap(({ file, shape }) => {
      const fitting = classes.filter(({ shape: other }) => fits(other, shape));
      if (shape.methods.size === 1 && fitting.length > 1) return [];
      const protocol = { file, class: shape.class };
      return fitting.map((each) => ({ protocol, each: { file: each.file, class: each.shape.class } }));
    });
  fittingIn.set(program, found);
  return found;
}

function fits({ methods }: Shape, { methods: wanted }: Shape): boolean {
  return [...wanted].every(([name, count]) => methods.get(name) === count);
}
