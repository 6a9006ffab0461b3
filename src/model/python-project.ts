/** What a project says of the Python it is written for. */
export interface PythonProject {
  /** The oldest version it has to run on: `[3, 9]`. */
  readonly version?: readonly [number, number];
  /** How long its formatter lets a line get. */
  readonly lineLength?: number;
}
