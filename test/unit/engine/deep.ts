// Run by node itself, as hosts do: analyses half a megabyte of what the arguments name, and says on standard output what threw.
import { analyze } from '../../../src/engine/analyze.ts';
import { whyAt } from '../../../src/engine/why.ts';

const SIZE = 500_000;

for (const piece of process.argv.slice(2)) {
  const code = piece.repeat(Math.floor(SIZE / piece.length)).replace(/(.{120})/g, '$1\n');
  try {
    const analysis = analyze('src/a.tsx', code);
    whyAt(analysis, 0);
    for (const { rule, stack } of analysis.faults) process.stdout.write(`${piece}: ${rule}: ${stack}\n`);
    if (analysis.findings.length > 0) process.stdout.write(`${piece}: there are findings\n`);
  } catch (error) {
    process.stdout.write(`${piece}: ${String(error)}\n`);
  }
}
