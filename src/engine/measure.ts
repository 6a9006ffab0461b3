import { selfContained } from '../effects/self-contained.ts';
import { functionOf } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import type { Annotation, Parameter } from '../model/facts.ts';
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
  if (!parts || name === undefined || isAsync) {
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
  };
}

/** Something to start from; the person puts in what is real. */
function exampleOf({ annotation, isRest }: Parameter): string {
  return isRest ? '...[1, 2, 3]' : example(annotation);
}

function example(annotation: Annotation | undefined): string {
  const type = annotation?.text.replace(/^readonly /, '') ?? 'number';
  if (/^(number|bigint)$/.test(type)) return type === 'bigint' ? '100000n' : '100000';
  if (type === 'string') return "'some text '.repeat(1000)";
  if (type === 'boolean') return 'true';
  if (/^(number\[\]|(Readonly)?Array<number>)$/.test(type)) return 'Array.from({ length: 10000 }, (_, i) => i)';
  if (/^(string\[\]|(Readonly)?Array<string>)$/.test(type))
    return 'Array.from({ length: 10000 }, (_, i) => `item ${i}`)';
  return /\[\]$|Array</.test(type) ? '[]' : '{}';
}
