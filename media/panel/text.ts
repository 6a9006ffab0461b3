import { element } from './dom.ts';

/** Findings and fixes put names in backticks. */
export function withCode(text: string): (HTMLElement | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}
