import type { Binding, BindingId, ValueId } from '../../model/facts.ts';
import { typesNamed } from '../indexes.ts';
import { bindingOf, isPython, type File, type Program } from '../program.ts';
import { agreed, isNothing } from './agreed.ts';
import { isAnyEntered, resolveEntered } from './entered.ts';
import { resolveValue } from '../symbols.ts';
import { valueOfType } from './types.ts';
import { libraryMember } from './libraries.ts';
import { resolveMember } from './members.ts';
import { resolveImport, resolveModule } from './modules.ts';
import { resolveParameter } from './parameters.ts';
import type { Resolved } from './resolved.ts';
import { usesOf } from '../values/uses.ts';

export function resolveBinding(program: Program, file: File, binding: BindingId, depth: number): Resolved | undefined {
  const declared = bindingOf(file, binding);
  if (declared.kind === 'type') return declaredType(file, binding);
  if (declared.import) return resolveImport(program, file, declared.import, depth);
  if (declared.init === undefined || isNothing(file, declared.init)) {
    const stored = isFilledLater(declared) ? storedIn(file, binding) : [];
    // Of a write through a pattern nobody knows the value.
    const isWhole = stored.length >= declared.reassigned && !isAnyEntered(file, binding, stored);
    const known = isWhole ? agreed(program, file, stored, depth) : undefined;
    if (known) return known;
  } else {
    const known = resolveValue(program, file, declared.init, depth);
    if (known?.kind === 'object' && isPython(file)) return resolveEntered(program, file, binding, known, depth);
    if (known) return known;
  }
  const annotated = declared.annotation && valueOfType(program, { file, type: declared.annotation.type }, depth);
  if (annotated || !declared.parameter || declared.reassigned > 0) return annotated;
  return resolveParameter(program, file, declared.parameter, depth);
}

/** A variable that starts empty. */
function isFilledLater({ kind, parameter, reassigned }: Binding): boolean {
  return reassigned > 0 && !parameter && (kind === 'let' || kind === 'var');
}

/** What is written to a variable, the first `null` included. */
function storedIn(file: File, binding: BindingId): ValueId[] {
  const uses = usesOf(file);
  return uses.names(binding).flatMap((mention) => uses.writtenTo(mention) ?? []);
}

/** A type parameter is no type of its own. */
function declaredType(file: File, binding: BindingId): Resolved | undefined {
  return typesNamed(file, binding).length > 0 ? { kind: 'type', file, binding } : undefined;
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
  if (name === 'exports' && file.facts.moduleSystem === 'commonjs') return { kind: 'module', file };
  return { kind: 'library', module: 'global', path: name };
}
