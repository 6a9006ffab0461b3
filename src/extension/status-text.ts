import type { Status } from '../protocol/server.ts';
import type { Phase } from './supervisor.ts';

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
      return { text: 'Starting', detail: '', severity: 'information', busy: true, action: 'output' };
    case 'waiting':
      return {
        text: 'Language server stopped',
        detail: `Starting it again in ${phase.delayMs / 1000} s`,
        severity: 'warning',
        busy: true,
        action: 'restart',
      };
    case 'gave-up':
      return {
        text: 'Language server keeps stopping',
        detail: `It stopped ${phase.failures} times. Your code is safe; findings are paused.`,
        severity: 'error',
        busy: false,
        action: 'restart',
      };
    case 'stopped':
      return { text: 'Not running', detail: '', severity: 'warning', busy: false, action: 'restart' };
    case 'running':
      return running(status);
  }
}

function running(status: Status | undefined): StatusText {
  if (status === undefined) {
    return { text: 'Ready', detail: '', severity: 'information', busy: false, action: 'output' };
  }
  const text = count(status.findings, 'finding');
  if (status.state === 'problem') {
    return { text, detail: status.message, severity: 'warning', busy: false, action: 'output' };
  }
  const detail = `${count(status.files, 'open file')}, last look ${Math.ceil(status.lastMs)} ms`;
  return { text, detail, severity: 'information', busy: status.state === 'busy', action: 'output' };
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'No' : number} ${noun}${number === 1 ? '' : 's'}`;
}
