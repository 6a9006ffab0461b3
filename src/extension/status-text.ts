import type { Status } from '../protocol/server.ts';
import type { Phase } from './supervisor.ts';

const LONGEST = 60;

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly busy: boolean;
  readonly action: 'restart' | 'output';
}

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

function running(status: Status | undefined): StatusText {
  if (status === undefined) {
    return { text: 'Unblock: ready', detail: '', severity: 'information', busy: false, action: 'output' };
  }
  const text = `Unblock: ${count(status.findings, 'finding')}`;
  if (status.state === 'problem') {
    return { text, detail: short(status.message), severity: 'warning', busy: false, action: 'output' };
  }
  const detail = `${count(status.files, 'open file')}, last look ${Math.ceil(status.lastMs)} ms`;
  return { text, detail, severity: 'information', busy: status.state === 'busy', action: 'output' };
}

/** The hover has no room for long reasons and would hide the action; the log has them in full. */
function short(message: string): string {
  return message.length <= LONGEST ? message : `${message.slice(0, LONGEST - 1)}…`;
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`;
}
