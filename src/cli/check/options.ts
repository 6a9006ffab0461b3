import type { RuleId, RuleMeta } from '../../model/rule.ts';
import { didYouMean } from '../../workspace/nearest.ts';
import { parseCommand, ruleNamed, wholeNumber } from '../arguments.ts';
import { UsageError } from '../exit-code.ts';

const formats = ['pretty', 'json'] as const;

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: (typeof formats)[number];
  readonly hints: boolean;
  /** How many findings may be shown before the exit code says so. */
  readonly maxWarnings: number;
  readonly config?: string;
  /** The only rules to show, or none for all. Throws on a name that no rule has. */
  rules(known: readonly RuleMeta[]): readonly RuleId[];
}

export function parseCheckOptions(args: readonly string[]): CheckOptions {
  const { values, positionals } = parseCommand('check', args, {
    format: { type: 'string', default: 'pretty' },
    rule: { type: 'string', multiple: true, default: [] },
    hints: { type: 'boolean', default: false },
    config: { type: 'string' },
    'max-warnings': { type: 'string', default: '0' },
  });
  const format = formats.find((known) => known === values.format);
  if (format === undefined) {
    const way = didYouMean(values.format, formats) || ' There are `pretty` and `json`.';
    throw new UsageError(`There is no format \`${values.format}\`.${way}`);
  }
  const names = values.rule.flatMap((list) => list.split(',')).map((name) => name.trim());
  return {
    paths: positionals.length > 0 ? positionals : ['.'],
    format,
    hints: values.hints,
    maxWarnings: wholeNumber('max-warnings', values['max-warnings']),
    ...(values.config !== undefined && { config: values.config }),
    rules: (known) => names.map((name) => ruleNamed(name, known)),
  };
}
