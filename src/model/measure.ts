/** What the benchmark panel is asked to open. Plain data, so that it can cross processes. */
export type MeasureRequest =
  /** A scenario as such. */
  | { readonly kind: 'scenario'; readonly id: string; readonly parameters?: Readonly<Record<string, number>> }
  /** A scenario that stands for a finding whose own code cannot be run: `label` says so. */
  | {
      readonly kind: 'finding';
      readonly title: string;
      readonly scenario: string;
      readonly parameters: Readonly<Record<string, number>>;
      readonly label: string;
    }
  /** A function that needs nothing but its arguments. */
  | {
      readonly kind: 'function';
      readonly title: string;
      /** The function and all it uses, as one piece of code. */
      readonly source: string;
      readonly functionName: string;
      readonly language: 'js' | 'ts' | 'py';
      /** An expression of that language for the list of arguments; the person may edit it. `n` in it stands for the size. */
      readonly input: string;
      /** What is written as the types of these arguments; absent where one has none. */
      readonly types?: readonly string[];
      /** Where to begin: large enough to time, small enough to try. */
      readonly size: number;
      /** Where it stands; absent where a host cannot say. */
      readonly origin?: MeasureOrigin;
    };

/** A function in a file, with a digest of its text by which what was measured is found again, and forgotten once the text changes. */
export interface MeasureOrigin {
  readonly uri: string;
  readonly functionName: string;
  readonly digest: string;
  /** Where the finding begins: zero-based line and UTF-16 column. */
  readonly line: number;
  readonly character: number;
}

/** All that a function can be measured as, and against, as its file is now. */
export interface Measurable {
  readonly request: Extract<MeasureRequest, { kind: 'function' }>;
  /** Fixes of the findings that are about it, safe ones first. */
  readonly fixes: readonly MeasurableFix[];
  /** Other functions of the file that stand for themselves, by name. */
  readonly others: readonly { readonly functionName: string; readonly source: string }[];
}

export interface MeasurableFix {
  readonly id: string;
  readonly title: string;
  /** The function and all it uses as the fix leaves them; absent where it moves the work to a pool, which stands for it then. */
  readonly source?: string;
}

/** What the last measurement of a function said, as far as its findings repeat it. */
export interface Measured {
  readonly uri: string;
  readonly functionName: string;
  readonly digest: string;
  /** How long one run holds up the event loop where it is called now, in milliseconds. */
  readonly heldUpMs: number;
  /** One sentence for people. */
  readonly sentence: string;
}
