import type { Export } from '../../../model/facts.ts';
import { addValueAt, bindingOf, type Lowering } from './state.ts';

/**
 * Python hides nothing: every name of a module can be imported. Those with an underscore and those that were imported themselves are
 * there without being meant for others, unless `__all__` names them.
 */
export function noteExports(file: Lowering): void {
  const listed = listedNames(file);
  for (const [name, id] of file.module.names) {
    if (typeof id !== 'number') continue;
    const { kind, import: reference, init, reassigned, start, end } = bindingOf(file, id);
    if (reference?.typeOnly) continue;
    const isMeant = listed.has(name) || (!reference && !name.startsWith('_'));
    const incidental: Pick<Export, 'incidental'> = isMeant ? {} : { incidental: true };
    if (reference) {
      file.exports.push({ name, from: reference.specifier, imported: reference.name, ...incidental });
      continue;
    }
    const isDeclared = (kind === 'function' || kind === 'class') && init !== undefined && reassigned === 0;
    const value = isDeclared ? init : addValueAt(file, { start, end }, { kind: 'name', binding: id });
    file.exports.push({ name, value, ...incidental });
  }
}

/** The names in `__all__ = […]`. */
function listedNames(file: Lowering): Set<string> {
  const id = file.module.names.get('__all__');
  const init = typeof id === 'number' ? bindingOf(file, id).init : undefined;
  const list = init === undefined ? undefined : file.values[init];
  if (list?.kind !== 'array') return new Set();
  return new Set(
    list.elements.flatMap(({ value }) => {
      const name = file.values[value];
      return name?.kind === 'literal' && typeof name.value === 'string' ? [name.value] : [];
    }),
  );
}
