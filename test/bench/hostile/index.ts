import type { Attack } from './attack.ts';
import { exhausting } from './exhaust.ts';
import { forging } from './forge.ts';
import { reaching } from './reach.ts';

/** Every attack by which the sandbox is judged. */
export const attacks: readonly Attack[] = [...reaching, ...exhausting, ...forging];
