// Which variants share a process, and with which settings they are run.
import { availableParallelism } from 'node:os';
import { effectiveParameters, type ParameterValues, type Variant } from '../../model/variant.ts';
import { BenchmarkError, type BenchmarkRequest, type BenchmarkSettings } from '../request.ts';
import { findScenario } from '../scenarios/index.ts';

const usual: Omit<BenchmarkSettings, 'threads'> = {
  repetitions: 30,
  firstLook: 15,
  confidence: 0.99,
  rounds: 10,
  blockMs: 12,
  warmupMs: 120,
  delayMs: 60,
  budgetMs: 500,
  stepLimitMs: 20_000,
  totalLimitMs: 90_000,
  memoryLimitMb: 700,
};

export interface Plan {
  readonly request: BenchmarkRequest;
  readonly settings: BenchmarkSettings;
  readonly parameters: ParameterValues;
  /** A JavaScript expression for the argument list, with its set-up in it. */
  readonly input: string;
  readonly calls: number;
  /** Variants that share one process. Source code on the main thread never shares one with a pool. */
  readonly groups: readonly (readonly Variant[])[];
  readonly ownCode: boolean;
  readonly language: 'javascript' | 'python';
  readonly usesPool: boolean;
  /** A server and its clients run inside. */
  readonly loopback: boolean;
  /** The most that running in parallel can gain; undefined for work that waits. */
  readonly parallelLimit: number | undefined;
  /** How many of its pool's tasks a unit has in work at once; undefined for work that waits. */
  readonly tasksAtOnce: number | undefined;
  /** The confidence of one look, so that all of them together reach the one asked for. */
  readonly lookConfidence: number;
}

/** @throws BenchmarkError `invalid-request` */
export function makePlan(request: BenchmarkRequest): Plan {
  const { variants } = request;
  const ids = new Set(variants.map(({ id }) => id));
  if (ids.size !== variants.length || variants.length < 2)
    throw invalid('A comparison needs two variants with different names.');
  if (!ids.has(request.baseline) || !ids.has(request.candidate) || request.baseline === request.candidate) {
    throw invalid('The two variants to compare are not among those given.');
  }
  const builtin = variants.flatMap(({ program }) => (program.kind === 'builtin' ? [program] : []));
  if (builtin.length !== 0 && builtin.length !== variants.length)
    throw invalid('Built-in variants and code of your own cannot be compared.');
  const definition = builtin[0] && findScenario(builtin[0].scenario);
  if (builtin[0] && !definition) throw invalid(`There is no scenario “${builtin[0].scenario}”.`);

  const threads = Math.max(1, Math.min(4, availableParallelism()));
  const settings = { ...usual, threads, ...definition?.settings, ...request.settings };
  const input = inputOf(request);
  if (input.length > 100_000)
    throw invalid('The input is longer than 100,000 characters. Build it with an expression instead.');
  const usesPool = definition
    ? definition.cpuBound
    : variants.some(({ program }) => program.kind === 'source' && program.runs === 'pool');
  const language = languageOf(request);
  const calls = Math.round(request.calls ?? 1);
  if (!(calls >= 1 && calls <= 1000)) throw invalid('Between 1 and 1,000 calls can be started together.');
  return {
    request,
    settings,
    parameters: definition ? effectiveParameters(definition.scenario, request.parameters) : {},
    input,
    calls,
    groups: definition ? [variants] : groupByPlacement(variants),
    ownCode: !definition,
    language,
    usesPool,
    loopback: definition?.loopback === true,
    parallelLimit:
      usesPool && definition?.cpuBound !== false ? Math.min(settings.threads, availableParallelism()) * 1.1 : undefined,
    tasksAtOnce:
      definition?.cpuBound === false ? undefined : definition ? settings.threads : Math.min(calls, settings.threads),
    lookConfidence: settings.firstLook < settings.repetitions ? (1 + settings.confidence) / 2 : settings.confidence,
  };
}

/** Set-up, size and arguments as one expression. Their line breaks let each end in a comment. */
export function inputOf(request: BenchmarkRequest, other = request.input ?? '[]'): string {
  const { setup, size } = request;
  if (languageOf(request) === 'python') return JSON.stringify({ input: other, setup: setup ?? '', size: size ?? 1 });
  if (setup === undefined && size === undefined) return other;
  return `((n) => {\n${setup ?? ''}\n;return (${other}\n);})(${size ?? 1})`;
}

/** @throws BenchmarkError when the variants are of several languages. */
export function languageOf({ variants }: Pick<BenchmarkRequest, 'variants'>): 'javascript' | 'python' {
  const languages = new Set(
    variants.map(
      ({ program }) =>
        (program.kind === 'source' ? program.language : findScenario(program.scenario)?.language) ?? 'javascript',
    ),
  );
  const [language = 'javascript', ...others] = languages;
  if (others.length > 0) throw invalid('Functions of different languages cannot be compared.');
  return language;
}

/** The most that this variant can gain; undefined where the machine's processors do not bound it: it waits, or has one thread. */
export function parallelLimitOf({ request, parallelLimit }: Plan, variantId: string): number | undefined {
  const program = request.variants.find(({ id }) => id === variantId)?.program;
  return program?.kind === 'source' && program.runs === 'inline' ? undefined : parallelLimit;
}

function groupByPlacement(variants: readonly Variant[]): readonly (readonly Variant[])[] {
  const runs = (placement: string): readonly Variant[] =>
    variants.filter(({ program }) => program.kind === 'source' && program.runs === placement);
  return [runs('inline'), runs('pool')].filter((group) => group.length > 0);
}

function invalid(message: string): BenchmarkError {
  return new BenchmarkError('invalid-request', message);
}
