import { graphOf, type Call } from '../effects/calls/graph.ts';
import { functionOf, valueOf, type File, type Program } from '../effects/program.ts';
import { firstFailure } from '../effects/promises/rejection.ts';
import { isAtDesk } from '../effects/contexts/desk.ts';
import { hearsRejections } from '../effects/promises/rejection-listeners.ts';
import { unheardBy, type Unheard } from '../effects/promises/unheard.ts';
import type { Finding, Level } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { pathFrom } from './words.ts';

/** An async handler whose caller drops the promise: when it fails, nothing is answered and the process ends. */
export const unhandledAsyncHandler: Rule = {
  meta: {
    id: 'unblock/unhandled-async-handler',
    summary: 'An async handler whose failure nobody hears of.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: (program, file) => {
    if (!isShipped(file)) return [];
    const registrations = graphOf(program, file)
      .calls.flat()
      .flatMap((call) => unheardBy(program, file, call).map((unheard): Registration => ({ call, unheard })));
    return byHandler(registrations).flatMap((same) => findingFor(program, file, same) ?? []);
  },
};

interface Registration {
  readonly call: Call;
  readonly unheard: Unheard;
}

/** A function that is registered ten times is one thing to mend. */
function byHandler(registrations: readonly Registration[]): [Registration, ...Registration[]][] {
  const groups = new Map<string, [Registration, ...Registration[]]>();
  for (const each of registrations) {
    const { handler, label } = each.unheard;
    const key = `${handler.function} ${label} ${handler.file.path}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

/** More places than these tell nobody anything new. */
const SHOWN = 5;

function findingFor(
  program: Program,
  file: File,
  [{ call, unheard }, ...others]: readonly [Registration, ...Registration[]],
): Finding | undefined {
  const { handler, argument, label, before } = unheard;
  const { isAsync, isGenerator, head } = functionOf(handler.file, handler.function);
  const lost = isAsync && !isGenerator ? firstFailure(program, handler) : undefined;
  if (!lost) return undefined;
  const written = valueOf(file, argument.value);
  const span = written.kind === 'function' ? head : written;
  const isTold = isAtDesk(program, file);
  const old = before === undefined ? '' : ` before version ${String(before)}`;
  return {
    rule: 'unblock/unhandled-async-handler',
    level: isTold ? 'hint' : levelOf(unheard, () => hearsRejections(program, file)),
    start: span.start,
    end: span.end,
    message: `Nobody hears of it when this ${label} fails${old}.`,
    related: [
      {
        ...pathFrom(file, handler.file),
        start: lost.start,
        end: lost.end,
        message: 'An error from here becomes an unhandled rejection.',
      },
      ...others.slice(0, SHOWN).map((other) => {
        const { start, end } = valueOf(file, other.unheard.argument.value);
        return { start, end, message: 'It is registered here as well.' };
      }),
    ],
    advice: {
      why: isTold
        ? 'Whoever calls it ignores what it returns. A rejection is only written down, and whoever waits for what it was to do never hears that it failed.'
        : before === undefined
          ? 'Whoever calls it ignores what it returns. A rejection is unhandled: Node ends the process, and what it was to answer is never answered.'
          : `Up to version ${String(before - 1)} nobody looks at the promise of a handler: the request is never answered, and Node ends the process for the unhandled rejection.`,
      instead: 'Catch inside of it and answer with an error, or wrap it in a function that does this for all handlers.',
    },
    ...(before !== undefined && { cause: `Before version ${String(before)} nobody hears of it when a ${label} fails` }),
    subject: { kind: 'unhandled-async-handler', function: call.function, call: call.value, handler: argument.value },
  };
}

/**
 * A page goes on, Node's process ends; which version of a package runs is not always known. Where the program hears of all rejections in
 * the end and lives on, only whoever waits for an answer is let down.
 */
function levelOf({ runs, before, isOld, inBrowser }: Unheard, isHeard: () => boolean): Level {
  if (inBrowser || (before !== undefined && !isOld)) return 'hint';
  if (before !== undefined) return 'warning';
  const level = runs === 'handler' ? 2 : 1;
  return levels[level - Number(isHeard())] ?? 'hint';
}

const levels: readonly Level[] = ['hint', 'information', 'warning'];
