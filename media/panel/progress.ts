import { formatMs } from '../../src/model/evidence.ts';
import type { RunProgress } from '../../src/protocol/panel.ts';
import { element } from './dom.ts';
import { createTimeline } from './timeline.ts';

export interface ProgressView {
  readonly view: HTMLElement;
  readonly update: (progress: RunProgress) => void;
}

export function createProgress(announce: (text: string) => void): ProgressView {
  const bar = element('progress', { 'aria-label': 'Progress of the measurement' });
  const live = element('p', { class: 'help' });
  const delays = element('div');
  let drawn = '';
  return {
    view: element('div', { class: 'progress' }, bar, live, delays),
    update: (progress) => {
      const { done, total, samples, medians } = progress;
      if (total > 0) {
        bar.max = total;
        bar.value = done;
      }
      // The figures change many times a second; only whole steps are announced.
      announce(describe(progress));
      const figures = medians.map(({ label, medianMs }) => `${label} ${formatMs(medianMs)}`).join(', ');
      const looks = medians.map(({ delaysMs }) => delaysMs.length).join();
      if (looks !== drawn) {
        drawn = looks;
        delays.replaceChildren(...[createTimeline(medians)].filter((each) => each !== undefined));
      }
      live.textContent = samples > 0 ? `${samples.toLocaleString()} samples so far. Median: ${figures}.` : '';
    },
  };
}

function describe({ phase, done, total, size, sizes }: RunProgress): string {
  const at = size === undefined || !sizes ? '' : ` Size ${size.toLocaleString()}, ${sizes[0]} of ${sizes[1]}.`;
  return stepOf(phase, done, total) + at;
}

function stepOf(phase: RunProgress['phase'], done: number, total: number): string {
  switch (phase) {
    case 'starting':
      return 'Starting isolated processes.';
    case 'comparing':
      return 'Comparing the results of the variants.';
    case 'measuring':
      return `Measuring: ${done} of ${total} processes done.`;
  }
}
