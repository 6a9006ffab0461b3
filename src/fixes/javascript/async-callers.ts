import { blockingPaths } from '../../effects/blocking/blocking.ts';
import { valueOf } from '../../effects/program.ts';
import type { BlockingCallSubject } from '../../model/subjects/index.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { planConversion, writeConversion, type Conversion } from './async/conversion.ts';
import { openFiles, type Files } from './async/files.ts';
import { homeForWait } from './edit/awaiting.ts';
import { isAsync, isCallable, nameOf } from './edit/nodes.ts';
import { leafAt, type Leaf } from './twin/leaf.ts';

const id = 'async-callers';

/** Awaits the twin of a blocking call deep down, makes the functions on the way async, and awaits them wherever they are called. */
export const asyncCallers: Remedy = {
  id,
  rules: ['unblock/blocking-call'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-call' || request.facts.language !== 'javascript') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

function propose(request: FixRequest, subject: BlockingCallSubject): Fix | Obstacle | string | undefined {
  const files = openFiles(request);
  const leaf = leafOf(files, subject);
  if (leaf === undefined || typeof leaf === 'string') return leaf;
  const home = homeForWait(leaf.session, leaf.call);
  // `await-async-twin` says what it takes to wait right there.
  if (subject.direct && (typeof home === 'string' || !isCallable(home) || isAsync(home))) return undefined;
  const plan = planConversion(files, leaf);
  if (typeof plan === 'string') return plan;
  const twins = writeConversion(plan);
  const edits = twins && files.finish();
  if (!edits) return undefined;
  const others = edits.length - 1;
  return {
    id,
    title: titleOf(plan, others),
    safety: 'suggestion',
    changes: changes(plan, others),
    packages: [],
    edits,
  };
}

/** The blocking call at the end of the way that the finding tells. */
export function leafOf(files: Files, { function: id, call, symbol }: BlockingCallSubject): Leaf | string | undefined {
  const { program, file } = files.own.request;
  const path = blockingPaths(program, { file, function: id }).find(({ hops }) => hops[0]?.site.value === call);
  const last = path?.hops.at(-1);
  if (!last) {
    const span = file.facts.values[call];
    return span && leafAt(files.own, span, symbol);
  }
  const session = files.at(last.file.path);
  if (!session) return 'The blocking call stands in a file that cannot be changed from here.';
  return leafAt(session, valueOf(last.file, last.site.value), symbol);
}

function titleOf({ functions }: Conversion, others: number): string {
  const names = [...functions.keys()].map((each) => `\`${nameOf(each)}\``);
  const shown =
    names.length > 2 ? `${names.slice(0, 1).join('')} and ${String(names.length - 1)} others` : names.join(' and ');
  const where = others === 0 ? '' : ` (changes ${others === 1 ? 'another file' : `${String(others)} other files`})`;
  return `Make ${shown} async and await ${names.length > 1 ? 'them' : 'it'}${where}`;
}

function changes({ functions, leaves, left }: Conversion, others: number): string {
  const names = [...functions.keys()].map((each) => `\`${nameOf(each)}\``).join(', ');
  const notes = [...new Set(leaves.flatMap(({ note }) => note ?? []))];
  const rest = [...new Set(left.map(({ name }) => `\`${name}\``))].join(', ');
  return [
    `${names} ${functions.size > 1 ? 'give promises' : 'gives a promise'} now, and everybody in this project who calls ${functions.size > 1 ? 'them' : 'it'} waits${others > 0 ? ', in other files as well' : ''}.`,
    'Other code runs meanwhile: state that was read before a wait may have changed after it, and two calls may overlap.',
    'Results and errors stay the same; error stacks look different.',
    ...(rest === ''
      ? []
      : [`${rest} on the way cannot be waited for, and ${left.length > 1 ? 'hold' : 'holds'} up the loop as before.`]),
    ...notes,
  ].join(' ');
}
