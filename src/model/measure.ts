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
      readonly language: 'js' | 'ts';
      /** A JavaScript expression for the list of arguments; the person may edit it. */
      readonly input: string;
    };
