import { UsageError } from './exit-code.ts';

/** A place as people write it: line and column count from 1. */
export interface Location {
  readonly path: string;
  /** Of a notebook, which cell, from 1; lines count within it. */
  readonly cell?: number;
  readonly line: number;
  readonly column?: number;
}

/** Parses `PATH:LINE[:COLUMN]`, or `PATH:cellN:LINE[:COLUMN]`; `PATH` may hold colons, as `C:\a.ts` does. */
export function parseLocation(text: string, command: string): Location {
  const [, path, cell, line, column] = /^(.+?)(?::cell ?(\d+))?:(\d+)(?::(\d+))?$/s.exec(text) ?? [];
  if (path === undefined || line === undefined) {
    throw new UsageError(`\`${text}\` names no line. Write it as in \`unblock ${command} src/app.ts:12\`.`);
  }
  if (Number(line) === 0 || Number(column ?? 1) === 0) {
    throw new UsageError(`\`${text}\`: lines and columns count from 1.`);
  }
  return {
    path,
    line: Number(line),
    ...(cell !== undefined && { cell: Number(cell) }),
    ...(column !== undefined && { column: Number(column) }),
  };
}
