import { selfContained } from '../effects/calls/self-contained.ts';
import { functionOf } from '../effects/program.ts';
import { growingRecursion } from '../effects/loops/recursion.ts';
import type { Finding } from '../model/finding.ts';
import type { Annotation, FunctionId, Parameter } from '../model/facts.ts';
import type { MeasureRequest } from '../model/measure.ts';
import type { Span } from '../model/span.ts';
import type { Analysis } from './analysis.ts';
import { standalone } from './standalone.ts';

type FunctionRequest = Extract<MeasureRequest, { kind: 'function' }>;

const MODEL = 'A model of this pattern, not your code.';

/** What to measure for a finding: the function itself where it needs nothing but its arguments, else the scenario it is a case of. */
export function measureRequest(analysis: Analysis, { measure, message }: Finding): MeasureRequest | undefined {
  if (!measure) return undefined;
  const isPython = analysis.facts.language === 'python';
  const model = (scenario: string, parameters: Readonly<Record<string, number>>): MeasureRequest => ({
    kind: 'finding',
    title: message,
    scenario: isPython ? (pythonScenarios[scenario] ?? scenario) : scenario,
    // Each scenario has numbers of its own.
    parameters: isPython ? {} : parameters,
    label: MODEL,
  });
  if (measure.kind === 'scenario') return model(measure.scenario, measure.parameters);
  return functionRequest(analysis, measure.function) ?? model('cpu', {});
}

/** The same questions, asked of Python. */
const pythonScenarios: Readonly<Record<string, string>> = { waiting: 'python-waiting', cpu: 'python-cpu' };

/** A function that is called and gives its result, with all it needs; undefined where it needs more than its arguments. */
export function functionRequest(analysis: Analysis, id: FunctionId): FunctionRequest | undefined {
  const file = analysis.program.file(analysis.path);
  if (!file) return undefined;
  const { name, parameters, isAsync, isGenerator } = functionOf(file, id);
  const needed = parameters.filter((each) => each.default === undefined);
  const parts = selfContained({ file, function: id });
  if (!parts || name === undefined || isAsync || isGenerator) return undefined;
  // Arguments are given by their place.
  if (needed.some(({ only }) => only === 'keyword')) return undefined;
  const isPython = file.facts.language === 'python';
  const given = needed.filter(({ isRest }) => !isPython || !isRest);
  const types = given.flatMap(({ annotation, isRest }) => (annotation && !isRest ? [annotation.text] : []));
  return {
    kind: 'function',
    title: name,
    source: standalone(analysis, parts),
    functionName: name,
    language: isPython ? 'py' : /\.[cm]?tsx?$/.test(analysis.path) ? 'ts' : 'js',
    input: `[${given.map(isPython ? examplePython : exampleOf).join(', ')}]`,
    ...(types.length === given.length && { types }),
    size: sizeFor(analysis, id, given),
  };
}

/** The functions of a file that stand for themselves. */
export function measurableFunctions(analysis: Analysis): readonly MeasurableFunction[] {
  return analysis.facts.functions.flatMap(({ start, end, head }, id) => {
    const request = functionRequest(analysis, id);
    return request ? [{ request, head, text: analysis.text.slice(start, end) }] : [];
  });
}

export interface MeasurableFunction {
  readonly request: FunctionRequest;
  /** Its name, where it is declared. */
  readonly head: Span;
  /** Of it alone. */
  readonly text: string;
}

/** A count that keeps a plain loop busy for some milliseconds, fewer elements, and far less where each step doubles the work. */
function sizeFor({ program, path, facts }: Analysis, id: FunctionId, parameters: readonly Parameter[]): number {
  const file = program.file(path);
  const isPython = facts.language === 'python';
  if (file && growingRecursion(program, { file, function: id })) return isPython ? 22 : 30;
  const isCounted = parameters.some(({ annotation }) => isCount(annotation));
  if (isPython) return isCounted ? 100_000 : 1000;
  return isCounted ? 1_000_000 : 10_000;
}

function isCount(annotation: Annotation | undefined): boolean {
  return annotation === undefined || /^(number|bigint|int)$/.test(annotation.text);
}

/** Something to start from; the person puts in what is real. */
function exampleOf({ annotation, isRest }: Parameter): string {
  return isRest ? '...[1, 2, 3]' : example(annotation);
}

function example(annotation: Annotation | undefined): string {
  const type = annotation?.text.replace(/^readonly /, '') ?? 'number';
  if (type === 'number') return 'n';
  if (type === 'bigint') return 'BigInt(n)';
  if (type === 'string') return "'some text '.repeat(n)";
  if (type === 'boolean') return 'true';
  if (/^(number\[\]|(Readonly)?Array<number>)$/.test(type)) return 'Array.from({ length: n }, (_, i) => i)';
  if (/^(string\[\]|(Readonly)?Array<string>)$/.test(type)) return 'Array.from({ length: n }, (_, i) => `item ${i}`)';
  return /\[\]$|Array</.test(type) ? '[]' : '{}';
}

function examplePython({ annotation }: Parameter): string {
  const type = annotation?.text.replace(/^['"]|['"]$/g, '') ?? 'int';
  if (type === 'int') return 'n';
  if (type === 'float') return 'float(n)';
  if (type === 'str') return "'some text ' * n";
  if (type === 'bytes') return "b'some bytes ' * n";
  if (type === 'bool') return 'True';
  const [, item] = /^(?:list|List|Sequence|Iterable|Collection)\[(\w+)\]$/.exec(type) ?? [];
  if (item === 'str') return "[f'item {i}' for i in range(n)]";
  if (item !== undefined) return item === 'float' ? '[float(i) for i in range(n)]' : 'list(range(n))';
  return /^(list|List)\b/.test(type) ? 'list(range(n))' : /^(dict|Dict|Mapping)\b/.test(type) ? '{}' : 'None';
}

/** The text of the function that a finding would have measured, by which a measurement is found again. */
export function measuredFunction(analysis: Analysis, { measure }: Finding): { name: string; text: string } | undefined {
  const file = measure?.kind === 'function' ? analysis.program.file(analysis.path) : undefined;
  if (!file || measure?.kind !== 'function') return undefined;
  const { name, start, end } = functionOf(file, measure.function);
  return name === undefined ? undefined : { name, text: analysis.text.slice(start, end) };
}
