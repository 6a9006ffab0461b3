import type { Diagnostic } from 'vscode-languageserver';
import type { Analysis, Program } from '../../engine/analysis.ts';
import type { Project } from '../../model/project.ts';
import type { ScanSummary } from '../../protocol/server.ts';
import type { Engine } from '../engine.ts';
import { faultOf } from '../../model/fault.ts';
import type { ResolvedConfig } from '../project-config.ts';
import { type LeftOut, lookAtClosed, type Outcome } from './closed-file.ts';
import { summarize } from './summary.ts';

/** Changes are followed when the person pauses: what they wait for is the file they are in. Milliseconds. */
const FOLLOW_PAUSE_MS = 1_000;

/** The files to scan, and why not all of them are known together. */
export interface ScanList {
  readonly files: readonly string[];
  readonly limits: readonly string[];
}

/** What the scanner asks and says. */
export interface ScanOutside {
  list(): Promise<ScanList>;
  /** Settles when no folder is being read. */
  settled(): Promise<void>;
  programFor(path: string): Program | undefined;
  configOf(path: string): Promise<ResolvedConfig>;
  projectOf(path: string): Promise<Project>;
  /** Open files have their findings from the session. */
  isOpen(path: string): boolean;
  findingsOfOpen(path: string): number;
  /** Settles when nobody waits for anything else. */
  turn(): Promise<void>;
  diagnosticsOf(analysis: Analysis): Diagnostic[];
  publish(path: string, diagnostics: Diagnostic[]): void;
  status(summary: ScanSummary | null): void;
  log(message: string): void;
}

/** How far a scan is: files done, of all. */
export type OnProgress = (done: number, total: number, summary: ScanSummary) => void;

interface Scan {
  /** How many findings were published for a file that is not open. */
  readonly published: Map<string, number>;
  readonly leftOut: Map<string, LeftOut>;
  /** Files at which a rule threw; what the others found is told. */
  readonly failing: Set<string>;
  readonly looked: Set<string>;
  list: ScanList | undefined;
  /** A person ended it early: only what was looked at by then is kept up to date. */
  cancelled: boolean;
}

