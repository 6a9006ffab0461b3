import { resolveValue, symbolName } from '../effects/symbols.ts';
import { remediesFor as proposeRemedies } from '../fixes/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Remedies } from '../model/fix.ts';
import type { PythonProject } from '../model/python-project.ts';
import type { Analysis } from './analysis.ts';

export interface RemedyOptions {
  /** Whether a file is there already: a new one takes a name that is free. */
  readonly exists?: (path: string) => boolean;
  /** What the project says of its Python; whatever it leaves out is taken to be up to date. */
  readonly python?: PythonProject;
}

/** The cures for one finding of an analysis, safe ones first, and what stands in the way of others. */
export function remediesFor(analysis: Analysis, finding: Finding, options: RemedyOptions = {}): Remedies {
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
    ...(options.exists ? { exists: options.exists } : {}),
    ...(options.python ? { python: options.python } : {}),
  });
}
