import type { Analysis, Program } from '../../engine/analysis.ts';
import type { Config } from '../../model/config.ts';
import type { Project } from '../../model/project.ts';
import { type FileProblem } from '../../workspace/file-problem.ts';
import { isProblem, readTextFile } from '../../workspace/text-file.ts';
import type { Engine } from '../engine.ts';

/** What looking into a file that nobody has open came to. */
export type Outcome =
  | { readonly kind: 'clean' }
  /** There is something to tell: findings, rules that threw, or both. */
  | { readonly kind: 'findings'; readonly analysis: Analysis }
  | { readonly kind: 'left-out'; readonly why: LeftOut; readonly message: string }
  /** Not there any more, or turned off for this file: nothing to tell. */
  | { readonly kind: 'none' };

export type LeftOut = 'unreadable' | 'binary' | 'too-large' | 'generated' | 'language' | 'failed';

export interface ClosedFile {
  readonly path: string;
  readonly config: Config;
  readonly project: Project;
  /** The program of its folder, and whether this file is in it. */
  readonly program?: Program;
  readonly isKnown: boolean;
}

const none: Outcome = { kind: 'none' };
const clean: Outcome = { kind: 'clean' };

export async function lookAtClosed(engine: Engine, file: ClosedFile): Promise<Outcome> {
  const { path, config, project, program, isKnown } = file;
  if (!config.enable) return none;
  const shared = { config, project };
  if (program && isKnown) {
    // What is known need not be read again: the text only says on which line things stand, and most files have none to place.
    const { findings, suppressed, faults } = engine.analyze(path, '', { ...shared, program });
    if (findings.length === 0 && suppressed === 0 && faults.length === 0) return clean;
  }
  const read = await readTextFile(path);
  if (isProblem(read)) return fromProblem(read);
  const known = isKnown ? program : alone(engine, path, read.text, project);
  const analysis = engine.analyze(path, read.text, { ...shared, ...(known && { program: known }) });
  if (analysis.skipped) {
    const { kind, message } = analysis.skipped;
    return kind === 'disabled' ? none : { kind: 'left-out', why: kind, message };
  }
  return analysis.findings.length === 0 && analysis.faults.length === 0 ? clean : { kind: 'findings', analysis };
}

function fromProblem({ kind, message }: FileProblem): Outcome {
  if (kind === 'missing') return none;
  return { kind: 'left-out', why: kind === 'other-content' ? 'language' : kind, message };
}

/** A file that is in no program, seen by itself; reading only its facts keeps no tree. */
function alone(engine: Engine, path: string, text: string, project: Project): Program | undefined {
  const facts = engine.readFacts(path, text);
  return (
    facts && engine.programOf({ ...project, paths: [path], factsOf: (wanted) => (wanted === path ? facts : undefined) })
  );
}
