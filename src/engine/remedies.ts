import { resolveValue, symbolName } from '../effects/symbols.ts';
import { remediesFor as proposeRemedies } from '../fixes/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Remedies } from '../model/fix.ts';
import type { Analysis } from './analysis.ts';

export interface RemedyOptions {
  /** Whether a file is there already: a new one takes a name that is free. */
  readonly exists?: (path: string) => boolean;
}

/** The cures for one finding of an analysis, safe ones first, and what stands in the way of others. */
export function remediesFor(analysis: Analysis, finding: Finding, options: RemedyOptions = {}): Remedies {
  const { path, text, facts, program } = analysis;
  // Every remedy but one edits JavaScript.
  if (facts.language !== 'javascript' && finding.subject.kind !== 'suppression') return { fixes: [], obstacles: [] };
  const file = program.file(path);
  return proposeRemedies({
    path,
    text,
    facts,
    finding,
    knowledge: program.knowledge,
    symbolOf: (value) => {
      const symbol = file && resolveValue(program, file, value);
      return symbol && symbolName(symbol);
    },
    ...(options.exists ? { exists: options.exists } : {}),
  });
}
