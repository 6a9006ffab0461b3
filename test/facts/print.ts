import type { ClassFacts, FileFacts, FunctionFacts, FunctionId, Parameter } from '../../src/model/facts.ts';
import type { WrittenType } from '../../src/model/written-type.ts';
import { computation, functionName, mention, nameOf, type Writer } from './expressions.ts';
import { printSteps, type Line } from './steps.ts';
import { mentionsOf, numberSteps, type Mentions } from './uses.ts';

/**
 * What a file says, as text that a person can write by hand: one block per class and function, one line per step. It says what the
 * code does and not in which language, so a function and its twin in another language read the same. See `README.md` here.
 */
export function printFacts(facts: FileFacts): string {
  const mentions = mentionsOf(facts);
  const blocks = [
    ...facts.classes.map((each) => classText(facts, each)),
    ...facts.functions.flatMap((each, id) => functionText(facts, each, id, mentions)),
    exportText(facts),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

function functionText(facts: FileFacts, made: FunctionFacts, id: FunctionId, mentions: Mentions): string[] {
  // The module's top level, when nothing happens there, and the field values of a class without any.
  if (made.body.length === 0 && (id === 0 || made.kind === 'initializer')) return [];
  const lines: string[] = [];
  const line: Line = (depth, text) => lines.push(`${'  '.repeat(depth)}${text}`);
  const printer = { facts, owner: id, numbers: numberSteps(facts, made.body, mentions), mentions, line };
  // A decorator is computed outside, where the function is made.
  for (const decorator of made.decorators) line(0, `@${computation(printer, decorator)}`);
  line(0, id === 0 ? 'module' : headText(printer, made, id));
  printSteps(printer, made.body, 1);
  return [lines.join('\n')];
}

function headText(writer: Writer, made: FunctionFacts, id: FunctionId): string {
  const { facts } = writer;
  const isMember = made.owner !== undefined;
  return [
    made.isStatic && 'static',
    made.isAsync && 'async',
    made.isGenerator && 'generator',
    `${made.kind === 'constructor' ? made.kind : `${made.kind} ${functionName(facts, id)}`}(${made.parameters.map((each) => parameterText(writer, each)).join(', ')})`,
    isMember && `of ${facts.classes[made.owner]?.name ?? '?'}`,
    !isMember && made.parent !== undefined && made.parent > 0 && `in ${functionName(facts, made.parent)}`,
    made.captures.length > 0 && `captures ${made.captures.map((each) => facts.bindings[each]?.name ?? '?').join(', ')}`,
    !isMember && made.usesThis && 'uses this',
    ...exportedAs(facts, id),
  ]
    .filter((word) => typeof word === 'string')
    .join(' ');
}

function parameterText(writer: Writer, { binding, isRest, default: fallback, annotation }: Parameter): string {
  const isDefault = fallback !== undefined;
  return `${isRest ? '...' : ''}${nameOf(writer, binding)}${isDefault ? '=' : ''}${typeText(writer, annotation?.type)}`;
}

/** Types of the language itself are spelled differently in each; only those somebody imported or declared are comparable. */
function typeText(writer: Writer, type: WrittenType | undefined): string {
  if (type?.kind === 'union') {
    const [only, ...others] = type.of.filter(({ kind }) => kind !== 'nothing');
    return others.length === 0 ? typeText(writer, only) : '';
  }
  if (type?.kind !== 'name') return '';
  const text = mention(writer, type.value);
  return text.startsWith('global#') ? '' : `: ${text}`;
}

function exportedAs(facts: FileFacts, id: FunctionId): string[] {
  const own = facts.functions[id]?.name;
  return facts.exports
    .filter(({ value, typeOnly }) => value !== undefined && !typeOnly && functionBehind(facts, value) === id)
    .map(({ name }) => (name === own ? 'exported' : `exported as ${name}`));
}

function functionBehind({ values, bindings }: FileFacts, value: number): FunctionId | undefined {
  const origin = values[value];
  if (origin?.kind === 'function') return origin.function;
  const init = origin?.kind === 'name' ? bindings[origin.binding]?.init : undefined;
  const made = init === undefined ? undefined : values[init];
  return made?.kind === 'function' ? made.function : undefined;
}

function classText(facts: FileFacts, made: ClassFacts): string {
  const writer: Writer = { facts, owner: 0, numbers: new Map() };
  const lines = made.decorators.map((each) => `@${computation(writer, each)}`);
  const base = made.extends === undefined ? '' : ` extends ${computation(writer, made.extends)}`;
  const exported = facts.exports.find(({ value }) => value !== undefined && isClass(facts, value, made));
  const word =
    exported === undefined ? '' : exported.name === made.name ? ' exported' : ` exported as ${exported.name}`;
  lines.push(`class ${made.name ?? '?'}${base}${word}`);
  for (const member of made.members) {
    if (member.function !== undefined) continue;
    const type = member.annotation?.type;
    lines.push(
      `  ${member.isStatic ? 'static ' : ''}field ${member.name}${type?.kind === 'name' ? `: ${mention(writer, type.value)}` : ''}`,
    );
  }
  return lines.join('\n');
}

function isClass({ values, classes }: FileFacts, value: number, made: ClassFacts): boolean {
  const origin = values[value];
  return origin?.kind === 'class' && classes[origin.class] === made;
}

/** The exports that no head has named. */
function exportText(facts: FileFacts): string {
  const writer: Writer = { facts, owner: 0, numbers: new Map() };
  return facts.exports
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap(({ name, value, from, imported }) => {
      if (from !== undefined) return [`export ${name} from ${from}#${imported ?? name}`];
      if (value === undefined) return [`export ${name}`];
      const isShown = functionBehind(facts, value) !== undefined || facts.values[value]?.kind === 'class';
      return isShown ? [] : [`export ${name} = ${mention(writer, value)}`];
    })
    .join('\n');
}
