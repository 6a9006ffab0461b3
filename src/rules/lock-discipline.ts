import {
  inversionsIn,
  leakedLocks,
  ownLocks,
  retakenIn,
  type Inversion,
  type LeakedLock,
  type OwnLock,
} from '../effects/threads/lock-mistakes.ts';
import type { Nesting } from '../effects/threads/locks.ts';
import { bindingOf, valueOf, type File, type FunctionRef } from '../effects/program.ts';
import type { Finding, Related } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { callName, callSpan, functionName, pathFrom } from './words.ts';

/** A lock that protects nothing, is not given back, or is waited for by whoever holds it. */
export const lockDiscipline: Rule = {
  meta: {
    id: 'unblock/lock-discipline',
    summary: 'A lock that protects nothing, is not always given back, or waits for itself.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'hint'],
  },
  check: (program, file) => {
    if (!isShipped(file)) return [];
    const own = file.facts.functions.flatMap((_, id) => {
      const ref: FunctionRef = { file, function: id };
      return [
        ...leakedLocks(program, ref).map((found) => leakedFinding(ref, found)),
        ...ownLocks(program, ref).map((found) => ownFinding(ref, found)),
      ];
    });
    return [
      ...own,
      ...inversionsIn(program, file).map((found) => orderFinding(file, found)),
      ...retakenIn(program, file).map((found) => againFinding(file, found)),
    ];
  },
};

function leakedFinding({ file, function: owner }: FunctionRef, { acquire, release, risk }: LeakedLock): Finding {
  const name = callName(file, acquire).replace(/\.acquire$/, '');
  return {
    rule: 'unblock/lock-discipline',
    level: risk ? 'warning' : 'hint',
    ...callSpan(file, acquire),
    message: risk
      ? `\`${name}\` is never given back when something fails before \`${callName(file, release)}\`.`
      : `\`${name}\` is taken and given back by hand.`,
    related: [
      ...(risk ? [{ ...risk, message: 'An exception, or leaving here, passes over the release.' }] : []),
      { ...callSpan(file, release), message: 'It is given back here.' },
    ],
    advice: {
      why: 'An exception between the two leaves the lock taken for good: all others wait for it for ever, far away from what went wrong.',
      instead: `Write \`with ${name}:\`, which gives it back whatever happens.`,
    },
    subject: { kind: 'lock-discipline', how: 'leaked', function: owner, at: acquire, other: release },
  };
}

function ownFinding({ file, function: owner }: FunctionRef, { region, made, variable }: OwnLock): Finding {
  const { start, end } = valueOf(file, region);
  const name = variable === undefined ? 'This lock' : `\`${bindingOf(file, variable).name}\``;
  return {
    rule: 'unblock/lock-discipline',
    level: 'warning',
    start,
    end,
    message: `${name} keeps nobody out: each call makes a lock of its own.`,
    related: variable === undefined ? [] : [{ ...callSpan(file, made), message: 'It is made here, each time.' }],
    advice: {
      why: 'A lock keeps out those who ask for the same one. What every call makes for itself is always free.',
      instead: 'Make one lock next to what it protects: in the module, or in a field that `__init__` fills.',
    },
    subject: { kind: 'lock-discipline', how: 'own', function: owner, at: region, other: made },
  };
}

function orderFinding(home: File, { one, other }: Inversion): Finding {
  return {
    rule: 'unblock/lock-discipline',
    level: 'warning',
    ...spanOf(home, one.at.value),
    message: `\`${one.inner.name}\` is taken here while \`${one.outer.name}\` is held, and elsewhere the other way round.`,
    related: [
      ...trace(home, one),
      { ...spanOf(other.at.in.file, other.at.value), message: heldAt(other) },
      ...trace(home, other),
    ],
    advice: {
      why: 'When two threads, or tasks, come by both ways at the same time, each has the one lock and waits for the other: neither goes on, for ever.',
      instead: 'Take the two in the same order everywhere, or use one lock for both.',
    },
    subject: {
      kind: 'lock-discipline',
      how: 'order',
      function: one.at.in.function,
      at: one.at.value,
      other: other.at.value,
    },
  };
}

function heldAt({ at, inner, outer }: Nesting): string {
  return `${functionName(at.in)} holds \`${outer.name}\` here, and takes \`${inner.name}\`.`;
}

/** Where the inner lock is taken, when that is somewhere else. */
function trace(home: File, { at, taken, inner }: Nesting): Related[] {
  if (at.value === taken.value && at.in.file === taken.in.file) return [];
  const { file } = taken.in;
  return [
    {
      ...pathFrom(home, file),
      ...spanOf(file, taken.value),
      message: `${functionName(taken.in)} takes \`${inner.name}\`.`,
    },
  ];
}

function againFinding(home: File, found: Nesting): Finding {
  const { at, outer, taken } = found;
  return {
    rule: 'unblock/lock-discipline',
    level: 'warning',
    ...spanOf(home, at.value),
    message: `\`${outer.name}\` is held here and taken again: this waits for itself, for ever.`,
    related: trace(home, found),
    advice: {
      why: 'A plain lock does not know who holds it. Whoever takes it a second time waits until it is given back, which nobody will do.',
      instead: 'Do the inner work in a function that expects the lock to be held, or, with threads, use an `RLock`.',
    },
    subject: { kind: 'lock-discipline', how: 'again', function: at.in.function, at: at.value, other: taken.value },
  };
}

function spanOf(file: File, id: number): { readonly start: number; readonly end: number } {
  const value = valueOf(file, id);
  return value.kind === 'call' ? callSpan(file, id) : { start: value.start, end: value.end };
}
