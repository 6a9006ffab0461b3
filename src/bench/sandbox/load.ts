// Loads measured code and evaluates the person's input. Only ever called in a thread that has dropped its permissions.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

export type Target = (...values: readonly unknown[]) => unknown;

/**
 * The exported function of a module in the bundle folder.
 * @throws Error when the module does not load or has no such function.
 */
export async function loadTarget(directory: string, file: string, exportName: string): Promise<Target> {
  const loaded = (await import(pathToFileURL(join(directory, file)).href)) as Record<string, unknown>;
  const fromDefault = loaded['default'] as Record<string, unknown> | undefined;
  const target = loaded[exportName] ?? fromDefault?.[exportName];
  if (typeof target !== 'function') throw new Error(`The code has no function "${exportName}".`);
  return target as Target;
}

/**
 * A fresh argument list.
 * @throws Error when the text is no expression or does not give an array.
 */
export function evaluateInput(input: string): unknown[] {
  // Indirect, so that the expression sees globals only. The line break lets it end in a comment.
  const evaluate = globalThis.eval;
  let value: unknown;
  try {
    value = evaluate(`(${input}\n)`);
  } catch (error) {
    throw new Error(`The input is not a JavaScript expression: ${describeError(error)}`, { cause: error });
  }
  if (!Array.isArray(value))
    throw new Error('The input must be the list of arguments in square brackets, for example [1000].');
  return value;
}

export function describeError(error: unknown): string {
  try {
    if (error instanceof Error) return `${error.name}: ${error.message}`.slice(0, 1000);
    return String(error).slice(0, 1000);
  } catch {
    return 'an error that cannot be shown';
  }
}
