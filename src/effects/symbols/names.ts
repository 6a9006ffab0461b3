import { absoluteType } from '../../knowledge/lookup.ts';
import type { Callback } from '../../knowledge/schema.ts';
import type { BindingId, FunctionId, ValueId } from '../../model/facts.ts';
import { bindingOf, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../uses.ts';
import { entryOf, instanceOf, ownerOf } from './libraries.ts';
import { resolveImport } from './modules.ts';
import type { Resolved } from './resolved.ts';

export function resolveBinding(program: Program, file: File, binding: BindingId, depth: number): Resolved | undefined {
  const declared = bindingOf(file, binding);
  if (declared.import) return resolveImport(program, file, declared.import, depth);
  if (declared.init !== undefined) {
    const known = resolveValue(program, file, declared.init, depth);
    if (known) return known;
  }
  const annotated = resolveAnnotation(program, file, declared.annotation?.reference, depth);
  return annotated ?? (declared.parameter && resolveHandedParameter(program, file, declared.parameter, depth));
}

/** What a library gives to a callback: `app` in `fastify.register(async (app) => …)`. */
function resolveHandedParameter(
  program: Program,
  file: File,
  { function: id, index }: { readonly function: FunctionId; readonly index: number },
  depth: number,
): Resolved | undefined {
  const uses = usesOf(file);
  for (const value of uses.functions(id)) {
    for (const use of uses.of(value)) {
      if (use.as !== 'argument' || use.by === undefined || use.index === undefined) continue;
      const call = valueOf(file, use.by);
      if (call.kind !== 'call' && call.kind !== 'new') continue;
      const callee = resolveValue(program, file, call.callee, depth);
      const callbacks = callee && entryOf(program, callee)?.callbacks;
      const type = callbacks?.find((each) => takes(each, use.index ?? 0, call.args.length))?.parameters?.[index];
      if (type != null && callee) return instanceOf(program, ownerOf(callee), type);
    }
  }
  return undefined;
}

function takes({ argument, from = 0, property }: Callback, index: number, count: number): boolean {
  if (property !== undefined) return false;
  return argument === 'every' ? index >= from : (argument < 0 ? count + argument : argument) === index;
}

/** An instance of the type that somebody wrote down. */
export function resolveAnnotation(
  program: Program,
  file: File,
  reference: ValueId | undefined,
  depth: number,
): Resolved | undefined {
  const type = reference === undefined ? undefined : resolveValue(program, file, reference, depth);
  if (type?.kind === 'class') return { kind: 'object', file: type.file, class: type.class };
  if (type?.kind !== 'library') return undefined;
  const library = program.knowledge.library(type.module);
  const name = library && absoluteType(library, type.path.replace(/^default\./, ''));
  return name !== undefined && program.knowledge.type(name) ? { kind: 'instance', type: name } : undefined;
}
