import type { IndexStatus } from '../../protocol/server.ts';

const nothing: IndexStatus = { state: 'off', done: 0, total: 0, message: 'There is no folder on disk to read.' };

/** How things stand with all folders together: whatever is not as it should be is told. */
export function combinedStatus(statuses: readonly IndexStatus[]): IndexStatus {
  const [first, ...others] = statuses;
  if (first === undefined) return nothing;
  if (others.length === 0) return first;
  const has = (state: IndexStatus['state']): boolean => statuses.some((each) => each.state === state);
  const sum = (key: 'done' | 'total'): number => statuses.reduce((all, each) => all + each[key], 0);
  const state = has('indexing') ? 'indexing' : has('limited') ? 'limited' : !has('off') ? 'ready' : 'limited';
  const wayOut = statuses.find((each) => each.wayOut)?.wayOut;
  const messages = new Set(statuses.map(({ message }) => message).filter((message) => message !== ''));
  return {
    state: statuses.every((each) => each.state === 'off') ? 'off' : state,
    done: sum('done'),
    total: sum('total'),
    message: state === 'indexing' ? '' : [...messages].join(' '),
    ...(wayOut && { wayOut }),
  };
}
