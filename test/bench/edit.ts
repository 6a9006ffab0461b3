// How long an edit takes to be felt by the rest of a project: `npm run bench:edit -- FOLDER…`. Each time one file of the index says
// something else; then it and files that import it, as if they were open beside it, are looked at within the next version of the program.
// Processor time of this thread, so that others on the machine do not count; ratios to the analysis of the file alone.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { analyze, canAnalyze, programOf, readFacts, release, warm } from '../../src/engine/analyze.ts';
import { importersOf } from '../../src/effects/replace-file.ts';
import { indexProject } from '../../src/workspace/background-index.ts';

const EDITS = 40;
const WARM_UP = 10;
/** So many files are open beside the one that is edited. */
const OPEN = 4;

const engine = {
  canAnalyze: (path: string) => canAnalyze(path) && !path.endsWith('.py'),
  readFacts: (path: string, text: string) => readFacts(path, text).facts,
  programOf,
  warm,
  release,
};

function milliseconds(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

function told(name: string, times: readonly number[]): string {
  const sorted = times.slice(WARM_UP).toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? NaN).toFixed(1).padStart(7);
  return `  ${name.padEnd(44)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms`;
}

for (const root of process.argv.slice(2).map((each) => resolve(each))) {
  const indexed = await indexProject(engine, {
    root,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  if (!indexed) throw new Error(`${root} has too many files.`);
  const { program: base } = indexed;
  const importers = importersOf(base);
  const edited = base.paths.filter(
    (path) => base.file(path)?.role.kind === 'source' && (importers.get(path)?.length ?? 0) > 1,
  );
  const [alone, own, others]: [number[], number[], number[]] = [[], [], []];
  for (let edit = 0; edit < Math.min(EDITS, edited.length); edit++) {
    const path = edited[(edit * 7_919) % edited.length] ?? '';
    const text = `${readFileSync(path, 'utf8')}\nexport function freshlyTyped(): number {\n  return 1;\n}\n`;
    alone.push(milliseconds(() => void analyze(path, text)));
    let program = base;
    own.push(milliseconds(() => void ({ program } = analyze(path, text, { base }))));
    const open = (importers.get(path) ?? []).slice(0, OPEN).map((each) => [each, readFileSync(each, 'utf8')] as const);
    others.push(
      milliseconds(() => {
        for (const [each, its] of open) analyze(each, its, { program });
      }),
    );
  }
  console.log(`${root}: ${base.paths.length.toLocaleString('en')} files`);
  console.log(told('the file by itself', alone));
  console.log(told('the file within the project', own));
  console.log(
    told(
      `… and ${OPEN} open files that import it`,
      own.map((each, index) => each + (others[index] ?? 0)),
    ),
  );
}
