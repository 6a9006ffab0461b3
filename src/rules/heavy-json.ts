import { contextOf, type Context } from '../effects/contexts/contexts.ts';
import type { Call } from '../effects/calls/graph.ts';
import { admittedBytes, payloadOf, type Payload } from '../effects/values/payloads.ts';
import type { File, FunctionRef, Program } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, loopProof } from './words.ts';

/** JSON of any size, parsed or written in one go on the event loop. */
export const heavyJson: Rule = {
  meta: {
    id: 'unblock/heavy-json',
    summary: 'JSON of any size that is parsed or written in one go on the event loop.',
    languages: ['javascript'],
    context: 'loop',
    levels: ['hint'],
  },
  check: inCalls((program, file, call) => admitted(program, file, call) ?? payload(program, file, call)),
};

const MEGABYTE = 1024 ** 2;
/** A body of so many bytes takes longer than a tenth of a second to parse. */
const HEAVY = 5 * MEGABYTE;
/** Measured: 25 to 30 ms for each megabyte. */
const MS_PER_MEGABYTE = 27;

function admitted(program: Program, file: File, call: Call): Finding | undefined {
  const bytes = admittedBytes(program, file, call);
  if (bytes === undefined || bytes < HEAVY) return undefined;
  const megabytes = Math.round(bytes / MEGABYTE);
  const seconds = ((megabytes * MS_PER_MEGABYTE) / 1000).toPrecision(1);
  return {
    rule: 'unblock/heavy-json',
    level: 'hint',
    ...callSpan(file, call.value),
    message: `One request may send ${megabytes} MB of JSON here, and the event loop waits while it is parsed.`,
    related: [],
    advice: {
      why: `JSON takes 25 to 30 ms for each MB, in one go: about ${seconds} s for the largest body, in which no other request is served.`,
      instead: `Allow so much only on the routes that need it, and take large data there as a stream: NDJSON, line by line, or a file. ${noWorker}`,
    },
    subject: { kind: 'heavy-json', how: 'admitted', function: call.function, call: call.value },
  };
}

const noWorker =
  'A worker that parses it and gives all of it back makes it worse: copying the result takes as long as parsing did.';

function payload(program: Program, file: File, call: Call): Finding | undefined {
  const found = payloadOf(program, file, call);
  if (!found) return undefined;
  const owner: FunctionRef = { file, function: call.function };
  const context = contextOf(program, owner);
  if (!isWaitedFor(context)) return undefined;
  const parses = found.does === 'parses';
  return {
    rule: 'unblock/heavy-json',
    level: 'hint',
    ...callSpan(file, call.value),
    message: `${parses ? 'This parses' : 'This writes as text'} ${found.source} in one go, and nothing limits how much that is.`,
    related: [loopProof(owner, context)],
    advice: {
      why: 'JSON takes 25 to 30 ms for each MB, in which no other request, timer or event runs.',
      instead: insteadOf(found),
    },
    subject: { kind: 'heavy-json', how: found.does, function: call.function, call: call.value },
  };
}

/** Somebody waits for each of these. A config that is read now and then is none of our business. */
function isWaitedFor({ kind, handler }: Context): boolean {
  return kind === 'proven' && handler;
}

function insteadOf({ does, isHandedOn }: Payload): string {
  if (does === 'writes') return 'Ask for a page at a time, or write one element after the other to a stream.';
  return isHandedOn
    ? `Take less, or read it as a stream: NDJSON, line by line. ${noWorker}`
    : 'Take less, or read it as a stream. A worker helps if it gives back only the few values that are needed here.';
}
