import type { Binding, FileFacts, FunctionFacts } from '../../../src/model/facts.ts';
import type { Loop, Step } from '../../../src/model/step.ts';
import type { Value } from '../../../src/model/value.ts';
import { lowerJavaScript } from '../../../src/syntax/javascript/lower.ts';
import { parseJavaScript } from '../../../src/syntax/javascript/tree.ts';
import { printFacts } from '../../facts/print.ts';

export function lower(code: string, path = 'file.ts'): FileFacts {
  return lowerJavaScript(parseJavaScript(path, code));
}

/** The facts as text, see `test/facts/README.md`. */
export function facts(code: string, path?: string): string {
  return printFacts(lower(code, path));
}

/** The lines of a template literal without the common indentation. */
export function lines([text = '']: TemplateStringsArray): string {
  const all = text.replace(/^\n|\n\s*$/g, '').split('\n');
  const margin = Math.min(...all.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return all.map((line) => line.slice(margin)).join('\n');
}

export function binding({ bindings }: FileFacts, name: string, nth = 0): Binding {
  return must(bindings.filter((each) => each.name === name)[nth], `binding ${name}`);
}

export function fn({ functions }: FileFacts, name: string): FunctionFacts {
  return must(
    functions.find((each) => each.name === name),
    `function ${name}`,
  );
}

export function values<K extends Value['kind']>({ values: all }: FileFacts, kind: K): Extract<Value, { kind: K }>[] {
  return all.filter((each): each is Extract<Value, { kind: K }> => each.kind === kind);
}

/** Every step of the file, however deep. */
export function steps(file: FileFacts): Step[] {
  return file.functions.flatMap(({ body }) => body.flatMap(within));
}

export function loops(code: string): Loop[] {
  return steps(lower(code)).filter((step) => step.kind === 'loop');
}

function within(step: Step): Step[] {
  switch (step.kind) {
    case 'branch':
      return [step, ...step.arms.flat().flatMap(within)];
    case 'loop':
    case 'region':
      return [step, ...step.body.flatMap(within)];
    case 'try': {
      const inner = [
        ...step.body,
        ...step.handlers.flatMap(({ body }) => body),
        ...(step.otherwise ?? []),
        ...(step.finalizer ?? []),
      ];
      return [step, ...inner.flatMap(within)];
    }
    default:
      return [step];
  }
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what}`);
  return value;
}
