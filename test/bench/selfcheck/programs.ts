// The functions that are measured, each as the text of a module.
import {
  prepareFunction,
  targetExport,
  type BenchmarkRequest,
  type BenchmarkSettings,
} from '../../../src/bench/index.ts';

export const code = (source: string): string => prepareFunction({ source, functionName: 'f', language: 'js' });

/** Steps over whole numbers. */
export const numbers = (share: number): string =>
  code(
    `function f(n) { let s = 1; const end = Math.round(n * ${share}); for (let i = 0; i < end; i++) s = (Math.imul(s, 1664525) + 1013904223) | 0; return s === 0.5; }`,
  );

/** Steps that leave objects behind. */
export const objects = (share: number): string =>
  code(
    `function f(n) { let s = 0; const end = Math.round(n * ${share} / 20); for (let i = 0; i < end; i++) { const o = { i, list: [i, i + 1] }; s += o.list.length; } return s < 0; }`,
  );

/** Short processes: what they lack in precision the number of trials makes up for. */
export const short: Partial<BenchmarkSettings> = { warmupMs: 15, rounds: 5, blockMs: 4, delayMs: 1, budgetMs: 60 };

/** Programs by name, the first two compared, all in the same process. @param input a list of arguments */
export function sideBySide(programs: Readonly<Record<string, string>>, input: string): BenchmarkRequest {
  const [baseline = '', candidate = ''] = Object.keys(programs);
  const variants = Object.entries(programs).map(([id, text]) => ({
    id,
    label: id,
    program: { kind: 'source' as const, code: text, exportName: targetExport, runs: 'inline' as const },
  }));
  return { title: 'self-check', variants, baseline, candidate, input };
}
