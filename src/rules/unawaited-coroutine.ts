import type { Call } from '../effects/calls/graph.ts';
import { bindingOf, functionOf, isPython, valueOf, type File } from '../effects/program.ts';
import {
  droppedCallbacks,
  unawaited,
  type DroppedCallback,
  type UnawaitedCoroutine,
} from '../effects/promises/unawaited.ts';
import { usualAwaits, type UsualAwaits } from '../effects/promises/usual-awaits.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { callName, callSpan, functionName, otherPlaces, pathFrom } from './words.ts';

/** `save()` without `await`: Python makes a coroutine, and nothing of `save` ever runs. */
export const unawaitedCoroutine: Rule = {
  meta: {
    id: 'unblock/unawaited-coroutine',
    summary: 'A coroutine that nobody awaits, so that nothing of it runs.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'information'],
  },
  check: inCalls((program, file, call) => {
    const lost = unawaited(program, file, call);
    if (lost) return [findingFor(file, lost)];
    const usual = isPython(file) ? usualAwaits(program, file, call) : undefined;
    if (usual) return [unusual(file, call, usual)];
    return droppedCallbacks(program, file, call).map((each) => callbackFinding(file, each));
  }),
};

function findingFor(file: File, lost: UnawaitedCoroutine): Finding {
  const { call, coroutine, how, variable } = lost;
  const name = callName(file, call.value);
  const { isAsync } = functionOf(file, call.function);
  return {
    rule: 'unblock/unawaited-coroutine',
    level: levelOf(lost),
    ...callSpan(file, call.value),
    message: messageOf(file, name, lost),
    related: runsHere(file, coroutine.symbol),
    advice: {
      why: `Calling an \`async def\` only makes a coroutine. Its first line runs when somebody awaits it or makes a task of it; of one that nobody takes Python says “coroutine was never awaited” when it is collected, and that is all.${meant[how]}`,
      instead: isAsync
        ? `Write \`await ${name}(…)\`. Where nobody should wait for it, start a task and keep it: \`task = asyncio.create_task(${name}(…))\`.`
        : `Only an \`async def\` can await it. Make this function one, or start it from here: \`asyncio.run(${name}(…))\` where no event loop runs, \`asyncio.create_task(${name}(…))\` where one does.`,
    },
    subject: {
      kind: 'unawaited-coroutine',
      how,
      function: call.function,
      call: call.value,
      ...(variable === undefined ? {} : { variable }),
    },
  };
}

/** A call of which nothing is known, except that others of its name are awaited. */
function unusual(file: File, call: Call, usual: UsualAwaits): Finding {
  const name = callName(file, call.value);
  return {
    rule: 'unblock/unawaited-coroutine',
    level: 'information',
    ...callSpan(file, call.value),
    message: `Nobody awaits \`${name}\` here, as ${otherPlaces(usual)}.`,
    related: [],
    advice: {
      why: `What \`${name}\` is nobody here can see; that nearly all others await it says that it gives a coroutine, of which nothing runs before somebody awaits it.`,
      instead: `Write \`await ${name}(…)\`. Where nobody should wait for it, start a task and keep it: \`task = asyncio.create_task(${name}(…))\`.`,
    },
    subject: { kind: 'unawaited-coroutine', how: 'usual', function: call.function, call: call.value },
  };
}

/** A written type may be wrong, and what somebody keeps in a variable may be meant for later. */
function levelOf({ coroutine }: UnawaitedCoroutine): Level {
  return coroutine.by === 'type' ? 'information' : 'warning';
}

function messageOf(file: File, name: string, { how, variable }: UnawaitedCoroutine): string {
  switch (how) {
    case 'dropped':
      return `\`${name}\` is never awaited: this makes a coroutine, and nothing of it runs.`;
    case 'forgotten': {
      const holder = variable === undefined ? '_' : bindingOf(file, variable).name;
      return `Nobody awaits \`${holder}\`, which holds the coroutine of \`${name}\`: nothing of it runs.`;
    }
    case 'tested':
      return `The condition looks at the coroutine of \`${name}\`, which is always true, and not at what it returns.`;
    case 'used':
      return `\`${name}\` gives a coroutine here, and not its result: the \`await\` is missing.`;
  }
}

const meant: Readonly<Record<UnawaitedCoroutine['how'], string>> = {
  dropped: '',
  forgotten: '',
  tested: ' A coroutine is an object like any other, so a condition takes it for true.',
  used: ' A coroutine has nothing of what it would return, and equals nothing.',
};

function callbackFinding(file: File, { call, argument, to }: DroppedCallback): Finding {
  const caller = callName(file, call.value);
  const name = functionName(to);
  const { start, end } = valueOf(file, argument);
  return {
    rule: 'unblock/unawaited-coroutine',
    level: 'warning',
    start,
    end,
    message: `\`${caller}\` calls ${name} and drops the coroutine that it gives: nothing of it runs.`,
    related: runsHere(file, { kind: 'function', ...to }),
    advice: {
      why: `${name === 'this function' ? 'It' : name} is an \`async def\`: calling it only makes a coroutine, which somebody has to await. Whoever calls it here expects a plain function and looks at nothing that it returns.`,
      instead: 'Give it a plain function that starts a task and keeps it.',
    },
    subject: { kind: 'unawaited-coroutine', how: 'callback', function: call.function, call: call.value },
  };
}

function runsHere(home: File, symbol: UnawaitedCoroutine['coroutine']['symbol']): Related[] {
  if (symbol?.kind !== 'function') return [];
  const { head } = functionOf(symbol.file, symbol.function);
  const { start, end } = head;
  return [{ ...pathFrom(home, symbol.file), start, end, message: 'This would run.' }];
}
