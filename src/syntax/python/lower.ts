import { FACTS_SCHEMA, type ClassFacts, type FileFacts } from '../../model/facts.ts';
import { noteExports } from './lower/exports.ts';
import { openFunction } from './lower/functions.ts';
import { hoist, sharedNames } from './lower/scopes.ts';
import { startLowering, type Lowering } from './lower/state.ts';
import { lowerBlock } from './lower/statements.ts';
import { findSuppressions } from './suppressions.ts';
import type { PythonTree } from './tree.ts';

const MODULE = 0;

/**
 * Says what a parsed file says, as facts. Half-typed code gives the facts of what could be read. Throws a RangeError only when the
 * code is nested deeper than the stack reaches.
 */
export function lowerPython(tree: PythonTree): FileFacts {
  const file = startLowering(tree, sharedNames(tree));
  lowerModule(file);
  return {
    schema: FACTS_SCHEMA,
    language: 'python',
    moduleSystem: 'python',
    hashbang: tree.text.startsWith('#!'),
    functions: file.functions.map((facts, id) => ({ ...facts, captures: [...(file.captures[id] ?? [])] })),
    values: file.values,
    bindings: file.bindings.map((binding) => {
      if (binding.reassigned === 0 || binding.init === undefined) return binding;
      const several = { ...binding };
      delete several.init;
      return several;
    }),
    classes: file.classes.filter((each): each is ClassFacts => each !== undefined),
    types: [],
    exports: file.exports,
    specifiers: [...file.specifiers],
    ...(file.wildcards.length === 0 ? {} : { wildcards: file.wildcards }),
    suppressions: findSuppressions(tree),
    syntaxErrors: tree.problems,
  };
}

function lowerModule(file: Lowering): void {
  openFunction(
    file,
    { start: 0, end: file.text.length },
    {
      kind: 'module',
      head: { start: 0, end: 0 },
      isAsync: false,
      isGenerator: false,
      isStatic: false,
      decorators: [],
    },
  );
  if (file.tree.table.length > 0) {
    hoist(file, MODULE);
    lowerBlock(file, MODULE);
  }
  const top = file.functions[MODULE];
  if (top) top.body = file.steps;
  noteExports(file);
}
