import type { FunctionId, ValueId } from '../facts.ts';
import type { Span } from '../span.ts';

export type BlockingSubjects =
  | BlockingCallSubject
  | BlockingLoopSubject
  | ExplosiveRegexSubject
  | HeavyJsonSubject
  | QuadraticWorkSubject
  | BusyWaitSubject
  | MicrotaskStarvationSubject;

export interface BlockingCallSubject {
  readonly kind: 'blocking-call';
  /** The function whose event loop is held up: async, or a registered handler. */
  readonly function: FunctionId;
  /** The call in that function: the blocking one itself, or the first on the way to it. */
  readonly call: ValueId;
  /** `module#path` of the blocking library function. */
  readonly symbol: string;
  /** The call chain is of length one: `call` is the blocking call itself. */
  readonly direct: boolean;
}

export interface BlockingLoopSubject {
  readonly kind: 'blocking-loop';
  readonly function: FunctionId;
  /** The call in `function` that leads to the loop; absent when the loop stands in `function` itself. */
  readonly call?: ValueId;
  /** The function that contains the loop; of the file `path`, where that is another one. */
  readonly loopFunction: FunctionId;
  readonly path?: string;
  readonly loop: Span;
}

export interface ExplosiveRegexSubject {
  readonly kind: 'explosive-regex';
  readonly function: FunctionId;
  /** The call that matches, and the text that comes from outside. */
  readonly call: ValueId;
  readonly text: ValueId;
  /** The expression. */
  readonly source: string;
  readonly flags: string;
  /** How its time grows, and the character that a text repeats to show it. */
  readonly growth: 'exponential' | 'polynomial';
  readonly repeats: string;
}

export interface BusyWaitSubject {
  readonly kind: 'busy-wait';
  /** What the loop asks for again and again; a `flag` is changed by nobody meanwhile. */
  readonly until: 'clock' | 'file' | 'memory' | 'flag' | 'event' | 'task' | 'state';
  readonly function: FunctionId;
  readonly loop: Span;
  /** Of a loop that pauses: the event, the task or the state. */
  readonly asked?: ValueId;
}

export interface MicrotaskStarvationSubject {
  readonly kind: 'microtask-starvation';
  /** `waits`: for ever; `pauses`: every so often, meant to let others run; `passes`: each time it goes on. */
  readonly how: 'waits' | 'pauses' | 'passes';
  readonly function: FunctionId;
  /** The `await`, or the call by which a function puts itself off. */
  readonly wait: ValueId;
}

export interface HeavyJsonSubject {
  readonly kind: 'heavy-json';
  /** `admitted`: a server takes large bodies by this call; otherwise the call itself parses or writes. */
  readonly how: 'admitted' | 'parses' | 'writes';
  readonly function: FunctionId;
  readonly call: ValueId;
}

export interface QuadraticWorkSubject {
  readonly kind: 'quadratic-work';
  /** What happens in each round: a list is searched, moved by one place, or copied. */
  readonly how: 'search' | 'move' | 'copy';
  readonly function: FunctionId;
  /** The call, or the list that is written out with all that it had before. */
  readonly call: ValueId;
  /** The list. */
  readonly list: ValueId;
}
