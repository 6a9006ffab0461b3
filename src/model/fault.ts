/** A fault of our own: what threw, while all around it went on. */
export interface Fault {
  /** A line for people. */
  readonly message: string;
  /** Where it was thrown, for those who mend it. */
  readonly stack: string;
}

export function faultOf(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  return { message, stack: (error instanceof Error && error.stack) || message };
}
