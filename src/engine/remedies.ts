import { resolveValue, symbolName } from '../effects/symbols.ts';
import { remediesFor as proposeRemedies } from '../fixes/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Remedies } from '../model/fix.ts';
import type { Surroundings } from '../model/surroundings.ts';
import type { Analysis } from './analysis.ts';

/** The cures for one finding of an analysis, safe ones first, and what stands in the way of others. */
export function remediesFor(analysis: Analysis, finding: Finding, surroundings: Surroundings = {}): Remedies {
  const { path, text, facts, program } = analysis;
  const file = program.file(path);
  if (!file) return { fixes: [], obstacles: [] };
  return proposeRemedies({
    path,
    text,
    facts,
    finding,
    knowledge: program.knowledge,
    program,
    file,
    symbolOf: (value) => {
      const symbol = resolveValue(program, file, value);
      return symbol && symbolName(symbol);
    },
    ...surroundings,
  });
}
