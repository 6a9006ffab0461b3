import { selfContained } from '../effects/self-contained.ts';
import { functionOf } from '../effects/program.ts';
import { growingRecursion } from '../effects/recursion.ts';
import type { Finding } from '../model/finding.ts';
import type { Annotation, FunctionId, Parameter } from '../model/facts.ts';
import type { MeasureRequest } from '../model/measure.ts';
import type { Analysis } from './analysis.ts';

const MODEL = 'A model of this pattern, not your code.';

/** What to measure for a finding: the function itself where it needs nothing but its arguments, else the scenario it is a case of. */
export function measureRequest(analysis: Analysis, { measure, message }: Finding): MeasureRequest | undefined {
  if (!measure) return undefined;
  if (measure.kind === 'scenario') {
    return {
      kind: 'finding',
      title: message,
      scenario: measure.scenario,
      parameters: measure.parameters,
      label: MODEL,
    };
  }
  const program = analysis.program;
  const file = program.file(analysis.path);
  if (!file) return undefined;
  const { name, parameters, isAsync } = functionOf(file, measure.function);
  const parts = selfContained({ file, function: measure.function });
  if (!parts || name === undefined || isAsync || file.facts.language !== 'javascript') {
    return { kind: 'finding', title: message, scenario: 'cpu', parameters: {}, label: MODEL };
  }
  return {
    kind: 'function',
    title: name,
    source: parts
      .map(({ start, end, isConst }) => `${isConst ? 'const ' : ''}${analysis.text.slice(start, end)}`)
      .join('\n\n'),
    functionName: name,
    language: /\.[cm]?tsx?$/.test(analysis.path) ? 'ts' : 'js',
    input: `[${parameters.map(exampleOf).join(', ')}]`,
    size: sizeFor(analysis, measure.function, parameters),
  };
}

/** A count that keeps a plain loop busy for some milliseconds, fewer elements, and far less where each step doubles the work. */
function sizeFor({ program, path }: Analysis, id: FunctionId, parameters: readonly Parameter[]): number {
  const file = program.file(path);
  if (file && growingRecursion(program, { file, function: id })) return 30;
  return parameters.some(({ annotation }) => isCount(annotation)) ? 1_000_000 : 10_000;
}

function isCount(annotation: Annotation | undefined): boolean {
  return annotation === undefined || /^(number|bigint)$/.test(annotation.text);
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

/** The text of the function that a finding would have measured, by which a measurement is found again. */
export function measuredFunction(analysis: Analysis, { measure }: Finding): { name: string; text: string } | undefined {
  const file = measure?.kind === 'function' ? analysis.program.file(analysis.path) : undefined;
  if (!file || measure?.kind !== 'function') return undefined;
  const { name, start, end } = functionOf(file, measure.function);
  return name === undefined ? undefined : { name, text: analysis.text.slice(start, end) };
}
