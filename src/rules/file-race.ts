import { contextOf } from '../effects/contexts/contexts.ts';
import { fileRaces, type FileRace } from '../effects/races/file-races.ts';
import { fileRewrites, type FileRewrite } from '../effects/races/file-rewrites.ts';
import type { FunctionRef } from '../effects/program.ts';
import type { Advice, Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan } from './words.ts';

/** `if (!existsSync(path)) writeFileSync(path, text)`: the answer may be another by the time it is used. */
export const fileRace: Rule = {
  meta: {
    id: 'unblock/file-race',
    summary: 'A file that is looked for first and worked on afterwards, though it may have changed meanwhile.',
    languages: ['javascript'],
    context: 'any',
    levels: ['information', 'hint'],
  },
  check: inFunctions((program, ref) => {
    const races = fileRaces(program, ref);
    // What runs once, at start-up, has nobody beside it.
    const checked = races.length === 0 || contextOf(program, ref).kind === 'off' ? [] : races;
    return [
      ...checked.map((race) => findingFor(ref, race)),
      ...fileRewrites(program, ref).flatMap((each) => rewritten(ref, each) ?? []),
    ];
  }),
};

/** `const all = JSON.parse(await readFile(path)); all.push(one); await writeFile(path, JSON.stringify(all))`. */
function rewritten(
  { file, function: id }: FunctionRef,
  { read, write, names, overlap }: FileRewrite,
): Finding | undefined {
  const meets = names === 'one file' && (overlap.by === 'request' || overlap.by === 'elements');
  // A file of its own for each run is nobody else's.
  if (!meets && (names === 'given' || overlap.by === 'event')) return undefined;
  const by = callName(file, write);
  return {
    rule: 'unblock/file-race',
    level: meets ? 'information' : 'hint',
    ...callSpan(file, write),
    message: `\`${by}\` writes what was made of an older text: what another run wrote since is lost.`,
    related: [{ ...callSpan(file, read), message: 'The text is read here; while this waits, another run may begin.' }],
    advice: {
      why: 'Two runs that overlap read the same text, each adds its own, and the one that writes last overwrites the other. Where one reads while the other writes, it may even find half a file.',
      instead:
        'Let one run after the other through: a lock, or a queue that works one at a time. Or keep the data in memory and write it from one place; or in a database.',
    },
    subject: { kind: 'file-rewrite', function: id, read, write },
  };
}

type Outcome = 'overwritten' | 'exists' | 'missing';

function findingFor({ file, function: id }: FunctionRef, { check, use, does, found, isSuspended }: FileRace): Finding {
  const outcome: Outcome = does === 'writes' ? 'overwritten' : does === 'creates' ? 'exists' : 'missing';
  const checked = callName(file, check.value);
  return {
    rule: 'unblock/file-race',
    level: isSuspended && outcome === 'overwritten' ? 'information' : 'hint',
    ...callSpan(file, use.value),
    message: messages[outcome](callName(file, use.value), checked),
    related: [
      {
        ...callSpan(file, check.value),
        message: found === 'present' ? 'It was there at this moment…' : 'It was not there at this moment…',
      },
    ],
    advice: advice[outcome],
    subject: { kind: 'file-race', function: id, check: check.value, use: use.value },
  };
}

const messages: Readonly<Record<Outcome, (use: string, check: string) => string>> = {
  overwritten: (use, check) => `\`${use}\` overwrites what somebody else may have written since \`${check}\`.`,
  exists: (use, check) => `\`${use}\` fails when somebody else has made it since \`${check}\`.`,
  missing: (use, check) => `\`${use}\` fails when somebody else has taken the file away since \`${check}\`.`,
};

const why =
  'Between the check and the work another process, or another run of this function, may make the file or take it away.';

const advice: Readonly<Record<Outcome, Advice>> = {
  overwritten: {
    why,
    instead:
      'Leave the check out and write with `{ flag: "wx" }`, which fails with `EEXIST` where the file is there; catch that.',
  },
  exists: {
    why,
    instead:
      'Leave the check out: `mkdir` with `{ recursive: true }` is content with what is there; otherwise catch `EEXIST`.',
  },
  missing: {
    why,
    instead:
      'Leave the check out, do it, and catch `ENOENT`; `rm` with `{ force: true }` is content when nothing is there.',
  },
};
