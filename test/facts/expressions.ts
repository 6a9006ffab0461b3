import type { BindingId, FileFacts, FunctionId, ValueId } from '../../src/model/facts.ts';
import type { Argument, Literal, Markup, Member, Property, Template, Value } from '../../src/model/value.ts';

/** Writes values of one function as text. */
export interface Writer {
  readonly facts: FileFacts;
  readonly owner: FunctionId;
  /** Of calls, constructions, awaits and yields whose result is used, in the order of evaluation. */
  readonly numbers: ReadonlyMap<ValueId, number>;
}

/** Operators that say the same in every language. */
const spelled: Readonly<Record<string, string>> = {
  '===': '==',
  '!==': '!=',
  is: '==',
  'is not': '!=',
  '!': 'not',
};

/** The value as others refer to it: `v3` for what took a step to compute, the expression itself for the rest. */
export function mention(writer: Writer, id: ValueId): string {
  const value = valueOf(writer, id);
  switch (value.kind) {
    case 'call':
    case 'new':
    case 'await':
    case 'yield':
    case 'import':
      return `v${numberOf(writer, id)}`;
    case 'name':
      return nameOf(writer, value.binding);
    case 'member':
      return memberOf(writer, value);
    case 'index':
      return `${mention(writer, value.object)}${value.isOptional ? '?.' : ''}[${mention(writer, value.key)}]`;
    case 'operation':
      return operation(writer, value.operator, value.operands);
    case 'choice':
      return `(${value.of.map((each) => mention(writer, each)).join(' | ')})`;
    case 'array':
      return `[${argumentList(writer, value.elements)}]`;
    case 'object':
      return `{${properties(writer, value.properties)}}`;
    case 'template':
      return template(writer, value);
    case 'rest':
      return `rest of ${mention(writer, value.of)}${value.without ? ` without ${value.without.join(', ')}` : ` from ${String(value.from)}`}`;
    case 'element':
      return `element of ${mention(writer, value.of)}`;
    case 'item':
      return `item ${value.index} of ${mention(writer, value.of)}`;
    case 'markup':
      return markup(writer, value);
    default:
      return leaf(writer, value);
  }
}

/** How the value is computed: what stands right of `v3 =`. */
export function computation(writer: Writer, id: ValueId): string {
  const value = valueOf(writer, id);
  switch (value.kind) {
    case 'call':
      return `call ${mention(writer, value.callee)}${value.isOptional ? '?.' : ''}(${argumentList(writer, value.args)})`;
    case 'new':
      return `new ${mention(writer, value.callee)}(${argumentList(writer, value.args)})`;
    case 'await':
      return `await ${mention(writer, value.of)}`;
    case 'yield': {
      const word = value.delegates ? 'yield from' : 'yield';
      return value.of === undefined ? word : `${word} ${mention(writer, value.of)}`;
    }
    case 'import':
      return `${value.form} ${value.specifier ?? '?'}`;
    default:
      return mention(writer, id);
  }
}

function valueOf({ facts }: Writer, id: ValueId): Value {
  const value = facts.values[id];
  if (!value) throw new RangeError(`No value ${id}`);
  return value;
}

/** A value of another function has no number here. */
function numberOf({ numbers }: Writer, id: ValueId): string {
  return String(numbers.get(id) ?? '?');
}

/** `local`, `captured:outer`, `module:top`, `specifier#imported`, `$0` for a parameter that is taken apart. */
export function nameOf({ facts, owner }: Writer, id: BindingId): string {
  const binding = facts.bindings[id];
  if (!binding) throw new RangeError(`No binding ${id}`);
  if (binding.import) return `${binding.import.specifier}#${binding.import.name}`;
  const name = binding.name === '' ? `$${binding.parameter?.index ?? 0}` : binding.name;
  if (binding.scope === owner) return name;
  return `${binding.scope === 0 ? 'module' : 'captured'}:${name}`;
}

/** `import * as fs` makes `fs.stat` the same as the imported `stat`. */
function memberOf(writer: Writer, { object, name, isOptional }: Member): string {
  const owner = mention(writer, object);
  return owner.endsWith('#*') ? `${owner.slice(0, -1)}${name}` : `${owner}${isOptional ? '?' : ''}.${name}`;
}

function template(writer: Writer, { texts, parts }: Template): string {
  const [first = '', ...others] = texts;
  const pieces = others.map((text, index) => `{${mention(writer, parts[index] ?? -1)}}${text}`);
  return `\`${[first, ...pieces].join('').replaceAll('\n', '\\n')}\``;
}

function leaf({ facts }: Writer, value: Value): string {
  switch (value.kind) {
    case 'literal':
      return literal(value);
    case 'regex':
      return `/${value.source}/${value.flags}`;
    case 'global':
      return `global#${value.name}`;
    case 'function':
      return `function ${functionName(facts, value.function)}`;
    case 'class':
      return `class ${facts.classes[value.class]?.name ?? '?'}`;
    case 'unknown':
      return '?';
    default:
      return value.kind;
  }
}

function literal({ value }: Literal): string {
  return value === undefined || value === null ? 'none' : JSON.stringify(value);
}

/** A function's own name, or its number among the nameless ones of the file. */
export function functionName({ functions }: FileFacts, id: FunctionId): string {
  const { name } = functions[id] ?? {};
  if (name !== undefined && name !== '') return name;
  const nameless = functions.slice(1, id + 1).filter((each) => each.name === undefined || each.name === '');
  return String(nameless.length);
}

function operation(writer: Writer, operator: string, operands: readonly ValueId[]): string {
  const sign = spelled[operator] ?? operator;
  const [left, right] = operands.map((each) => mention(writer, each));
  if (right !== undefined) return `(${left ?? ''} ${sign} ${right})`;
  return /^\w/.test(sign) ? `${sign} ${left ?? ''}` : `${sign}${left ?? ''}`;
}

function argumentList(writer: Writer, args: readonly Argument[]): string {
  return args
    .map(({ value, spread, keyword }) => {
      const text = `${spread ? '...' : ''}${mention(writer, value)}`;
      return keyword === undefined ? text : `${keyword}=${text}`;
    })
    .join(', ');
}

function properties(writer: Writer, list: readonly Property[]): string {
  return list
    .map(({ name, value, spread }) =>
      spread ? `...${mention(writer, value)}` : `${name ?? '[?]'}: ${mention(writer, value)}`,
    )
    .join(', ');
}

function markup(writer: Writer, { name, tag, properties: attributes, children }: Markup): string {
  const head = tag === undefined ? name : mention(writer, tag);
  const inner = [...(attributes.length > 0 ? [properties(writer, attributes)] : [])];
  for (const child of children) inner.push(mention(writer, child));
  return `<${[head, ...inner].join(' ')}>`;
}
