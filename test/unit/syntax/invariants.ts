import type { FileFacts } from '../../../src/model/facts.ts';
import type { Span } from '../../../src/model/span.ts';
import type { Step } from '../../../src/model/step.ts';
import { partsOf } from '../../facts/uses.ts';

/** What no facts may violate, whatever the code: one line per violation. */
export function violations(facts: FileFacts, length: number): string[] {
  const found: string[] = [];
  const claim = (holds: boolean, what: string): void => {
    if (!holds) found.push(what);
  };
  const inFile = ({ start, end }: Span, what: string): void => {
    claim(0 <= start && start <= end && end <= length, `${what} spans ${start} to ${end} of ${length}`);
  };
  const { values, functions, bindings, classes } = facts;
  values.forEach((value, id) => {
    inFile(value, `value ${id}`);
    if (value.kind === 'member') inFile(value.nameSpan, `the name of value ${id}`);
    if (value.kind === 'name') claim(bindings[value.binding] !== undefined, `value ${id} names nothing`);
    if (value.kind === 'function') claim(functions[value.function] !== undefined, `value ${id} is no function`);
    if (value.kind === 'class') claim(classes[value.class] !== undefined, `value ${id} is no class`);
    for (const part of partsOf(facts, id)) claim(values[part] !== undefined, `value ${id} has a part that is none`);
  });
  functions.forEach((made, id) => {
    inFile(made, `function ${id}`);
    inFile(made.head, `the head of function ${id}`);
    claim(id === 0 ? made.parent === undefined : (made.parent ?? id) < id, `function ${id} comes before its parent`);
    const parent = functions[made.parent ?? 0];
    claim(!parent || (parent.start <= made.start && made.end <= parent.end), `function ${id} leaves its parent`);
    for (const name of made.captures) {
      const scope = bindings[name]?.scope;
      claim(scope !== undefined && scope !== 0 && scope < id, `function ${id} captures what nobody around it has`);
    }
    eachStep(made.body, (step) => {
      if ('start' in step) inFile(step, `a step of function ${id}`);
      if (step.kind === 'loop') inFile(step.head, `the head of a loop of function ${id}`);
    });
  });
  bindings.forEach((each, id) => {
    inFile(each, `binding ${id}`);
    claim(each.init === undefined || values[each.init] !== undefined, `binding ${id} holds no value`);
    claim(each.reassigned === 0 || each.init === undefined, `binding ${id} holds more than one value`);
  });
  classes.forEach((each, id) => {
    inFile(each, `class ${id}`);
  });
  facts.suppressions.forEach((each) => {
    inFile(each, 'a suppression');
  });
  evaluatedTwice(facts).forEach((id) => found.push(`value ${id} is evaluated twice`));
  return found;
}

/** Calls, awaits and the like happen once, wherever they are used. */
function evaluatedTwice({ functions, values }: FileFacts): number[] {
  const seen = new Set<number>();
  const twice: number[] = [];
  for (const { body } of functions) {
    eachStep(body, (step) => {
      if (step.kind !== 'evaluate') return;
      const kind = values[step.value]?.kind;
      if (seen.has(step.value) && kind !== 'name' && kind !== 'member' && kind !== 'index') twice.push(step.value);
      seen.add(step.value);
    });
  }
  return twice;
}

function eachStep(steps: readonly Step[], visit: (step: Step) => void): void {
  for (const step of steps) {
    visit(step);
    if (step.kind === 'branch') for (const arm of step.arms) eachStep(arm, visit);
    if (step.kind === 'loop' || step.kind === 'region' || step.kind === 'try') eachStep(step.body, visit);
    if (step.kind === 'try') {
      for (const { body } of step.handlers) eachStep(body, visit);
      eachStep(step.otherwise ?? [], visit);
      eachStep(step.finalizer ?? [], visit);
    }
  }
}
