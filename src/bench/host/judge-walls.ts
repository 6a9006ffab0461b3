// What the test of the walls means: may this code run here, and what is said about it.
import type { Isolation, IsolationLayer, Wall } from '../../model/evidence.ts';
import { BenchmarkError } from '../request.ts';

export interface WallReport {
  readonly layer: IsolationLayer;
  /** Walls that did not hold, as seen from inside or from outside. */
  readonly open: readonly Wall[];
  /** The runtime's own permission model, where there is one. */
  readonly permissionModel: boolean;
  readonly canDrop: boolean;
  /** For people, as "Node 24.21.0". */
  readonly runtime: string;
}

const outward: readonly Wall[] = ['reach-network', 'reach-sockets', 'signal-processes'];

export function levelOf(open: readonly Wall[]): Isolation['level'] {
  if (open.length === 0) return 'closed';
  return open.every((wall) => outward.includes(wall)) ? 'network-open' : 'open';
}

/**
 * Code of a person's own needs a wall around the process, or a runtime that takes permissions away before the code loads.
 * @throws BenchmarkError `cannot-isolate`
 */
export function assertIsolated({ open, permissionModel, canDrop, runtime }: WallReport): void {
  const level = levelOf(open);
  if (level === 'closed' || (level === 'network-open' && permissionModel && canDrop)) return;
  const install = process.platform === 'linux' ? ' Install bubblewrap (`apt install bubblewrap`)' : '';
  const newer = `${install === '' ? ' Use' : ', or use'} Node 24.21 or later, or a VS Code that is built on it.`;
  // No version of Python can give anything away.
  const forPython = install === '' ? '' : `${install}.`;
  const wayOut = runtime.startsWith('Python') ? forPython : install + newer;
  throw new BenchmarkError(
    'cannot-isolate',
    `${runtime} alone cannot keep your code away from ${level === 'open' ? 'your files' : 'other programs'} here, so it was not run. The built-in scenarios work.${wayOut}`,
  );
}

/** What is said of a run's isolation. */
export function describeIsolation(report: WallReport, dropped: boolean): Isolation {
  const { layer, open, permissionModel } = report;
  const level = levelOf(open);
  return {
    level,
    layer,
    open,
    permissionModel,
    dropped,
    sentence: `${heads[level]}${layer === 'none' ? '' : ` (${layerNames[layer]})`}; tested at each launch.`,
    notPromised: notPromised[level],
  };
}

const heads: Readonly<Record<Isolation['level'], string>> = {
  closed: 'Ran closed in: no files, no network, no other programs or processes',
  'network-open': 'Ran without files and other programs, but the network was open',
  open: 'Ran in processes of its own, without walls',
};

const layerNames: Readonly<Record<Exclude<IsolationLayer, 'none'>, string>> = {
  bubblewrap: 'bubblewrap',
  landlock: 'Landlock and seccomp; whether a file exists can be seen',
  seatbelt: 'macOS sandbox',
};

const notPromised: Readonly<Record<Isolation['level'], string>> = {
  closed: 'Not promised: protection from faults in the kernel, or true figures from code that means harm.',
  'network-open':
    'Not promised: that nothing is sent over the network, protection from faults in the runtime, or true figures from code that means harm.',
  open: 'Not promised: any protection. Only built-in scenarios run like this.',
};
