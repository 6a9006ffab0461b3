import type { FileFacts } from '../../../src/model/facts.ts';
import type { Ids } from '../../../src/model/part.ts';
import type { Step } from '../../../src/model/step.ts';
import type { Annotation, WrittenType } from '../../../src/model/written-type.ts';
import type { Argument, Property, Value } from '../../../src/model/value.ts';

type Renumber = (id: number) => number;
type Kind = keyof Ids;

/** The same facts with ids that follow the order of the text, and without places that say nothing any more: equal for equal texts. */
export function renumbered(facts: FileFacts): unknown {
  const { parts } = facts;
  if (!parts) return facts;
  const order = (kind: Kind): number[] => parts.flatMap(({ outer, inner }) => [...outer[kind], ...inner[kind]]);
  const inParts = new Set(order('bindings'));
  const isGone = (id: number): boolean => facts.bindings[id]?.end === 0;
  const names = facts.bindings.flatMap((_, id) => (inParts.has(id) || isGone(id) ? [] : [id]));
  // A type and a value may share a name.
  const keyOf = (id: number): string =>
    `${facts.bindings[id]?.name ?? ''}:${String(facts.bindings[id]?.kind === 'type')}`;
  names.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const orders = {
    values: order('values'),
    functions: [0, ...order('functions')],
    bindings: [...names, ...order('bindings')],
    classes: order('classes'),
  };
  const renumber = (kind: Kind): Renumber => {
    const numbers = new Map(orders[kind].map((id, index) => [id, index]));
    return (id) => {
      const number = numbers.get(id);
      if (number === undefined) throw new Error(`${kind} ${String(id)} belongs to no part`);
      return number;
    };
  };
  const value = renumber('values');
  const fn = renumber('functions');
  const binding = renumber('bindings');
  const cls = renumber('classes');
  const maybe = (id: number | undefined, by: Renumber): number | undefined => (id === undefined ? undefined : by(id));
  const args = (list: readonly Argument[]): unknown => list.map((each) => ({ ...each, value: value(each.value) }));
  const properties = (list: readonly Property[]): unknown =>
    list.map((each) => ({ ...each, value: value(each.value), key: maybe(each.key, value) }));
  const type = (each: WrittenType): unknown => {
    switch (each.kind) {
      case 'name':
        return { ...each, value: value(each.value), arguments: each.arguments?.map(type) };
      case 'array':
        return { ...each, of: type(each.of) };
      case 'tuple':
      case 'union':
        return { ...each, of: each.of.map(type) };
      case 'function':
        return { ...each, returns: type(each.returns) };
      case 'object':
        return { ...each, members: each.members.map((member) => ({ ...member, type: type(member.type) })) };
      default:
        return each;
    }
  };
  const annotation = (each: Annotation | undefined): unknown => each && { ...each, type: type(each.type) };

  const valueOf = (each: Value): unknown => {
    const { asserted } = each;
    return asserted ? { ...originOf(each), asserted: type(asserted) } : originOf(each);
  };
  const originOf = (each: Value): object => {
    switch (each.kind) {
      case 'template':
        return { ...each, parts: each.parts.map(value) };
      case 'name':
        return { ...each, binding: binding(each.binding) };
      case 'this':
      case 'super':
      case 'arguments':
      case 'new.target':
      case 'function':
        return { ...each, function: fn(each.function) };
      case 'member':
        return { ...each, object: value(each.object) };
      case 'index':
        return { ...each, object: value(each.object), key: value(each.key) };
      case 'call':
      case 'new':
        return { ...each, callee: value(each.callee), args: args(each.args) };
      case 'await':
      case 'element':
      case 'item':
      case 'rest':
        return { ...each, of: value(each.of) };
      case 'yield':
        return { ...each, of: maybe(each.of, value) };
      case 'class':
        return { ...each, class: cls(each.class) };
      case 'array':
        return { ...each, elements: args(each.elements), per: each.per?.map(value) };
      case 'object':
        return { ...each, properties: properties(each.properties), per: each.per?.map(value) };
      case 'operation':
        return { ...each, operands: each.operands.map(value) };
      case 'choice':
        return { ...each, of: each.of.map(value), test: value(each.test) };
      case 'unknown':
        return { ...each, of: each.of?.map(value) };
      case 'import':
        return { ...each, of: maybe(each.of, value) };
      case 'markup':
        return {
          ...each,
          tag: maybe(each.tag, value),
          properties: properties(each.properties),
          children: each.children.map(value),
        };
      default:
        return each;
    }
  };
  const steps = (list: readonly Step[]): unknown => list.map(stepOf);
  const stepOf = (each: Step): unknown => {
    switch (each.kind) {
      case 'evaluate':
        return { ...each, value: value(each.value) };
      case 'write':
        return { ...each, target: value(each.target), value: value(each.value) };
      case 'branch':
        return {
          ...each,
          test: value(each.test),
          arms: each.arms.map(steps),
          cases: each.cases?.map((one) => ({ ...one, tests: one.tests.map(value) })),
        };
      case 'loop': {
        const { range } = each;
        return {
          ...each,
          source: maybe(each.source, value),
          test: maybe(each.test, value),
          body: steps(each.body),
          range: range && {
            ...range,
            variable: binding(range.variable),
            from: value(range.from),
            to: value(range.to),
            by: maybe(range.by, value),
          },
        };
      }
      case 'try':
        return {
          ...each,
          body: steps(each.body),
          finalizer: each.finalizer && steps(each.finalizer),
          handlers: each.handlers.map((handler) => ({
            binding: maybe(handler.binding, binding),
            catches: handler.catches.map(value),
            body: steps(handler.body),
          })),
        };
      case 'region':
        return { ...each, resource: value(each.resource), body: steps(each.body) };
      default:
        return { ...each, value: maybe(each.value, value) };
    }
  };
  const pick = <T>(list: readonly T[], kind: Kind): T[] => orders[kind].map((id) => list[id] as T);
  return {
    ...facts,
    values: pick(facts.values, 'values').map(valueOf),
    functions: pick(facts.functions, 'functions').map((each) => ({
      ...each,
      parent: maybe(each.parent, fn),
      owner: maybe(each.owner, cls),
      parameters: each.parameters.map((one) => ({
        ...one,
        binding: binding(one.binding),
        default: maybe(one.default, value),
        annotation: annotation(one.annotation),
      })),
      returns: annotation(each.returns),
      decorators: each.decorators.map(value),
      captures: each.captures.map(binding).sort((a, b) => a - b),
      body: steps(each.body),
    })),
    bindings: pick(facts.bindings, 'bindings').map((each) => ({
      ...each,
      scope: fn(each.scope),
      init: maybe(each.init, value),
      parameter: each.parameter && { ...each.parameter, function: fn(each.parameter.function) },
      annotation: annotation(each.annotation),
    })),
    classes: pick(facts.classes, 'classes').map((each) => ({
      ...each,
      binding: maybe(each.binding, binding),
      extends: maybe(each.extends, value),
      alsoExtends: each.alsoExtends?.map(value),
      decorators: each.decorators.map(value),
      members: each.members.map((member) => ({
        ...member,
        function: maybe(member.function, fn),
        init: maybe(member.init, value),
        annotation: annotation(member.annotation),
      })),
      assigned: each.assigned?.map((member) => ({ ...member, init: maybe(member.init, value) })),
    })),
    types: facts.types.map((each) => ({
      ...each,
      binding: binding(each.binding),
      is: type(each.is),
      extends: each.extends?.map(type),
      parameters: each.parameters?.map(binding),
    })),
    exports: facts.exports.map((each) => ({ ...each, value: maybe(each.value, value) })),
    parts: undefined,
  };
}
