// What is remembered of measurements, per workspace: the last runs of each subject, the inputs a person gave, and what findings repeat.
import type * as vscode from 'vscode';
import type { Evidence, Verdict } from '../../model/evidence.ts';
import { formatMs } from '../../model/evidence.ts';
import type { Measured, MeasureOrigin } from '../../model/measure.ts';
import type { Choice, PastRun } from '../../protocol/panel.ts';
import { isPastRun } from '../../protocol/panel-checks.ts';
import { readMeasured } from '../../protocol/server.ts';
import { poolId, type Assignment, type Inputs } from './subject.ts';

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
    // An earlier version of this extension kept other things.
    return (this.state.get<Kept<readonly unknown[]>>(historyKey, {})[subjectKey(assignment)] ?? []).filter(isPastRun);
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
      conditions: conditionsOf(assignment),
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

/** What a run was given, in words. */
function conditionsOf({ subject }: Assignment): string {
  if (subject.kind === 'scenario') {
    return subject.scenario.parameters.map(({ id, label }) => `${label} ${subject.parameters[id] ?? ''}`).join(', ');
  }
  const { input, setup, sizes, calls } = subject;
  const size = `n = ${sizes.map((each) => each.toLocaleString('en')).join(', ')}`;
  const more = setup.trim() === '' ? [] : ['with a set-up'];
  return [input, size, ...(calls > 1 ? [`${calls} calls together`] : []), ...more].join('; ');
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
  const choice = subject.choices.find(({ id }) => id === verdict.variantId);
  const outcome = pays(subjectOf(choice), verdict, crossover);
  const sentence = `Measured: it held up the event loop for ${formatMs(heldUpMs)}${at}${together}; ${outcome}.`;
  return { uri, functionName, digest, heldUpMs, sentence };
}

/** What the function was measured against, in the middle of a sentence. */
function subjectOf(choice: Choice | undefined): string {
  if (choice === undefined || choice.id === poolId) return 'a pool';
  return choice.fix === undefined ? `\`${choice.label}\`` : `the fix “${choice.detail ?? choice.label}”`;
}

function pays(what: string, { kind, factor, reason }: Verdict, crossover: Evidence['crossover']): string {
  switch (crossover?.kind) {
    case 'from':
      return crossover.size === undefined
        ? `${what} pays from some size on`
        : `${what} pays from n ≈ ${about(crossover.size)} on`;
    case 'up-to':
      return crossover.size === undefined
        ? `${what} pays up to some size`
        : `${what} pays up to n ≈ ${about(crossover.size)}`;
    case 'always':
      return `${what} pays at every size measured`;
    case 'never':
      return `${what} pays at no size measured`;
    default:
      break;
  }
  if (reason === 'results-differ') return `${what} gives other results`;
  if (kind === 'better')
    return factor === undefined ? `${what} is faster` : `${what} is ${shown(factor)} times as fast`;
  if (kind === 'worse') return `${what} is slower`;
  return kind === 'no-difference' ? `${what} makes no difference` : `whether ${what} is faster stayed open`;
}

function shown(factor: number): string {
  return factor >= 100 ? factor.toFixed(0) : factor.toPrecision(2);
}

function about(size: number): string {
  return Number(size.toPrecision(2)).toLocaleString('en');
}
