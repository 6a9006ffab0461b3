import type { Analysis, Program } from '../engine/analysis.ts';
import type { Config } from '../model/config.ts';
import { faultOf } from '../model/fault.ts';
import type { Project } from '../model/project.ts';
import { changeBetween, type Engine } from './engine.ts';

export interface Look {
  readonly uri: string;
  readonly path: string;
  readonly version: number;
  readonly text: string;
  readonly config: Config;
  readonly project: Project;
  /** The whole project, where it is known. */
  readonly base?: Program;
}

export interface Seen {
  readonly version: number;
  readonly config: Config;
  readonly analysis: Analysis;
  readonly ms: number;
  /** The edit since the last look touched one of the findings of then. */
  readonly isMoved: boolean;
}

/** The last good analysis of each open document. A file that fails keeps its earlier one and disturbs no other. */
export class Looks {
  private readonly seen = new Map<string, Seen>();
  /** What went wrong, by document. */
  readonly problems = new Map<string, string>();
  lastMs = 0;

  constructor(
    private readonly engine: Engine,
    private readonly log: (message: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Undefined when the engine failed; then what was known stays. */
  take(look: Look): Seen | undefined {
    const start = this.now();
    try {
      const before = this.seen.get(look.uri)?.analysis;
      const analysis = this.analyze(look);
      this.lastMs = this.now() - start;
      const seen: Seen = {
        version: look.version,
        config: look.config,
        analysis,
        ms: this.lastMs,
        isMoved: isMoved(before, look),
      };
      this.seen.set(look.uri, seen);
      this.noteFaults(look, analysis);
      return seen;
    } catch (error) {
      this.lastMs = this.now() - start;
      const { message, stack } = faultOf(error);
      this.problems.set(look.uri, `Could not analyse ${nameOf(look.path)}: ${message}`);
      this.log(`Could not analyse ${look.path}\n${stack}`);
      return undefined;
    }
  }

  /** Rules that threw: the findings of the others are shown, and what is missing is said. */
  private noteFaults({ uri, path }: Look, { faults }: Analysis): void {
    const [first] = faults;
    const before = this.problems.get(uri);
    if (!first) {
      this.problems.delete(uri);
      return;
    }
    const problem = `${first.rule} failed at ${nameOf(path)}: ${first.message}`;
    this.problems.set(uri, problem);
    // The same at each keystroke would drown the rest of the log.
    if (problem !== before) for (const { rule, stack } of faults) this.log(`${rule} failed at ${path}\n${stack}`);
  }

  private analyze({ uri, path, text, config, project, base }: Look): Analysis {
    const shared = { config, project, ...(base && { base }) };
    const before = this.seen.get(uri)?.analysis;
    if (before?.path !== path) return this.engine.analyze(path, text, shared);
    try {
      const previous = { analysis: before, change: changeBetween(before.text, text) };
      const next = this.engine.analyze(path, text, { ...shared, previous });
      if (next.faults.length === 0) return next;
    } catch (error) {
      this.log(`Starting over with ${path}\n${faultOf(error).stack}`);
    }
    // Perhaps only the step from the earlier version failed: begin afresh before giving up.
    return this.engine.analyze(path, text, shared);
  }

  of(uri: string): Seen | undefined {
    return this.seen.get(uri);
  }

  forget(uri: string): void {
    this.seen.delete(uri);
    this.problems.delete(uri);
  }

  /** Which open file is not looked into, and why; empty when all are. */
  get skipped(): string {
    for (const { analysis } of this.seen.values()) {
      const { skipped, path } = analysis;
      if (skipped && skipped.kind !== 'disabled') return `${nameOf(path)}: ${skipped.message}`;
    }
    return '';
  }

  get findings(): number {
    let count = 0;
    for (const { analysis } of this.seen.values()) count += analysis.findings.length;
    return count;
  }
}

function isMoved(before: Analysis | undefined, { text }: Look): boolean {
  if (before === undefined || before.text === text) return false;
  const { start, length } = changeBetween(before.text, text);
  return before.findings.some((finding) => finding.start <= start + length && start <= finding.end);
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
