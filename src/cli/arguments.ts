import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { RuleId, RuleMeta } from '../model/rule.ts';
import { didYouMean } from '../workspace/nearest.ts';
import { UsageError } from './exit-code.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** `node:util`'s parser, with errors that name the way out. */
export function parseCommand<const T extends Options>(command: string, args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${explain(error, options)} See \`unblock ${command} --help\`.`);
  }
}

function explain(error: unknown, options: Options): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '(-{1,2})([^']+)'/.exec(message);
  const [, dashes, name] = unknown ?? [];
  if (dashes !== undefined && name !== undefined) {
    const known = Object.keys(options).map((option) => `--${option}`);
    return `There is no option \`${dashes}${name}\`.${didYouMean(`--${name}`, known)}`;
  }
  const missing = /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (missing|is ambiguous)/.exec(message)?.[1];
  if (missing !== undefined) return `\`${missing}\` needs a value.`;
  return message.endsWith('.') ? message : `${message}.`;
}

/** The id of the rule that a person calls `name`, with or without `unblock/`. */
export function ruleNamed(name: string, rules: readonly RuleMeta[]): RuleId {
  const ids = rules.map(({ id }) => id);
  const found = ids.find((id) => id === name || id === `unblock/${name}`);
  if (found !== undefined) return found;
  const near = didYouMean(name, ids) || ` There are ${ids.map((id) => `\`${id}\``).join(', ')}.`;
  throw new UsageError(`There is no rule \`${name}\`.${near}`);
}

/** The value of an option that counts something. */
export function wholeNumber(option: string, value: string): number {
  if (!/^\d+$/.test(value))
    throw new UsageError(`\`--${option}\` must be a whole number, 0 or more, not \`${value}\`.`);
  return Number(value);
}
