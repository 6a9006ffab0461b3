import { conventions } from '../../knowledge/javascript/conventions.ts';
import type { Convention } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Edge } from './graph.ts';
import { functionOf, isPython, valueOf, type File, type Program } from '../program.ts';
import { resolveExport, resolveValue } from '../symbols.ts';

/** The functions that a framework calls because of where the file lies and what it exports, as if the module had registered them. */
export function conventionEdges(program: Program, file: File): Edge[] {
  if (isPython(file) || file.facts.exports.length === 0 || file.role.kind !== 'source') return [];
  const dependencies = program.packageOf(file)?.dependencies;
  if (!dependencies) return [];
  return conventions
    .filter(({ packages, path, directive }) => {
      if (!packages.some((name) => Object.hasOwn(dependencies, name))) return false;
      if (path && !path.test(file.path.replaceAll('\\', '/'))) return false;
      return directive === undefined || file.facts.directives?.includes(directive) === true;
    })
    .flatMap((convention) => edgesOf(program, file, convention));
}

function edgesOf(program: Program, file: File, { exports = [], members = [], only, label }: Convention): Edge[] {
  const names = exports === '*' ? file.facts.exports.map(({ name }) => name) : exports;
  const exported = names.flatMap((name): Edge[] => {
    const target = resolveExport(program, file, name, 0);
    const value = valueExportedAs(file, name);
    if (target?.kind !== 'function' || value === undefined) return [];
    if (exports === '*' && !functionOf(target.file, target.function).isAsync) return [];
    return [edge(file, value, target, label)];
  });
  const inside = members.flatMap((name): Edge[] => {
    const id = valueExportedAs(file, name);
    const object = id === undefined ? undefined : resolveValue(program, file, id);
    const value = object?.kind === 'literal' ? valueOf(object.file, object.value) : undefined;
    if (id === undefined || object?.kind !== 'literal' || value?.kind !== 'object') return [];
    return value.properties.flatMap(({ name: property, value: each }): Edge[] => {
      if (only && !(property !== undefined && only.includes(property))) return [];
      const target = resolveValue(program, object.file, each);
      return target?.kind === 'function' ? [edge(file, id, target, label)] : [];
    });
  });
  return [...exported, ...inside];
}

function valueExportedAs(file: File, name: string): ValueId | undefined {
  return file.facts.exports.find((each) => each.name === name && !each.typeOnly)?.value;
}

function edge(file: File, value: ValueId, to: Edge['to'], label: string): Edge {
  return { from: { file, function: 0 }, to, site: { value, function: 0, loops: [] }, how: 'handler', label };
}
