import type { RuleId, RuleMeta } from '../../model/rule.ts';
import { didYouMean } from '../../workspace/nearest.ts';
import { parseCommand, ruleNamed, wholeNumber } from '../arguments.ts';
import { UsageError } from '../exit-code.ts';

const formats = ['pretty', 'json'] as const;

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: (typeof formats)[number];
  readonly hints: boolean;
  /** Show every finding, also where many lead to the same place. */
  readonly every: boolean;
  /** How many findings may be shown before the exit code says so. */
  readonly maxWarnings: number;
  readonly config?: string;
  /** Whether to take from earlier runs what has not changed. */
  readonly cache: boolean;
  /** The folder for that, instead of the system's own. */
  readonly cacheLocation?: string;
  /** The only rules to show, or none for all. Throws on a name that no rule has. */
  rules(known: readonly RuleMeta[]): readonly RuleId[];
}

export function parseCheckOptions(args: readonly string[]): CheckOptions {
  const { values, positionals } = parseCommand('check', args, {
    format: { type: 'string', default: 'pretty' },
    // As `bench` has it; `--format` is what is documented of both.
    json: { type: 'boolean', default: false },
    rule: { type: 'string', multiple: true, default: [] },
    hints: { type: 'boolean', default: false },
    every: { type: 'boolean', default: false },
    config: { type: 'string' },
    'max-warnings': { type: 'string', default: '0' },
    'no-cache': { type: 'boolean', default: false },
    'cache-location': { type: 'string' },
  });
  const format = values.json ? 'json' : formats.find((known) => known === values.format);
  if (format === undefined) {
    const way = didYouMean(values.format, formats) || ' There are `pretty` and `json`.';
    throw new UsageError(`There is no format \`${values.format}\`.${way}`);
  }
  const names = values.rule.flatMap((list) => list.split(',')).map((name) => name.trim());
  return {
    paths: positionals.length > 0 ? positionals : ['.'],
    format,
    hints: values.hints,
    every: values.every,
    maxWarnings: wholeNumber('max-warnings', values['max-warnings']),
    cache: !values['no-cache'],
    ...(values['cache-location'] !== undefined && { cacheLocation: values['cache-location'] }),
    ...(values.config !== undefined && { config: values.config }),
    rules: (known) => names.map((name) => ruleNamed(name, known)),
  };
}
