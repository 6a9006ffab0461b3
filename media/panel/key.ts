import { element } from './dom.ts';

/** Which line is whose, by name and colour. */
export function createKey(labels: readonly string[]): HTMLElement[] {
  return labels.map((label, index) => element('span', { class: `key series-${index % 4}` }, label));
}
