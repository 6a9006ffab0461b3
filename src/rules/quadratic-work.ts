import { contextOf, type Context } from '../effects/contexts/contexts.ts';
import { valueOf, type File, type Program } from '../effects/program.ts';
import { quadraticWorkIn, type QuadraticWork } from '../effects/loops/quadratic.ts';
import type { Finding, Level } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { calleeName, callSpan, loopProof } from './words.ts';

/** A list that is searched, moved or copied once per element. */
export const quadraticWork: Rule = {
  meta: {
    id: 'unblock/quadratic-work',
    summary: 'A list that is searched, moved or copied as a whole in every round of a loop.',
    languages: ['javascript', 'python'],
    context: 'loop',
    levels: ['information', 'hint'],
  },
  check: (program, file) => {
    if (!isShipped(file)) return [];
    return quadraticWorkIn(program, file).flatMap((work) => findingFor(program, file, work) ?? []);
  },
};

function findingFor(program: Program, file: File, work: QuadraticWork): Finding | undefined {
  const owner = { file, function: work.function };
  const context = contextOf(program, owner);
  const level = levelOf(work, context);
  if (!level) return undefined;
  const { start, end } = headOf(file, work);
  return {
    rule: 'unblock/quadratic-work',
    level,
    ...callSpan(file, work.call),
    message: `${does(file, work)} in every round: twice the data takes four times as long, and the event loop waits.`,
    related: [
      {
        start,
        end,
        message: work.source === undefined ? 'This goes round for every element.' : `This goes over ${work.source}.`,
      },
      loopProof(owner, context),
    ],
    advice: adviceOn(file, work),
    subject: {
      kind: 'quadratic-work',
      how: work.how,
      function: work.function,
      call: work.call,
      list: work.list,
    },
    measure: { kind: 'function', function: work.function },
  };
}

/** Most lists are short: only where a request waits for one that others fill it is likely to matter. */
function levelOf({ source, how }: QuadraticWork, { kind, handler }: Context): Level | undefined {
  if (kind !== 'proven' && kind !== 'likely') return undefined;
  return kind === 'proven' && handler && source !== undefined && how !== 'move' ? 'information' : 'hint';
}

function headOf(file: File, { round }: QuadraticWork): { readonly start: number; readonly end: number } {
  const source = round.source === undefined ? undefined : valueOf(file, round.source);
  return round.loop?.head ?? source ?? round;
}

function does(file: File, { how, list }: QuadraticWork): string {
  const name = `\`${calleeName(file, list)}\``;
  return {
    search: `${name} is searched`,
    move: `All of ${name} is moved by one place`,
    copy: `All of ${name} is copied`,
  }[how];
}

function adviceOn(file: File, { how }: QuadraticWork): Finding['advice'] {
  const isPython = file.facts.language === 'python';
  return {
    why: 'A hundred elements take no time. A hundred thousand take thousands of millions of steps, in one go.',
    instead: {
      search:
        'Put what is looked for into a `Set` or `Map` before the loop: asking that takes the same time however many there are.',
      move: isPython
        ? 'Use `collections.deque` with `popleft()` and `appendleft()`, which move nothing.'
        : 'Walk the list with an index, or add at the end and call `reverse()` once: nothing is moved then.',
      copy: isPython
        ? 'Call `append`, which copies nothing: nobody else has this list yet.'
        : 'Use `push`, or set the property: nobody else has this list or object before the loop is over, so nothing needs a copy.',
    }[how],
  };
}
