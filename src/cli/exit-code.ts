/** What the caller is told. Part of the command line's contract, like its options. */
export const exitCode = {
  done: 0,
  /** More findings than `--max-warnings` allows. */
  findings: 1,
  /** What was asked could not be done: wrong arguments, a broken config, a file that cannot be read. */
  failed: 2,
  /** There is nothing to fix here, or no way that is proven. */
  noFix: 3,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
  /** 128 + SIGPIPE: nobody reads the output any more. */
  brokenPipe: 141,
} as const;

/** The message is for the person, complete, and all there is to say. Ends the command with exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
