import type { VerdictKind } from '../../src/model/evidence.ts';

/** The verdict's kind by sign and word, never by colour alone. */
export const kinds: Readonly<Record<VerdictKind, string>> = {
  better: '▲ Faster',
  worse: '▼ Slower',
  'no-difference': '= No difference',
  inconclusive: '? Inconclusive',
};
