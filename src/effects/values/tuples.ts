import type { Annotation, ValueId } from '../../model/facts.ts';
import { bindingOf, classOf, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';

/** How many elements a name or field has whose type is written as a tuple: `[string, string]`. */
export function tupleLength(program: Program, file: File, id: ValueId): number | undefined {
  const annotation = annotationOf(program, file, id);
  return annotation && elementsOf(annotation.text);
}

function annotationOf(program: Program, file: File, id: ValueId): Annotation | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name') return bindingOf(file, value.binding).annotation;
  if (value.kind !== 'member') return undefined;
  const object = resolveValue(program, file, value.object);
  if (object?.kind !== 'object' && object?.kind !== 'class') return undefined;
  const members = classOf(object.file, object.class)?.members ?? [];
  return members.find(({ name, isStatic }) => name === value.name && isStatic === (object.kind === 'class'))
    ?.annotation;
}

/** A type is cut after so many characters, and what comes behind may be `[]`: then nothing is known. */
function elementsOf(text: string): number | undefined {
  const tuple = /^(?:readonly )?\[(.*)\]$/.exec(text)?.[1];
  if (tuple === undefined || tuple.includes('...')) return undefined;
  let depth = 0;
  let count = tuple.trim() === '' ? 0 : 1;
  // An arrow's `>` closes nothing.
  for (const sign of tuple.replaceAll('=>', '').replace(/,\s*$/, '')) {
    if ('[({<'.includes(sign)) depth++;
    else if ('])}>'.includes(sign)) depth--;
    else if (sign === ',' && depth === 0) count++;
    // The first bracket ends before the last: `[A] | [B]`, `[A, B][]`.
    if (depth < 0) return undefined;
  }
  return count;
}
