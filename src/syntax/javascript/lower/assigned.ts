import type { ClassId, ClassMember, ValueId } from '../../../model/facts.ts';
import type { Step, Write } from '../../../model/step.ts';
import type { Lowering } from './state.ts';

/**
 * Fields that a class has only because its own code stores something in them, as plain JavaScript does in constructors. `from`: how many
 * functions had begun before the class.
 */
export function assignedMembers(
  file: Lowering,
  owner: ClassId,
  from: number,
  declared: readonly ClassMember[],
): ClassMember[] {
  const known = new Set(declared.map(({ name }) => name));
  const found = new Map<string, ValueId[]>();
  for (const id of file.opened.slice(from)) {
    eachWrite(file.functions[id]?.body ?? [], ({ target, value }) => {
      const name = ownField(file, owner, target);
      if (name === undefined || known.has(name)) return;
      const values = found.get(name);
      if (values) values.push(value);
      else found.set(name, [value]);
    });
  }
  return [...found].map(([name, [init, ...others]]) => ({
    name,
    isStatic: false,
    ...(init === undefined || others.length > 0 ? {} : { init }),
  }));
}

/** The name of `this.name`, where `this` is an instance of the class. */
function ownField(file: Lowering, owner: ClassId, target: ValueId): string | undefined {
  const place = file.values[target];
  const object = place?.kind === 'member' ? file.values[place.object] : undefined;
  if (place?.kind !== 'member' || object?.kind !== 'this') return undefined;
  const around = file.functions[object.function];
  return around?.owner === owner && !around.isStatic ? place.name : undefined;
}

function eachWrite(steps: readonly Step[], visit: (write: Write) => void): void {
  for (const step of steps) {
    switch (step.kind) {
      case 'write':
        visit(step);
        break;
      case 'branch':
        for (const arm of step.arms) eachWrite(arm, visit);
        break;
      case 'loop':
      case 'region':
        eachWrite(step.body, visit);
        break;
      case 'try':
        eachWrite(step.body, visit);
        for (const { body } of step.handlers) eachWrite(body, visit);
        eachWrite(step.finalizer ?? [], visit);
        break;
      default:
    }
  }
}
