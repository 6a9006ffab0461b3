// What is remembered of measurements, per workspace: the last runs of each subject, the inputs a person gave, and what findings repeat.
import type * as vscode from 'vscode';
import type { Evidence } from '../../model/evidence.ts';
import { formatMs } from '../../model/evidence.ts';
import type { Measured, MeasureOrigin } from '../../model/measure.ts';
import type { PastRun } from '../../protocol/panel.ts';
import { readMeasured } from '../../protocol/server.ts';
import type { Assignment, Inputs } from './subject.ts';

const historyKey = 'unblock.history';
const inputsKey = 'unblock.inputs';
/** Where what findings repeat is kept; a new server is told it from there. */
export const measuredKey = 'unblock.measured';
const runsKept = 8;
const subjectsKept = 100;

type Kept<T> = Readonly<Record<string, T>>;

export class Memory {
  constructor(private readonly state: vscode.Memento) {}

  history(assignment: Assignment): readonly PastRun[] {
    return this.state.get<Kept<readonly PastRun[]>>(historyKey, {})[subjectKey(assignment)] ?? [];
  }

  inputs(assignment: Assignment): Inputs | undefined {
    return this.state.get<Kept<Inputs>>(inputsKey, {})[subjectKey(assignment)];
  }

  /** All that findings may repeat. */
  measured(): readonly Measured[] {
    return readMeasured(this.state.get<unknown>(measuredKey));
  }

  async keepInputs(assignment: Assignment, inputs: Inputs): Promise<void> {
    await this.keep(inputsKey, subjectKey(assignment), inputs);
  }

  async keepRun(assignment: Assignment, evidence: Evidence): Promise<void> {
    const run: PastRun = {
      at: new Date().toISOString(),
      kind: evidence.verdict.kind,
      sentence: evidence.crossover?.sentence ?? evidence.verdict.sentence,
      medians: evidence.measurements.map(({ label, medianMs }) => ({ label, medianMs })),
    };
    const runs = [run, ...this.history(assignment)].slice(0, runsKept);
    await this.keep(historyKey, subjectKey(assignment), runs);
    const measured = assignment.origin && measuredBy(assignment, assignment.origin, evidence);
    if (!measured) return;
    const others = this.measured().filter(
      ({ uri, functionName }) => uri !== measured.uri || functionName !== measured.functionName,
    );
    await this.state.update(measuredKey, [measured, ...others].slice(0, subjectsKept));
  }

  private async keep(key: string, subject: string, value: Inputs | readonly PastRun[]): Promise<void> {
    const others = Object.entries(this.state.get<Kept<unknown>>(key, {})).filter(([each]) => each !== subject);
    await this.state.update(key, Object.fromEntries([[subject, value], ...others].slice(0, subjectsKept)));
  }
}

function subjectKey({ subject, origin }: Assignment): string {
  if (subject.kind === 'scenario') return `scenario ${subject.scenario.id}`;
  return `function ${subject.functionName} ${origin?.uri ?? ''}`;
}

/** What a finding may say of its function from now on; nothing where nothing was timed. */
export function measuredBy(
  { subject }: Assignment,
  { uri, functionName, digest }: MeasureOrigin,
  { measurements, verdict, crossover }: Evidence,
): Measured | undefined {
  const baseline = measurements.find(({ variantId }) => variantId === verdict.baselineId);
  if (!baseline || subject.kind !== 'function') return undefined;
  // Not the longest of all: on a busy machine that is somebody else's time.
  const heldUpMs = Math.max(baseline.eventLoopDelay.p99Ms, baseline.medianMs);
  const largest = Math.max(...subject.sizes);
  const at = /\bn\b/.test(subject.input) ? ` at n = ${largest.toLocaleString('en')}` : '';
  const together = subject.calls > 1 ? `, ${subject.calls} calls together` : '';
  const sentence = `Measured: it held up the event loop for ${formatMs(heldUpMs)}${at}${together}; ${pays(verdict.kind, crossover)}.`;
  return { uri, functionName, digest, heldUpMs, sentence };
}

function pays(kind: Evidence['verdict']['kind'], crossover: Evidence['crossover']): string {
  switch (crossover?.kind) {
    case 'from':
      return crossover.size === undefined
        ? 'a pool pays from some size on'
        : `a pool pays from n ≈ ${about(crossover.size)} on`;
    case 'up-to':
      return crossover.size === undefined
        ? 'a pool pays up to some size'
        : `a pool pays up to n ≈ ${about(crossover.size)}`;
    case 'always':
      return 'a pool pays at every size measured';
    case 'never':
      return 'a pool pays at no size measured';
    default:
      break;
  }
  if (kind === 'better') return 'a pool is faster';
  if (kind === 'worse') return 'a pool is slower';
  return kind === 'no-difference' ? 'a pool makes no difference' : 'whether a pool is faster stayed open';
}

function about(size: number): string {
  return Number(size.toPrecision(2)).toLocaleString('en');
}
