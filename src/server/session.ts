import type { Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../engine/analysis.ts';
import { faultOf } from '../model/fault.ts';
import type { Finding } from '../model/finding.ts';
import type { Measured } from '../model/measure.ts';
import { lineStarts } from '../model/span.ts';
import type { Project } from '../model/project.ts';
import type { Status } from '../protocol/server.ts';
import { type Place, toDiagnostic } from './diagnostics.ts';
import type { Engine } from './engine.ts';
import { Looks, type Seen } from './looks.ts';
import type { PageOf } from './pages.ts';
import { Measurements } from './measured.ts';
import { pathOf } from './paths.ts';
import type { WorkspaceFolders } from './workspace/folders.ts';
import type { ResolvedConfig } from './project-config.ts';
import { createSchedule, pauseFor } from './schedule.ts';

/** Other open files are looked at again when the person pauses. Milliseconds. */
const OTHERS_PAUSE_MS = 400;

/** What the session says and asks; the connection in earnest, plain functions in a test. */
export interface Outside {
  /** The open document as it is now. */
  document(uri: string): TextDocument | undefined;
  configOf(uri: string, path: string): Promise<ResolvedConfig>;
  projectOf(path: string): Promise<Project>;
  /** The whole project that the file belongs to, as far as it is read. */
  readonly whole?: Pick<WorkspaceFolders, 'programFor' | 'keep'>;
  /** `isMoved`: the editor may show at another place by now what it was told before. */
  publish(uri: string, version: number, diagnostics: Diagnostic[], isMoved: boolean): void;
  /** The document is not open any more: its findings are somebody else's business now. */
  closed(uri: string): void;
  /** Line starts of another file, where its text is at hand. */
  readonly startsOf?: (path: string) => readonly number[] | undefined;
  status(status: Status): void;
  log(message: string): void;
}

export interface SessionOptions {
  readonly pageOf?: PageOf;
  readonly quarantine?: readonly string[];
}

/** Keeps the findings of every open document up to date with its text and settings. */
export class Session {
  readonly looks: Looks;
  readonly measurements = new Measurements();
  readonly pageOf: PageOf | undefined;
  private readonly schedule = createSchedule();
  private readonly open = new Set<string>();
  private readonly quarantine: Set<string>;
  private readonly configProblems = new Map<string, string>();

  constructor(
    private readonly engine: Engine,
    private readonly outside: Outside,
    options: SessionOptions = {},
  ) {
    this.looks = new Looks(engine, (message) => outside.log(message));
    this.pageOf = options.pageOf;
    this.quarantine = new Set(options.quarantine);
  }

  changed(document: TextDocument): void {
    this.open.add(document.uri);
    const pause = pauseFor(document.lineCount, this.looks.of(document.uri)?.ms ?? 0);
    this.schedule.request(document.uri, pause, () => void this.lookSafely(document.uri));
    // What this file says may change what is found in the others.
    for (const uri of this.open)
      if (uri !== document.uri && this.knowsOthers(uri)) this.lookAgain(uri, OTHERS_PAUSE_MS);
  }

  /** Every document again: what is known of the rest of the project has changed. */
  projectChanged(): void {
    for (const uri of this.open) this.lookAgain(uri, 0);
  }

  private lookAgain(uri: string, pause: number): void {
    // Under a key of its own: it must not put off a look that the person waits for.
    this.schedule.request(`again ${uri}`, pause, () => void this.lookSafely(uri, true));
  }

  private knowsOthers(uri: string): boolean {
    const path = this.looks.of(uri)?.analysis.path;
    return path !== undefined && this.outside.whole?.programFor(path) !== undefined;
  }

  closed(uri: string): void {
    this.schedule.cancel(uri);
    this.schedule.cancel(`again ${uri}`);
    this.open.delete(uri);
    this.quarantine.delete(uri);
    this.looks.forget(uri);
    this.configProblems.delete(uri);
    this.outside.closed(uri);
    this.tell();
  }

  /** After a change of settings: every document anew. */
  refresh(): void {
    for (const uri of this.open) this.schedule.request(uri, 0, () => void this.lookSafely(uri));
  }

  dispose(): void {
    this.schedule.clear();
  }

  /** Whether the person waits for a file to be looked at. */
  get isAwaited(): boolean {
    for (const uri of this.open) if (this.schedule.has(uri)) return true;
    return false;
  }

  /** The analysis of the document as it is now, made on the spot if need be; undefined if there is none. */
  async current(uri: string): Promise<Seen | undefined> {
    const version = this.outside.document(uri)?.version;
    const seen = this.looks.of(uri);
    if (seen?.version !== version) await this.look(uri);
    const fresh = this.looks.of(uri);
    // Positions of another version would put the edit in the wrong place.
    return fresh?.version === this.outside.document(uri)?.version ? fresh : undefined;
  }

  /** A finding as it is shown: with what was measured. */
  told(uri: string, analysis: Analysis, finding: Finding): Finding {
    return this.measurements.told(this.engine, uri, analysis, finding);
  }

  /** Something was measured: findings of open files may say so. */
  measured(all: readonly Measured[]): void {
    this.measurements.set(all);
    this.projectChanged();
  }

  place(uri: string, text: string): Place {
    const { pageOf } = this;
    const { startsOf } = this.outside;
    return { uri, starts: lineStarts(text), ...(pageOf && { pageOf }), ...(startsOf && { startsOf }) };
  }

  pathOf(document: TextDocument): string {
    return pathOf(document.uri, document.languageId, (path) => this.engine.canAnalyze(path));
  }

  /** Nobody waits for it, so nobody else would hear of a failure, which would end the server. */
  private async lookSafely(uri: string, again = false): Promise<void> {
    try {
      await this.look(uri, again);
    } catch (error) {
      this.outside.log(`Could not look at ${uri}\n${faultOf(error).stack}`);
    }
  }

  private async look(uri: string, again = false): Promise<void> {
    this.schedule.cancel(uri);
    const before = this.outside.document(uri);
    if (before === undefined || this.quarantine.has(uri)) {
      this.tell();
      return;
    }
    const path = this.pathOf(before);
    const [{ config, problem }, project] = await Promise.all([
      this.outside.configOf(uri, path),
      this.outside.projectOf(path),
    ]);
    if (problem === undefined) this.configProblems.delete(uri);
    else this.configProblems.set(uri, problem);
    // The person may have typed on or closed the file while the settings were on their way.
    const document = this.outside.document(uri);
    if (document === undefined || !this.open.has(uri)) return;
    const { version } = document;
    const known = this.looks.of(uri);
    if (!again && known?.version === version && known.config === config) return;

    this.outside.status(this.statusOf('busy', '', uri));
    const { whole } = this.outside;
    const base = whole?.programFor(path);
    const look = { uri, path, version, text: document.getText(), config, project, ...(base && { base }) };
    const seen = this.looks.take(look);
    if (seen) {
      if (base && !seen.analysis.skipped) whole?.keep(path, seen.analysis.program);
      const place = this.place(uri, seen.analysis.text);
      const diagnostics = seen.analysis.findings.map((finding) =>
        toDiagnostic(this.told(uri, seen.analysis, finding), place),
      );
      this.outside.publish(uri, version, diagnostics, seen.isMoved);
    }
    this.tell();
  }

  /** Tells the editor how things stand. */
  tell(): void {
    const [problem] = this.looks.problems.values();
    const skipped = [...this.quarantine].filter((uri) => this.open.has(uri)).length;
    const held = skipped === 0 ? '' : `${skipped} file(s) skipped: reopen to try again`;
    const [configProblem] = this.configProblems.values();
    const message = problem ?? configProblem ?? held;
    this.outside.status(message === '' ? this.statusOf('ok', this.looks.skipped) : this.statusOf('problem', message));
  }

  private statusOf(state: Status['state'], message: string, uri?: string): Status {
    const { findings, lastMs } = this.looks;
    return { state, message, files: this.open.size, findings, lastMs, ...(uri !== undefined && { uri }) };
  }
}
