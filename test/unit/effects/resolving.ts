import { createProgram, type File, type Program } from '../../../src/effects/program.ts';
import { resolveValue, symbolName, type Resolved } from '../../../src/effects/symbols.ts';
import { knowledgeFor } from '../../../src/engine/languages.ts';
import type { FileFacts, ValueId } from '../../../src/model/facts.ts';
import { lowerJavaScript } from '../../../src/syntax/javascript/lower.ts';
import { parseJavaScript } from '../../../src/syntax/javascript/tree.ts';
import { factsOf } from '../syntax-python/parser.ts';

export type Files = Readonly<Record<string, string>>;

/**
 * What the argument of each call of `what(…)` in `main.ts` stands for, in the order of the text: `node:fs#readFileSync`,
 * `instance pg#Pool`, `function load of db.ts`, `?` where nothing is proven.
 */
export function what(main: string, others: Files = {}): string[] {
  const { program, file } = programOf({ 'main.ts': main, ...others }, 'main.ts');
  return asked(file).map((id) => told(resolveValue(program, file, id)));
}

/** Python's parser must be started before: see `startPython`. */
function read(path: string, text: string): FileFacts {
  return path.endsWith('.py') ? factsOf(text) : lowerJavaScript(parseJavaScript(path, text));
}

/** A program of files that import each other by `./name`. */
export function programOf(files: Files, main: string): { readonly program: Program; readonly file: File } {
  const facts = new Map<string, FileFacts>(Object.entries(files).map(([path, text]) => [path, read(path, text)]));
  const own = facts.get(main);
  if (!own) throw new Error(`No file ${main}`);
  const known = knowledgeFor(own.language);
  const program = createProgram(main, own, known, {
    resolve: (_, specifier) => {
      const name = specifier.replace(/^\.\//, '');
      return [name, `${name}.ts`, `${name}.cjs`].find((path) => facts.has(path));
    },
    factsOf: (path) => facts.get(path),
  });
  const file = program.file(main);
  if (!file) throw new Error(`No file ${main}`);
  return { program, file };
}

function asked({ facts }: File): ValueId[] {
  const calls = facts.values.filter((value) => value.kind === 'call');
  return calls
    .filter(({ callee }) => {
      const value = facts.values[callee];
      return value?.kind === 'global' && value.name === 'what';
    })
    .toSorted((a, b) => a.start - b.start)
    .flatMap(({ args }) => args.map(({ value }) => value));
}

export function told(resolved: Resolved | undefined): string {
  switch (resolved?.kind) {
    case undefined:
      return '?';
    case 'library':
    case 'method':
      return symbolName(resolved) ?? '?';
    case 'instance':
      return `instance ${resolved.type}`;
    case 'function':
      return `function ${resolved.file.facts.functions[resolved.function]?.name ?? ''} of ${resolved.file.path}`;
    case 'class':
    case 'object':
      return `${resolved.kind} ${resolved.file.facts.classes[resolved.class]?.name ?? ''} of ${resolved.file.path}`;
    case 'module':
      return `module ${resolved.file.path}`;
    case 'wrapper':
      return 'wrapper';
    case 'type':
      return `type ${resolved.file.facts.bindings[resolved.binding]?.name ?? ''} of ${resolved.file.path}`;
    case 'literal': {
      const value = resolved.file.facts.values[resolved.value];
      return value?.kind === 'literal' ? JSON.stringify(value.value) : (value?.kind ?? '?');
    }
  }
}
