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
    input: `[${parameters.map((each) => exampleOf(each, sizeFor(analysis, measure.function))).join(', ')}]`,
  };
}

/** A number that keeps a plain loop busy for some milliseconds; far less where each step doubles the work. */
function sizeFor({ program, path }: Analysis, id: FunctionId): number {
  const file = program.file(path);
  return file && growingRecursion(program, { file, function: id }) ? 30 : 1_000_000;
}

/** Something to start from; the person puts in what is real. */
function exampleOf({ annotation, isRest }: Parameter, size: number): string {
  return isRest ? '...[1, 2, 3]' : example(annotation, size);
}

function example(annotation: Annotation | undefined, size: number): string {
  const type = annotation?.text.replace(/^readonly /, '') ?? 'number';
  if (/^(number|bigint)$/.test(type)) return type === 'bigint' ? `${size}n` : String(size);
  if (type === 'string') return "'some text '.repeat(1000)";
  if (type === 'boolean') return 'true';
  if (/^(number\[\]|(Readonly)?Array<number>)$/.test(type)) return 'Array.from({ length: 10000 }, (_, i) => i)';
  if (/^(string\[\]|(Readonly)?Array<string>)$/.test(type))
    return 'Array.from({ length: 10000 }, (_, i) => `item ${i}`)';
  return /\[\]$|Array</.test(type) ? '[]' : '{}';
}
