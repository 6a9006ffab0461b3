import { orphansOf, type Orphan } from '../effects/promises/orphans.ts';
import { bindingOf, valueOf, type File, type FunctionRef } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { callName, callSpan } from './words.ts';

/** `const a = load(), b = save(); await a; await b`: when `b` fails during the first `await`, nobody holds it. */
export const orphanedPromise: Rule = {
  meta: {
    id: 'unblock/orphaned-promise',
    summary: 'A promise that may fail while something else is awaited, which ends the process.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning'],
  },
  check: (program, file) => {
    if (!isShipped(file)) return [];
    return file.facts.functions.flatMap((_, id) =>
      orphansOf(program, { file, function: id }).map((orphan) => findingFor({ file, function: id }, orphan)),
    );
  },
};

function findingFor({ file, function: owner }: FunctionRef, { call, binding, during, taken }: Orphan): Finding {
  const name = bindingOf(file, binding).name;
  return {
    rule: 'unblock/orphaned-promise',
    level: 'warning',
    ...callSpan(file, call.value),
    message: `When \`${callName(file, call.value)}\` fails before \`${name}\` is awaited, nobody holds its rejection.`,
    related: [
      { ...spanOf(file, during), message: `\`${name}\` is on its own while this is awaited.` },
      { ...spanOf(file, taken), message: 'Only here somebody takes it.' },
    ],
    advice: {
      why: 'A promise that is rejected before anybody awaits it is an unhandled rejection: Node ends the process, whatever `try` stands around the later `await`.',
      instead: 'Await all that run at the same time together: `const [a, b] = await Promise.all([first(), second()])`.',
    },
    subject: { kind: 'orphaned-promise', function: owner, call: call.value, binding, during, taken },
  };
}

function spanOf(file: File, id: number): { readonly start: number; readonly end: number } {
  const { start, end } = valueOf(file, id);
  return { start, end };
}
