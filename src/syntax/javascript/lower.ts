import { FACTS_SCHEMA, type ClassFacts, type FileFacts } from '../../model/facts.ts';
import { hoist } from './lower/declarations.ts';
import { directivesOf, fillFunction, openFunction } from './lower/functions.ts';
import { startLowering } from './lower/state.ts';
import { lowerStatements } from './lower/statements.ts';
import { syntaxProblems } from './statements.ts';
import { findSuppressions } from './suppressions.ts';
import { ts, type JavaScriptTree } from './tree.ts';

/**
 * Says what a parsed file says, as facts. Half-typed code gives the facts of what could be read. Throws a RangeError only when the
 * code is nested deeper than the stack reaches.
 */
export function lowerJavaScript({ source }: JavaScriptTree): FileFacts {
  const file = startLowering(source);
  const top = openFunction(file, source, {
    kind: 'module',
    head: { start: 0, end: 0 },
    isAsync: ts.isExternalModule(source),
    isGenerator: false,
    isStatic: false,
    decorators: [],
  });
  fillFunction(file, top, () => {
    hoist(file, source.statements);
    lowerStatements(file, source.statements);
  });
  const directives = directivesOf(source.statements);
  return {
    schema: FACTS_SCHEMA,
    language: 'javascript',
    moduleSystem: ts.isExternalModule(source) || !file.usesCommonJs ? 'esm' : 'commonjs',
    hashbang: source.text.startsWith('#!'),
    functions: file.functions.map((facts, id) => ({ ...facts, captures: [...(file.captures[id] ?? [])] })),
    values: file.values,
    bindings: file.bindings.map((binding) => {
      if (binding.reassigned > 0) delete binding.init;
      return binding;
    }),
    classes: file.classes.filter((each): each is ClassFacts => each !== undefined),
    types: file.types,
    exports: file.exports,
    specifiers: [...file.specifiers],
    ...(directives ? { directives } : {}),
    suppressions: findSuppressions(source),
    syntaxErrors: syntaxProblems(source),
  };
}
