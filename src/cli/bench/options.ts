import type { ParameterValues, Scenario, ScenarioParameter } from '../../model/variant.ts';
import { didYouMean } from '../../workspace/nearest.ts';
import { parseCommand, wholeNumber } from '../arguments.ts';
import { UsageError } from '../exit-code.ts';

/** A function in a file, as people name it: `src/page.ts#render`. */
export interface FunctionName {
  readonly path: string;
  readonly name: string;
}

export interface ScenarioRun {
  readonly kind: 'scenario';
  readonly scenario: Scenario;
  readonly parameters: ParameterValues;
}

export interface FunctionRun {
  readonly kind: 'function';
  readonly target: FunctionName;
  /** What it is measured against: itself in a pool, itself as a fix leaves it, or another function. */
  readonly against: 'pool' | 'fix' | FunctionName;
  /** Which fix, where there are several. */
  readonly fix?: string;
  readonly input?: string;
  readonly setup?: string;
  readonly sizes: readonly number[];
  readonly calls: number;
  readonly tolerance: number;
}

export interface BenchOptions {
  readonly format: 'pretty' | 'json';
  /** Which Python to run; `python3` when absent. */
  readonly python?: string;
  /** What to measure; absent to list what there is. */
  readonly run?: ScenarioRun | FunctionRun;
}

export function parseBenchOptions(args: readonly string[], scenarios: readonly Scenario[]): BenchOptions {
  const { values, positionals } = parseCommand('bench', args, {
    list: { type: 'boolean', default: false },
    scenario: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    against: { type: 'string', default: 'pool' },
    fix: { type: 'string' },
    input: { type: 'string' },
    setup: { type: 'string' },
    sizes: { type: 'string' },
    calls: { type: 'string', default: '1' },
    tolerance: { type: 'string', default: '0' },
    python: { type: 'string' },
    json: { type: 'boolean', default: false },
    format: { type: 'string', default: 'pretty' },
  });
  if (values.format !== 'pretty' && values.format !== 'json') {
    throw new UsageError(`There is no format \`${values.format}\`. There are \`pretty\` and \`json\`.`);
  }
  const common = {
    format: values.json ? 'json' : values.format,
    ...(values.python !== undefined && { python: values.python }),
  } as const;
  if (values.list) return common;
  const [target, ...others] = positionals;
  if (target !== undefined) {
    if (others.length > 0 || values.scenario !== undefined) {
      throw new UsageError('Name one thing to measure: a function, as in `src/page.ts#render`, or a scenario.');
    }
    const { fix, input, setup } = values;
    if (fix !== undefined && values.against !== 'fix') {
      throw new UsageError('`--fix` names the fix to measure against. Say `--against fix`, too.');
    }
    const run: FunctionRun = {
      kind: 'function',
      target: functionNamed(target),
      against: values.against === 'fix' || values.against === 'pool' ? values.against : functionNamed(values.against),
      ...(fix !== undefined && { fix }),
      ...(input !== undefined && { input }),
      ...(setup !== undefined && { setup }),
      sizes: parseSizes(values.sizes),
      calls: wholeNumber('calls', values.calls),
      tolerance: parseTolerance(values.tolerance),
    };
    return { ...common, run };
  }
  if (values.scenario === undefined) {
    throw new UsageError(
      'Name a function, as in `unblock bench src/page.ts#render`, or a scenario with `--scenario`; `unblock bench --list` shows what there is.',
    );
  }
  const scenario = scenarioNamed(values.scenario, scenarios);
  return { ...common, run: { kind: 'scenario', scenario, parameters: parseParameters(scenario, values.set) } };
}

/** `PATH#NAME`; a path may hold `#` itself. */
function functionNamed(text: string): FunctionName {
  const [, path, name] = /^(.+)#([^#]+)$/s.exec(text) ?? [];
  if (path === undefined || name === undefined) {
    throw new UsageError(`\`${text}\` names no function. Write it as in \`unblock bench src/page.ts#render\`.`);
  }
  return { path, name };
}

function parseSizes(text: string | undefined): readonly number[] {
  if (text === undefined) return [];
  const sizes = text.split(',').map((size) => wholeNumber('sizes', size.trim()));
  if (sizes.some((size) => size < 1)) throw new UsageError('`--sizes` are whole numbers from 1 on.');
  return sizes;
}

function parseTolerance(text: string): number {
  const tolerance = Number(text);
  if (text.trim() !== '' && tolerance >= 0 && tolerance < 1) return tolerance;
  throw new UsageError(`\`--tolerance\` is a number from 0 to 1, such as 1e-9, not \`${text}\`.`);
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
