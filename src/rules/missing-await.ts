import type { Call } from '../effects/calls/graph.ts';
import { functionOf, valueOf, type File, type Program } from '../effects/program.ts';
import type { Resolved } from '../effects/symbols.ts';
import { takenForResult, type Misuse, type TakenForResult } from '../effects/promises/taken-for-result.ts';
import type { Finding, Related } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { calleeName, callName, callSpan, otherPlaces, pathFrom } from './words.ts';

/** `if (isAdmin(user))`, where `isAdmin` is async: the code looks at the promise, and not at what it will give. */
export const missingAwait: Rule = {
  meta: {
    id: 'unblock/missing-await',
    summary: 'A promise that is taken for its result, because an `await` is missing.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'information'],
  },
  check: inCalls((program: Program, file: File, call: Call): Finding | undefined => {
    const taken = takenForResult(program, file, call);
    return taken && findingFor(file, call, taken);
  }),
};

function findingFor(file: File, call: Call, { promise, usual, misuse }: TakenForResult): Finding {
  const name = callName(file, call.value);
  const { isAsync } = functionOf(file, call.function);
  return {
    rule: 'unblock/missing-await',
    // A written type may be wrong, and so may a habit.
    level: !promise || promise.by === 'type' ? 'information' : 'warning',
    ...callSpan(file, call.value),
    message: usual
      ? `Nobody awaits \`${name}\` here, as ${otherPlaces(usual)}: it is taken for its result.`
      : messageOf(file, name, misuse),
    related: [...takenHere(file, call, misuse), ...isAsyncHere(file, promise?.symbol)],
    advice: {
      why: usual
        ? `What \`${name}\` does is not known; that nearly all others await it says that it gives a promise. ${consequences[misuse.how]}`
        : `\`${name}\` gives a promise at once, and its result later. ${consequences[misuse.how]}`,
      instead: isAsync
        ? `Write \`await ${name}(…)\`.`
        : `Write \`await ${name}(…)\` in an \`async\` function, and wait for that one where it is called.`,
    },
    subject: { kind: 'missing-await', function: call.function, call: call.value },
  };
}

function messageOf(file: File, name: string, { how, at }: Misuse): string {
  switch (how) {
    case 'read': {
      const value = valueOf(file, at);
      const what = value.kind === 'member' ? `\`${value.name}\`` : 'such an element';
      return `\`${name}\` gives a promise, which has no ${what}: the \`await\` is missing.`;
    }
    case 'tested':
      return `The condition looks at the promise of \`${name}\`, which is always true, and not at what it gives.`;
    case 'compared':
      return `The promise of \`${name}\` equals nothing that it is compared with here: the \`await\` is missing.`;
    case 'text':
      return `The text gets \`[object Promise]\` in place of what \`${name}\` gives: the \`await\` is missing.`;
    case 'computed':
      return `\`${name}\` gives a promise, which nobody can calculate with: the \`await\` is missing.`;
    case 'iterated':
      return `\`${name}\` gives a promise, which has no elements: the \`await\` is missing.`;
    case 'called':
      return `\`${name}\` gives a promise, which is no function: the \`await\` is missing.`;
    case 'given': {
      const value = valueOf(file, at);
      const taker = value.kind === 'call' || value.kind === 'new' ? calleeName(file, value.callee) : 'it';
      return `\`${taker}\` gets the promise of \`${name}\`, of which it makes nothing: the \`await\` is missing.`;
    }
  }
}

const consequences: Readonly<Record<Misuse['how'], string>> = {
  read: 'What a promise does not have is `undefined`, and nothing fails where the mistake is.',
  tested: 'An object is true in every condition, so that a check says yes to everybody.',
  compared: 'No promise equals a text, a number or nothing, so that the comparison always comes out the same.',
  text: 'In a text a promise shows as `[object Promise]`.',
  computed: 'As a number a promise is `NaN`.',
  iterated: 'Going through a promise throws a `TypeError`; spread into an object it adds nothing.',
  called: 'Calling a promise throws a `TypeError`.',
  given: 'Nothing fails: it sees an object without properties of its own.',
};

/** Where the result is expected, if the promise comes there by a name. */
function takenHere(file: File, call: Call, { at }: Misuse): Related[] {
  const { start, end } = valueOf(file, at);
  const made = valueOf(file, call.value);
  const isHere = start <= made.start && made.end <= end;
  return isHere ? [] : [{ start, end, message: 'Here it is taken for its result.' }];
}

function isAsyncHere(home: File, symbol: Resolved | undefined): Related[] {
  if (symbol?.kind !== 'function') return [];
  const { start, end } = functionOf(symbol.file, symbol.function).head;
  return [{ ...pathFrom(home, symbol.file), start, end, message: 'This gives a promise.' }];
}
