import type { Callback } from '../../knowledge/schema.ts';
import type { BindingId, FunctionId, ValueId } from '../../model/facts.ts';
import { bindingOf, isPython, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { valueOfType } from '../types.ts';
import { usesOf, type Use } from '../uses.ts';
import { entryOf, instanceOf, libraryMember, ownerOf } from './libraries.ts';
import { resolveMember } from './members.ts';
import { resolveImport, resolveModule } from './modules.ts';
import type { Resolved } from './resolved.ts';

export function resolveBinding(program: Program, file: File, binding: BindingId, depth: number): Resolved | undefined {
  const declared = bindingOf(file, binding);
  if (declared.kind === 'type') return declaredType(file, binding);
  if (declared.import) return resolveImport(program, file, declared.import, depth);
  if (declared.init !== undefined) {
    const known = resolveValue(program, file, declared.init, depth);
    if (known) return known;
  }
  const annotated = declared.annotation && valueOfType(program, { file, type: declared.annotation.type }, depth);
  if (annotated || !declared.parameter || declared.reassigned > 0) return annotated;
  return resolveHandedParameter(program, file, declared.parameter, depth);
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
    for (const use of uses.of(value).flatMap((each) => throughWrapper(program, file, each, depth))) {
      if (use.as !== 'argument' || use.by === undefined || use.index === undefined) continue;
      const call = valueOf(file, use.by);
      if (call.kind !== 'call' && call.kind !== 'new') continue;
      const kept = index === 0 && use.index === 0 ? promiseBefore(file, call.callee) : undefined;
      if (kept !== undefined) return resolveValue(program, file, kept, depth);
      const callee = resolveValue(program, file, call.callee, depth);
      const callbacks = callee && entryOf(program, callee)?.callbacks;
      const type = callbacks?.find((each) => takes(each, use.index ?? 0, call.args.length))?.parameters?.[index];
      if (type != null && callee) return instanceOf(program, ownerOf(callee), type);
    }
  }
  return undefined;
}

/** Where a library makes another function of it that is called in the same way, what that is used for. */
function throughWrapper(program: Program, file: File, use: Use, depth: number): readonly Use[] {
  const call = use.as === 'argument' && use.by !== undefined ? resolveValue(program, file, use.by, depth) : undefined;
  return call?.kind === 'wrapper' && use.by !== undefined ? usesOf(file).of(use.by) : [use];
}

/** The promise in `promise.then(…)`: what it gives is what the callback is handed. */
function promiseBefore(file: File, callee: ValueId): ValueId | undefined {
  const member = valueOf(file, callee);
  return member.kind === 'member' && member.name === 'then' && !isPython(file) ? member.object : undefined;
}

function takes({ argument, from = 0, property }: Callback, index: number, count: number): boolean {
  if (property !== undefined) return false;
  return argument === 'every' ? index >= from : (argument < 0 ? count + argument : argument) === index;
}

/** A type parameter is no type of its own. */
function declaredType(file: File, binding: BindingId): Resolved | undefined {
  return file.facts.types.some((each) => each.binding === binding) ? { kind: 'type', file, binding } : undefined;
}

/** What nobody declares here: a name of the language, or of a module that is imported with all it has. */
export function resolveGlobal(program: Program, file: File, name: string, depth: number): Resolved {
  for (const specifier of file.facts.wildcards?.toReversed() ?? []) {
    const module = resolveModule(program, file, specifier);
    if (module?.kind === 'module') {
      const found = name.startsWith('_') ? undefined : resolveMember(program, module, name, depth);
      if (found) return found;
    } else if (module?.kind === 'library' && program.knowledge.entry(module.module, name)) {
      return libraryMember(program, module.module, '', name);
    }
  }
  return { kind: 'library', module: 'global', path: name };
}
