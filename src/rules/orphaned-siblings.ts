import { commandLineReason } from '../effects/contexts/command-line.ts';
import {
  orphanedSiblings as orphanedSiblingsIn,
  type OrphanedSiblings,
} from '../effects/promises/orphaned-siblings.ts';
import { valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan, pathFrom } from './words.ts';

/** `gather` raises with the first failure; the other tasks go on, and who called it does as well. */
export const orphanedSiblings: Rule = {
  meta: {
    id: 'unblock/orphaned-siblings',
    summary: 'Tasks that go on after one of them has failed, while the code that started them goes on as well.',
    languages: ['python'],
    context: 'any',
    levels: ['information', 'hint'],
  },
  check: inFunctions((program, ref) => orphanedSiblingsIn(program, ref).map((each) => findingFor(program, ref, each))),
};

function findingFor(program: Program, ref: FunctionRef, found: OrphanedSiblings): Finding {
  const { file, function: owner } = ref;
  const { call, failing, sibling, then, region } = found;
  const isMany = failing === sibling;
  const others = isMany ? 'the others' : `\`${callName(file, sibling)}\``;
  return {
    rule: 'unblock/orphaned-siblings',
    level: levelOf(program, file, found),
    ...callSpan(file, call.value),
    message: messages[then](others, isMany ? '' : 's'),
    related: [...failureAt(file, found), ...effectAt(file, found)],
    advice: {
      why: `\`asyncio.gather\` raises with the first failure and cancels nothing: ${consequences[then]}`,
      instead:
        'From Python 3.11 on `async with asyncio.TaskGroup()` cancels the others and waits for their end before it raises an `ExceptionGroup`. Or let all of them end: `return_exceptions=True`, and look at the results.',
    },
    subject: {
      kind: 'orphaned-siblings',
      function: owner,
      combinator: call.value,
      ...(region ? { region: region.value } : {}),
    },
  };
}

/** One person at a terminal sees what happened, and ends the program. */
function levelOf(program: Program, file: File, { then }: OrphanedSiblings): Level {
  return then === 'caught' || commandLineReason(program, file) !== undefined ? 'hint' : 'information';
}

const messages: Readonly<Record<OrphanedSiblings['then'], (others: string, s: string) => string>> = {
  rounds: (others, s) => `After a failure the next round of the loop begins while ${others} of this one still run${s}.`,
  caught: (others, s) =>
    `After a failure the \`except\` goes on while ${others} still run${s}, and nobody waits for them.`,
  left: (others, s) =>
    `After a failure the \`with\` block ends while ${others} still work${s} with what it takes away.`,
};

const consequences: Readonly<Record<OrphanedSiblings['then'], string>> = {
  rounds: 'what is left of this round runs beside the next one, and what is tried again may be done twice.',
  caught: 'what the others still change comes after the clean-up or the answer, and what they raise is never heard of.',
  left: 'the others still write when their folder or file is being removed, which fails or leaves something behind.',
};

function failureAt(home: File, { failing, failure }: OrphanedSiblings): Related[] {
  const message = 'When this fails, …';
  if (failure === 'library') return [{ ...callSpan(home, failing), message }];
  const { file, at } = failure;
  return [{ ...pathFrom(home, file), start: at.start, end: at.end, message }];
}

function effectAt(home: File, { effect: { file, at, call } }: OrphanedSiblings): Related[] {
  const name = call ? callName(file, call.value) : undefined;
  const { start, end } = call ? valueOf(file, call.value) : at;
  const message = name === undefined ? '… others still write this.' : `… others still call \`${name}\`.`;
  return [{ ...pathFrom(home, file), start, end, message }];
}
