// What can be measured against what. Plain data: it travels between processes, panels and reports.

/** Where the code of a source variant runs: on the thread whose event loop matters, or in a pool of worker threads (in Python, of processes). */
export type Placement = 'inline' | 'pool';

/** Code of the person's own. It is run only inside the sandbox, and only when its arguments and result can be cloned. */
export interface SourceProgram {
  readonly kind: 'source';
  /** JavaScript when absent. */
  readonly language?: 'python';
  /** One self-contained CommonJS or ES module, or one file of Python. */
  readonly code: string;
  /** The export of `code` that is called; in Python its name. */
  readonly exportName: string;
  readonly runs: Placement;
}

/** One way of doing a built-in scenario's work; needs no code of the person's own. */
export interface BuiltinProgram {
  readonly kind: 'builtin';
  readonly scenario: string;
  readonly variant: string;
}

export interface Variant {
  readonly id: string;
  /** Short, for a table's first column: "Main thread". */
  readonly label: string;
  readonly program: SourceProgram | BuiltinProgram;
}

/** A whole number that a person may change before a run. */
export interface ScenarioParameter {
  readonly id: string;
  readonly label: string;
  /** Shown behind the field, for example "ms". */
  readonly unit?: string;
  readonly initial: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface ScenarioVariant {
  readonly id: string;
  readonly label: string;
}

/** A question about concurrency that can be measured without anybody's code. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Two or three sentences: what is compared and what to look at. */
  readonly explanation: string;
  readonly parameters: readonly ScenarioParameter[];
  readonly variants: readonly ScenarioVariant[];
  /** The variant that the others are compared with. */
  readonly baseline: string;
  /** The variant that the headline verdict is about. */
  readonly candidate: string;
}

export type ParameterValues = Readonly<Record<string, number>>;

/**
 * The values a scenario runs with: what was given where it is a number, else the default, rounded and held within bounds.
 */
export function effectiveParameters(scenario: Scenario, given: ParameterValues = {}): ParameterValues {
  const entries = scenario.parameters.map(({ id, initial, minimum, maximum }) => {
    const wanted = given[id];
    const value = wanted === undefined || !Number.isFinite(wanted) ? initial : Math.round(wanted);
    return [id, Math.min(maximum, Math.max(minimum, value))] as const;
  });
  return Object.fromEntries(entries);
}
