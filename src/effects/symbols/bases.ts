import type { ClassFacts, FunctionId, ValueId } from '../../model/facts.ts';
import { classOf, functionOf, type File } from '../program.ts';

/** The classes that a class is made from, in the order of look-up. */
export function basesOf({ extends: base, alsoExtends = [] }: ClassFacts): readonly ValueId[] {
  return base === undefined ? [] : [base, ...alsoExtends];
}

/** What `super()` of a method stands for: the first base, which is the whole truth where there is only one. */
export function baseOfMethod(file: File, method: FunctionId): ValueId | undefined {
  const { owner } = functionOf(file, method);
  const own = owner === undefined ? undefined : classOf(file, owner);
  const [first, ...others] = own ? basesOf(own) : [];
  return others.length === 0 ? first : undefined;
}
