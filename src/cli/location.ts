import { UsageError } from './exit-code.ts';

/** A place as people write it: line and column count from 1. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** Parses `PATH:LINE[:COLUMN]`; `PATH` may hold colons, as `C:\a.ts` does. */
export function parseLocation(text: string, command: string): Location {
  const [, path, line, column] = /^(.+?):(\d+)(?::(\d+))?$/s.exec(text) ?? [];
  if (path === undefined || line === undefined) {
    throw new UsageError(`\`${text}\` names no line. Write it as in \`unblock ${command} src/app.ts:12\`.`);
  }
  if (Number(line) === 0 || Number(column ?? 1) === 0) {
    throw new UsageError(`\`${text}\`: lines and columns count from 1.`);
  }
  return column === undefined ? { path, line: Number(line) } : { path, line: Number(line), column: Number(column) };
}
