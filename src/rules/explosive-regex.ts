import { backtrackingOf, type Backtracking } from '../effects/loops/backtracking.ts';
import { contextOf, type Context } from '../effects/contexts/contexts.ts';
import { matchesIn, type Match } from '../effects/loops/matches.ts';
import { outsideData, type OutsideData } from '../effects/values/outside-data.ts';
import type { File, Program } from '../effects/program.ts';
import type { Finding, Level } from '../model/finding.ts';
import { isShipped, type Rule } from './rule.ts';
import { callSpan, pathFrom, functionName, loopProof } from './words.ts';

/** A regular expression that a text from outside can keep busy for minutes. */
export const explosiveRegex: Rule = {
  meta: {
    id: 'unblock/explosive-regex',
    summary: 'A regular expression that a text from outside can keep busy, and the event loop with it.',
    languages: ['javascript'],
    context: 'loop',
    levels: ['warning', 'information', 'hint'],
  },
  check: (program, file) => {
    if (!isShipped(file)) return [];
    return matchesIn(program, file).flatMap((match) => findingFor(program, file, match) ?? []);
  },
};

function findingFor(program: Program, file: File, match: Match): Finding | undefined {
  // The cheap question first: few texts come from outside.
  const outside = outsideData(program, file, match.text);
  if (!outside) return undefined;
  const owner = { file, function: match.call.function };
  const context = contextOf(program, owner);
  if (context.kind !== 'proven' && context.kind !== 'likely') return undefined;
  const found = backtrackingOf(match.source, match.flags);
  const level = found && levelOf(found, outside, context);
  if (!level) return undefined;
  return {
    rule: 'unblock/explosive-regex',
    level,
    ...callSpan(file, match.call.value),
    message: messageOf(found, outside),
    related: [
      expressionAt(file, match, found),
      ...outside.through.map(({ from, site, to }) => ({
        ...pathFrom(file, from.file),
        ...callSpan(from.file, site.value),
        message: `${functionName(to)} is handed ${sources[outside.from]} here.`,
      })),
      loopProof(owner, context),
    ],
    advice: adviceOn(found),
    subject: {
      kind: 'explosive-regex',
      function: match.call.function,
      call: match.call.value,
      text: match.text,
      source: match.source,
      flags: match.flags,
      growth: found.growth,
      repeats: found.repeats,
    },
  };
}

/** A few dozen characters are enough for what doubles, so a look at the length helps only against the rest. */
function levelOf({ growth }: Backtracking, { from, measured }: OutsideData, { kind }: Context): Level | undefined {
  if (growth === 'exponential') return kind === 'proven' && from !== 'answer' ? 'warning' : 'information';
  if (measured) return undefined;
  return kind === 'proven' && from === 'body' ? 'information' : 'hint';
}

const sources: Readonly<Record<OutsideData['from'], string>> = {
  head: 'what a request sends',
  body: 'what a request sends',
  answer: 'what a server answers',
};

function messageOf({ growth }: Backtracking, { from }: OutsideData): string {
  return growth === 'exponential'
    ? `A few dozen characters of ${sources[from]} can keep this expression, and the event loop, busy for minutes.`
    : `The time of this expression grows with the square of the length, and the text is ${sources[from]}.`;
}

function expressionAt(file: File, match: Match, { part }: Backtracking): Finding['related'][number] {
  const { start, end } = match.in.facts.values[match.pattern] ?? { start: 0, end: 0 };
  return {
    ...pathFrom(file, match.in),
    start,
    end,
    message: `\`${part}\` can match the same characters in many ways, and all of them are tried.`,
  };
}

function adviceOn({ growth, part, repeats }: Backtracking): Finding['advice'] {
  const times = growth === 'exponential' ? 40 : 50_000;
  const attack = `${JSON.stringify(repeats)}.repeat(${times})`;
  return {
    why: `Where the rest does not match, every way to divide the text is tried${growth === 'exponential' ? ', twice as many with each character' : ' from every position'}. Try it with \`${attack}\` in the place of \`${part}\`, followed by what the expression does not allow; no request, timer or event runs meanwhile.`,
    instead:
      growth === 'exponential'
        ? 'Write it so that each character can be matched in one way only: no repetition inside a repetition that begins or ends with the same characters. A parser or a linear engine such as RE2 does not go back at all.'
        : 'Turn away texts that are too long before, anchor the expression, or do it with `trimEnd`, `indexOf` or `split`, which never go back.',
  };
}
