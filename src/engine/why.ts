import { contextOf } from '../effects/contexts/contexts.ts';
import { graphOf } from '../effects/calls/graph.ts';
import {
  enclosingFunction,
  functionOf,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../effects/program.ts';
import { symbolName } from '../effects/symbols.ts';
import type { FunctionId } from '../model/facts.ts';
import { faultOf } from '../model/fault.ts';
import { lineStarts, positionAt } from '../model/span.ts';
import type { Analysis } from './analysis.ts';

/** What is known of one line, in sentences for a person. */
export interface Why {
  readonly lines: readonly string[];
}

/** Explains a zero-based line: where it runs and why we think so, what each call on it is known to do, and what is reported. */
export function whyAt(analysis: Analysis, line: number): Why {
  if (analysis.skipped) return { lines: [analysis.skipped.message] };
  const program = analysis.program;
  const file = program.file(analysis.path);
  if (!file) return { lines: [] };
  const starts = lineStarts(analysis.text);
  const start = starts[line];
  if (start === undefined)
    return { lines: [`There is no line ${String(line + 1)}; the file ends at ${String(starts.length)}.`] };
  const isHere = (offset: number): boolean => positionAt(starts, offset).line === line;
  const text = analysis.text.slice(start, starts[line + 1] ?? analysis.text.length);
  const owner = enclosingFunction(file, start + text.length - text.trimStart().length);
  return {
    lines: [
      ...roleLines(file),
      ...unlessFailing('Runs', () =>
        ownersOf(program, file, owner, isHere).map((id) => contextLine(program, { file, function: id })),
      ),
      ...unlessFailing('Calls', () => callLines(program, file, analysis.text, isHere)),
      ...findingLines(analysis, isHere),
      ...analysis.faults.map(
        ({ rule, message }) => `Failed: ${rule} threw at this file (${message}). Please report it.`,
      ),
    ],
  };
}

/** What cannot be told must not keep back the rest. */
function unlessFailing(what: string, lines: () => string[]): string[] {
  try {
    return lines();
  } catch (error) {
    return [`${what}: not known, since Unblock itself failed (${faultOf(error).message}). Please report it.`];
  }
}

function roleLines({ role }: File): string[] {
  return role.reason === undefined ? [] : [`File: taken for a ${role.kind} file, because ${role.reason}.`];
}

const verdicts = {
  proven: 'on the event loop, proven',
  likely: 'on an event loop, likely',
  unknown: 'not known where',
  off: 'not where others wait',
} as const;

/** The function that the line stands in, and those in which calls on it are made: `app.get('/', (req, res) => send(res))`. */
function ownersOf(program: Program, file: File, owner: FunctionId, isHere: (offset: number) => boolean): FunctionId[] {
  const calls = graphOf(program, file)
    .calls.flat()
    .filter(({ value }) => isHere(valueOf(file, value).start));
  return [...new Set([owner, ...calls.map((call) => call.function)])].toSorted((a, b) => a - b);
}

function contextLine(program: Program, ref: FunctionRef): string {
  if (ref.function === 0) return 'Runs: at the top level of the module, once at start-up. Nobody waits yet.';
  const { name } = functionOf(ref.file, ref.function);
  const { kind, reason } = contextOf(program, ref);
  return `Runs: in ${name === undefined ? 'a function without a name' : `\`${name}\``}, ${verdicts[kind]}: ${reason}.`;
}

function callLines(program: Program, file: File, text: string, isHere: (offset: number) => boolean): string[] {
  return graphOf(program, file)
    .calls.flat()
    .filter(({ value }) => isHere(valueOf(file, value).start))
    .map(({ value, symbol, entry, excuse }) => {
      const { start, end } = valueOf(file, value);
      const code = `\`${text.slice(start, end).replace(/\s+/g, ' ').slice(0, 60)}\``;
      if (excuse) return `Call: ${code} counts for nothing: ${excuses[excuse]}.`;
      if (!symbol) return `Call: ${code} is not resolved, so nothing is said of it.`;
      if (symbol.kind === 'function') return `Call: ${code} is a function of this project.`;
      const name = symbolName(symbol);
      if (!entry || name === undefined)
        return `Call: ${code} is ${name === undefined ? 'known' : `\`${name}\``}; nothing is known of what it does.`;
      if (entry.blocks)
        return `Call: ${code} is \`${name}\`, which blocks (${entry.blocks.what}, ${entry.blocks.weight}).`;
      return `Call: ${code} is \`${name}\`, which ${entry.io ? `does ${entry.io} I/O without blocking` : 'does not block'}.`;
    });
}

const excuses = {
  memoised: 'its result is kept, so it runs once',
  exiting: 'the process ends right after it',
  chosen: 'the caller asks for the synchronous way',
  traced: 'somebody who looks for a fault asks for it',
  developing: 'only whoever develops the program comes there',
  idle: 'the thread or loop that would do it does not run there',
} as const;

function findingLines({ findings, suppressed }: Analysis, isHere: (offset: number) => boolean): string[] {
  const here = findings.filter(({ start }) => isHere(start));
  if (here.length > 0) return here.map(({ rule, level, message }) => `Reported: ${level} ${rule}: ${message}`);
  const note = suppressed > 0 ? ` (${String(suppressed)} in this file are silenced by comments)` : '';
  return [`Reported: nothing${note}.`];
}
