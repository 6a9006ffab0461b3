import {
  evaluate,
  parse,
  type ArrayNode,
  type MemberNode,
  type ObjectNode,
  type ValueNode,
} from '@humanwhocodes/momoa';
import { parseLibrary } from '../engine/libraries.ts';
import { defaultConfig, type Config } from '../model/config.ts';
import type { Level } from '../model/finding.ts';
import { didYouMean } from './nearest.ts';

export const configFileName = 'unblock.config.json';

/** Something wrong in a config file. Line and column count from 1, as people do. */
export interface ConfigProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ParsedConfig {
  /** What the file says, with the defaults for what it leaves out or says wrongly. */
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
}

type Report = (node: ValueNode | MemberNode['name'], message: string) => void;

const levels: readonly Level[] = ['warning', 'information', 'hint'];
const keys = ['enable', 'level', 'rules', 'libraries', '$schema'];

/** Reads the text of an `unblock.config.json`: JSON, comments and trailing commas allowed. Never throws. */
export function parseConfig(path: string, text: string, knownRules: readonly string[]): ParsedConfig {
  const problems: ConfigProblem[] = [];
  const report: Report = (node, message) =>
    problems.push({ path, line: node.loc.start.line, column: node.loc.start.column, message });
  let root: ValueNode;
  try {
    root = parse(text, { mode: 'jsonc', allowTrailingCommas: true }).body;
  } catch (error) {
    return { config: defaultConfig, problems: [syntaxProblem(path, text, error)] };
  }
  if (root.type !== 'Object') {
    report(root, 'The file must hold an object. Write `{}` for the defaults.');
    return { config: defaultConfig, problems };
  }
  return { config: readObject(root, knownRules, report), problems };
}

function readObject(root: ObjectNode, knownRules: readonly string[], report: Report): Config {
  let config = defaultConfig;
  for (const member of root.members) {
    const { value } = member;
    const key = nameOf(member);
    if (key === 'enable') {
      if (value.type === 'Boolean') config = { ...config, enable: value.value };
      else report(value, '`enable` must be `true` or `false`.');
    } else if (key === 'level') {
      const level = oneOf(value, levels);
      if (level === undefined) report(value, `\`level\` must be ${choices(levels)}.${meant(value, levels)}`);
      else config = { ...config, level };
    } else if (key === 'rules') {
      if (value.type === 'Object') config = { ...config, rules: readRules(value, knownRules, report) };
      else report(value, '`rules` must be an object such as `{ "unblock/blocking-call": "off" }`.');
    } else if (key === 'libraries') {
      if (value.type === 'Array') config = { ...config, libraries: readLibraries(value, report) };
      else report(value, '`libraries` must be a list of descriptions, such as `[{ "language": "javascript", … }]`.');
    } else if (key !== '$schema') {
      report(member.name, `There is no setting \`${key}\`.${didYouMean(key, keys)}`);
    }
  }
  return config;
}

function readRules(object: ObjectNode, knownRules: readonly string[], report: Report): Config['rules'] {
  const rules: Record<string, Level | 'off'> = {};
  const values = ['off', ...levels] as const;
  for (const member of object.members) {
    const rule = nameOf(member);
    const value = oneOf(member.value, values);
    if (!knownRules.includes(rule)) {
      report(member.name, `There is no rule \`${rule}\`.${didYouMean(rule, knownRules)}`);
    } else if (value === undefined) {
      report(member.value, `\`${rule}\` must be ${choices(values)}.${meant(member.value, values)}`);
    } else rules[rule] = value;
  }
  return rules;
}

/** Those that are sound; of the others every problem is told where their description begins. */
function readLibraries(list: ArrayNode, report: Report): Config['libraries'] {
  return list.elements.flatMap(({ value }, index) => {
    const parsed = parseLibrary(evaluate(value));
    if ('library' in parsed) return [parsed.library];
    for (const problem of parsed.problems) report(value, `\`libraries[${index}]\`: ${problem}`);
    return [];
  });
}

function nameOf({ name }: MemberNode): string {
  return name.type === 'String' ? name.value : name.name;
}

function oneOf<T extends string>(node: ValueNode, values: readonly T[]): T | undefined {
  return node.type === 'String' ? values.find((value) => value === node.value) : undefined;
}

function choices(values: readonly string[]): string {
  const quoted = values.map((value) => `\`"${value}"\``);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}`;
}

/** ESLint's words are what fingers know. */
const otherWords: Readonly<Record<string, string>> = { error: 'warning', warn: 'warning', info: 'information' };

function meant(node: ValueNode, values: readonly string[]): string {
  if (node.type !== 'String') return '';
  const word = otherWords[node.value];
  return word === undefined ? didYouMean(node.value, values) : ` Did you mean \`${word}\`?`;
}

/** What the parser calls the tokens that people see. */
const tokens: Readonly<Record<string, string>> = {
  LBrace: '`{`',
  RBrace: '`}`',
  LBracket: '`[`',
  RBracket: '`]`',
  Comma: '`,`',
  Colon: '`:`',
};

function syntaxProblem(path: string, text: string, error: unknown): ConfigProblem {
  const { line = 1, column = 1 } = error as { line?: number; column?: number };
  if (text.trim() === '') return { path, line, column, message: 'The file is empty. Write `{}` for the defaults.' };
  const words = (error instanceof Error ? error.message : String(error))
    .replace(/\.? \(\d+:\d+\)$/, '')
    .replace(/token (\w+)/, (all, token: string) => tokens[token] ?? all);
  return { path, line, column, message: `This is not JSON: ${words.charAt(0).toLowerCase()}${words.slice(1)}.` };
}