/** Keeps the findings of all files of the workspace, from the moment a person asks for them until they are cleared. */
export class Scanner {
  private scan: Scan | undefined;
  private round = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  /** A person waits for the end of this round: what changes meanwhile is followed afterwards. */
  private isWatched = false;
  private isStale = false;
  private paths: { readonly program: Program; readonly all: ReadonlySet<string> } | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly outside: ScanOutside,
  ) {}

  get isActive(): boolean {
    return this.scan !== undefined;
  }

  /** Looks at everything. Undefined when another scan was begun or this one was cleared meanwhile. */
  async run(cancel: AbortSignal, onProgress: OnProgress): Promise<ScanSummary | undefined> {
    const scan = this.scan ?? newScan();
    this.scan = scan;
    scan.cancelled = false;
    scan.list = undefined;
    scan.looked.clear();
    const round = this.begin();
    this.isWatched = true;
    const ended = await this.goThrough(scan, AbortSignal.any([round, cancel]), onProgress);
    if (this.scan !== scan || round.aborted) return undefined;
    this.isWatched = false;
    scan.cancelled = !ended;
    const summary = this.tell(scan);
    if (this.isStale) this.changed(true);
    return summary;
  }

  clear(): void {
    const { scan } = this;
    this.scan = undefined;
    this.begin();
    for (const path of scan?.published.keys() ?? []) if (!this.outside.isOpen(path)) this.outside.publish(path, []);
    this.outside.status(null);
  }

  /** Some file says something else now, or is read with another config; `files`: or there are other files. */
  changed(files: boolean): void {
    const { scan } = this;
    if (!scan) return;
    if (this.isWatched) {
      this.isStale = true;
      return;
    }
    if (files) scan.list = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.follow(scan), FOLLOW_PAUSE_MS);
  }

  /** The file is not open any more: what is known of it on disk counts again. */
  async closed(path: string): Promise<void> {
    const { scan } = this;
    if (scan?.looked.has(path) === true) await this.lookAt(scan, path);
    const isKept = scan !== undefined && this.scan === scan && scan.published.has(path);
    if (!isKept && !this.outside.isOpen(path)) this.outside.publish(path, []);
  }

  dispose(): void {
    this.begin();
  }

  private begin(): AbortSignal {
    clearTimeout(this.timer);
    this.round.abort();
    this.round = new AbortController();
    this.isWatched = false;
    this.isStale = false;
    return this.round.signal;
  }

  private async follow(scan: Scan): Promise<void> {
    const round = this.begin();
    const ended = await this.goThrough(scan, round, () => undefined);
    if (ended && this.scan === scan) this.tell(scan);
  }

  /** False when it was aborted on the way. Never rejects. */
  private async goThrough(scan: Scan, signal: AbortSignal, onProgress: OnProgress): Promise<boolean> {
    const isOver = (): boolean => signal.aborted;
    await this.outside.settled();
    if (isOver()) return false;
    const list = (scan.list ??= await this.outside.list());
    const files = scan.cancelled ? list.files.filter((path) => scan.looked.has(path)) : list.files;
    const wanted = new Set(list.files);
    for (const path of [...scan.published.keys(), ...scan.leftOut.keys(), ...scan.failing]) {
      if (!wanted.has(path)) this.forget(scan, path);
    }
    for (const [index, path] of files.entries()) {
      if (index % 20 === 0) onProgress(index, files.length, this.summaryOf(scan));
      await this.outside.turn();
      if (isOver()) return false;
      await this.lookAt(scan, path, signal);
    }
    return !isOver();
  }

  private async lookAt(scan: Scan, path: string, signal?: AbortSignal): Promise<void> {
    const outcome = this.outside.isOpen(path) ? undefined : await this.outcomeOf(path);
    // It may have been opened or cleared while it was read.
    if (this.scan !== scan || signal?.aborted === true) return;
    if (outcome?.kind === 'none') scan.looked.delete(path);
    else scan.looked.add(path);
    scan.leftOut.delete(path);
    scan.failing.delete(path);
    if (outcome === undefined || this.outside.isOpen(path)) {
      scan.published.delete(path);
      return;
    }
    if (outcome.kind === 'left-out') {
      scan.leftOut.set(path, outcome.why);
      this.outside.log(`${path} is left out: ${outcome.message}`);
    }
    if (outcome.kind === 'findings' && outcome.analysis.faults.length > 0) {
      scan.failing.add(path);
      for (const { rule, stack } of outcome.analysis.faults) this.outside.log(`${rule} failed at ${path}\n${stack}`);
    }
    const diagnostics = outcome.kind === 'findings' ? this.outside.diagnosticsOf(outcome.analysis) : [];
    if (diagnostics.length > 0) scan.published.set(path, diagnostics.length);
    else scan.published.delete(path);
    this.outside.publish(path, diagnostics);
  }

  private async outcomeOf(path: string): Promise<Outcome> {
    try {
      const program = this.outside.programFor(path);
      const [{ config }, project] = await Promise.all([this.outside.configOf(path), this.outside.projectOf(path)]);
      const isKnown = program !== undefined && this.pathsOf(program).has(path);
      return await lookAtClosed(this.engine, { path, config, project, isKnown, ...(program && { program }) });
    } catch (error) {
      this.outside.log(`Could not analyse ${path}\n${faultOf(error).stack}`);
      return { kind: 'left-out', why: 'failed', message: faultOf(error).message };
    }
  }

  private pathsOf(program: Program): ReadonlySet<string> {
    if (this.paths?.program !== program) this.paths = { program, all: new Set(this.engine.pathsOf(program)) };
    return this.paths.all;
  }

  private forget(scan: Scan, path: string): void {
    scan.published.delete(path);
    scan.leftOut.delete(path);
    scan.failing.delete(path);
    scan.looked.delete(path);
    if (!this.outside.isOpen(path)) this.outside.publish(path, []);
  }

  private tell(scan: Scan): ScanSummary {
    const summary = this.summaryOf(scan, scan.cancelled ? 'cancelled' : 'done');
    this.outside.status(summary);
    return summary;
  }

  private summaryOf(
    { list, looked, leftOut, failing, published }: Scan,
    state: ScanSummary['state'] = 'running',
  ): ScanSummary {
    const counts = [...looked].map((path) =>
      this.outside.isOpen(path) ? this.outside.findingsOfOpen(path) : (published.get(path) ?? 0),
    );
    return summarize({
      state,
      files: looked.size - leftOut.size,
      total: list?.files.length ?? 0,
      findings: counts.reduce((all, each) => all + each, 0),
      filesWithFindings: counts.filter((each) => each > 0).length,
      leftOut,
      failing: failing.size,
      limits: list?.limits ?? [],
    });
  }
}

function newScan(): Scan {
  return {
    published: new Map(),
    leftOut: new Map(),
    failing: new Set(),
    looked: new Set(),
    list: undefined,
    cancelled: false,
  };
}
