import type { Binding, BindingId } from '../../../model/facts.ts';
import { bindingOf, type Lowering } from './state.ts';

/** Whether other code may change this binding between two of its reads here. */
export function isShared(file: Lowering, id: BindingId): boolean {
  const binding = bindingOf(file, id);
  const { kind, scope } = binding;
  if (scope === file.function) return false;
  return kind === 'let' || kind === 'var' || (kind === 'parameter' && isReassigned(file, binding));
}

const known = new WeakMap<Binding, boolean>();

/**
 * Parameters are hardly ever assigned, and whether one is may become clear only below the function that captures it. So the text of
 * its function is asked whether anything of this name is: too often yes costs a read that could have been left out, nothing else.
 */
function isReassigned(file: Lowering, binding: Binding): boolean {
  if (binding.reassigned > 0) return true;
  const before = known.get(binding);
  if (before !== undefined) return before;
  const { start, end } = file.functions[binding.scope] ?? { start: 0, end: 0 };
  const found = isAssignedIn(file.source.text, binding.name, start, end);
  known.set(binding, found);
  return found;
}

const assignment = /\s*(?:=(?![=>])|\+\+|--|(?:\+|-|\*\*?|\/|%|<<|>>>?|&&?|\|\|?|\^|\?\?)=)/y;

function isAssignedIn(text: string, name: string, start: number, end: number): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(name, start); at >= 0 && at < end; at = text.indexOf(name, at + name.length)) {
    const before = text.slice(Math.max(0, at - 2), at);
    if (/[\w$.]$/.test(before)) continue;
    assignment.lastIndex = at + name.length;
    if (before === '++' || before === '--' || assignment.test(text)) return true;
  }
  return false;
}
