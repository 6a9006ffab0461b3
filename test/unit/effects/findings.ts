import { posix } from 'node:path';
import { analyze, programOf, readFacts } from '../../../src/engine/analyze.ts';
import type { FileFacts } from '../../../src/model/facts.ts';
import type { RuleId } from '../../../src/model/rule.ts';
import type { Files } from './resolving.ts';

/** Levels and messages of what one rule finds in `path`, seen with all the other files. */
export function findingsIn(path: string, files: Files, id: RuleId = 'unblock/blocking-call'): string[] {
  const facts = new Map<string, FileFacts>();
  for (const [name, text] of Object.entries(files)) {
    const read = readFacts(name, text).facts;
    if (read) facts.set(name, read);
  }
  const program = programOf({
    paths: [...facts.keys()],
    factsOf: (name) => facts.get(name),
    resolve: (from, specifier) => beside(from, specifier).find((name) => facts.has(name)),
  });
  const { findings, faults } = analyze(path, files[path] ?? '', { program });
  const [fault] = faults;
  if (fault) throw new Error(fault.stack);
  const asked = findings.filter(({ rule }) => rule === id);
  return asked.map(({ level, message }) => `${level} ${message}`);
}

/** The files that a relative specifier may stand for. */
function beside(from: string, specifier: string): string[] {
  if (!from.endsWith('.py')) return [posix.join(posix.dirname(from), `${specifier}.ts`)];
  const [, dots = '', names = ''] = /^(\.*)(.*)$/.exec(specifier) ?? [];
  const path = posix.join(posix.dirname(from), '../'.repeat(Math.max(0, dots.length - 1)), names.replaceAll('.', '/'));
  return [`${path}.py`, `${path}/__init__.py`];
}
