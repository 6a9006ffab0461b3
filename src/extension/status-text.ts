import type { IndexStatus, ScanSummary, Status, WayOut } from '../protocol/server.ts';
import type { Phase } from './supervisor.ts';

const LONGEST = 60;

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly busy: boolean;
  readonly action: Action;
}

export type Action = 'restart' | 'stopIndex' | 'clearScan' | WayOut;

/** How things stand, in the words of the language status. */
export function describe(phase: Phase, status: Status | undefined): StatusText {
  switch (phase.kind) {
    case 'starting':
      return { text: 'Unblock: starting', detail: '', severity: 'information', busy: true, action: 'output' };
    case 'waiting':
      return {
        text: 'Unblock stopped',
        detail: `restarting in ${phase.delayMs / 1000} s`,
        severity: 'warning',
        busy: true,
        action: 'restart',
      };
    case 'gave-up':
      return {
        text: 'Unblock keeps stopping',
        detail: 'findings are paused',
        severity: 'error',
        busy: false,
        action: 'restart',
      };
    case 'stopped':
      return { text: 'Unblock: not running', detail: '', severity: 'warning', busy: false, action: 'restart' };
    case 'running':
      return running(status);
  }
}

/** What is known of the workspace as a whole. */
export function describeIndex({ state, done, total, message, wayOut }: IndexStatus): StatusText {
  const shared = { detail: message, severity: 'information', busy: false, action: wayOut ?? 'index' } as const;
  switch (state) {
    case 'indexing': {
      const far = total === 0 ? 'looking for files' : `${done.toLocaleString('en')} of ${count(total, 'file')}`;
      return { ...shared, text: `Unblock index: ${far}`, busy: true, action: 'stopIndex' };
    }
    case 'ready':
      return { ...shared, text: `Unblock index: ${count(total, 'file')}` };
    case 'limited':
      return { ...shared, text: 'Unblock index: limited', severity: 'warning' };
    case 'off':
      return { ...shared, text: 'Unblock index: off' };
  }
}

/** What a scan of the workspace has found. */
export function describeScan({ state, leftOut, message }: ScanSummary): StatusText {
  const busy = state === 'running';
  const text = busy ? 'Unblock scan: running' : `Unblock scan: ${state}`;
  const action = leftOut > 0 ? 'output' : 'clearScan';
  return { text, detail: message, severity: 'information', busy, action };
}

function running(status: Status | undefined): StatusText {
  if (status === undefined) {
    return { text: 'Unblock: ready', detail: '', severity: 'information', busy: false, action: 'output' };
  }
  const text = `Unblock: ${count(status.findings, 'finding')}`;
  if (status.state === 'problem') {
    return { text, detail: short(status.message), severity: 'warning', busy: false, action: 'output' };
  }
  if (status.message !== '') {
    return { text, detail: short(status.message), severity: 'information', busy: false, action: 'output' };
  }
  const detail = `${count(status.files, 'open file')}, last look ${Math.ceil(status.lastMs)} ms`;
  return { text, detail, severity: 'information', busy: status.state === 'busy', action: 'output' };
}

/** The hover has no room for long reasons and would hide the action; the log has them in full. */
function short(message: string): string {
  return message.length <= LONGEST ? message : `${message.slice(0, LONGEST - 1)}…`;
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
