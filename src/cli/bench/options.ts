import type { ParameterValues, Scenario, ScenarioParameter } from '../../model/variant.ts';
import { didYouMean } from '../../workspace/nearest.ts';
import { parseCommand, wholeNumber } from '../arguments.ts';
import { UsageError } from '../exit-code.ts';

export interface BenchOptions {
  readonly format: 'pretty' | 'json';
  /** What to measure; absent to list what there is. */
  readonly run?: { readonly scenario: Scenario; readonly parameters: ParameterValues };
}

export function parseBenchOptions(args: readonly string[], scenarios: readonly Scenario[]): BenchOptions {
  const { values, positionals } = parseCommand('bench', args, {
    list: { type: 'boolean', default: false },
    scenario: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    format: { type: 'string', default: 'pretty' },
  });
  if (positionals.length > 0) throw new UsageError('Name what to measure as in `unblock bench --scenario waiting`.');
  if (values.format !== 'pretty' && values.format !== 'json') {
    throw new UsageError(`There is no format \`${values.format}\`. There are \`pretty\` and \`json\`.`);
  }
  if (values.list) return { format: values.format };
  if (values.scenario === undefined) {
    throw new UsageError('Name what to measure with `--scenario`; `unblock bench --list` shows what there is.');
  }
  const scenario = scenarioNamed(values.scenario, scenarios);
  return { format: values.format, run: { scenario, parameters: parseParameters(scenario, values.set) } };
}

function scenarioNamed(id: string, scenarios: readonly Scenario[]): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found !== undefined) return found;
  const ids = scenarios.map((scenario) => scenario.id);
  throw new UsageError(`There is no scenario \`${id}\`.${didYouMean(id, ids) || ` There are ${quoted(ids)}.`}`);
}

function parseParameters({ parameters }: Scenario, settings: readonly string[]): ParameterValues {
  const values: Record<string, number> = {};
  for (const setting of settings) {
    const [id = '', value = ''] = setting.split('=');
    const parameter = parameters.find((known) => known.id === id);
    if (parameter === undefined) {
      const ids = parameters.map((known) => known.id);
      throw new UsageError(`There is no parameter \`${id}\`.${didYouMean(id, ids) || ` There are ${quoted(ids)}.`}`);
    }
    values[id] = withinBounds(parameter, wholeNumber(`set ${id}=N`, value));
  }
  return values;
}

function withinBounds({ id, minimum, maximum }: ScenarioParameter, value: number): number {
  if (value >= minimum && value <= maximum) return value;
  throw new UsageError(`\`${id}\` must lie between ${minimum} and ${maximum}.`);
}

function quoted(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(', ');
}
