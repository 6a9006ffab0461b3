import { bridgeOf, type Bridge } from '../effects/blocking/bridges.ts';
import type { Context } from '../effects/contexts/contexts.ts';
import { loopPathsIn, type LoopPath } from '../effects/blocking/loop-paths.ts';
import type { Advice, Finding } from '../model/finding.ts';
import type { Rule } from './rule.ts';
import { callSpan, chainProof, hopName, placeWords } from './words.ts';

/** The event loop stands still until a worker, or another JavaScript process, has done its work. */
export const syncBridge: Rule = {
  meta: {
    id: 'unblock/sync-bridge',
    summary: 'An event loop that stands still until a worker, or JavaScript in another process, is done.',
    languages: ['javascript'],
    context: 'loop',
    levels: ['warning', 'information', 'hint'],
  },
  check: (program, file) => {
    return loopPathsIn(program, file).flatMap((found) => {
      const bridge = bridgeOf(program, found.path);
      return bridge ? (findingFor(found, bridge) ?? []) : [];
    });
  },
};

function findingFor({ owner, path, context }: LoopPath, bridge: Bridge): Finding | undefined {
  const [first] = path.hops;
  const last = path.hops.at(-1);
  if (!first || !last) return undefined;
  const isDirect = path.hops.length === 1;
  const leaf = hopName(last);
  const name = isDirect ? leaf : hopName(first);
  const way = isDirect ? '' : `: it leads to \`${leaf}\``;
  const what = bridge.to === 'worker' ? 'a worker' : `\`${bridge.program}\``;
  const isProven = context.kind === 'proven' && path.confidence === undefined;
  return {
    rule: 'unblock/sync-bridge',
    level: context.others === 'alone' ? 'hint' : isProven ? 'warning' : 'information',
    ...callSpan(first.file, first.site.value),
    message: `\`${name}\` stops the event loop until ${what} is done, in ${placeWords(owner, context)}${way}.`,
    related: chainProof(owner, path.hops, context),
    advice: adviceOn(bridge, context),
    subject: { kind: 'sync-bridge', function: owner.function, call: first.site.value, to: bridge.to },
    measure: { kind: 'scenario', scenario: 'cpu', parameters: {} },
  };
}

function adviceOn(bridge: Bridge, { kind }: Context): Advice {
  const others = kind === 'proven' ? 'every other request, timer and event' : 'every other task of the loop';
  if (bridge.to === 'worker')
    return {
      why: `The work runs on another thread, and still ${others} waits for it. If the worker needs this thread meanwhile, for a message or for its output, neither goes on.`,
      instead: "Await the answer: `await pool.run(task)`, `once(worker, 'message')`, or `Atomics.waitAsync`.",
    };
  return {
    why: `Another process starts, loads its code and runs, and meanwhile ${others} waits.`,
    instead: `Import what \`${bridge.program}\` would run and call it, in a worker where it computes for long; or await \`execFile\`.`,
    cost: 'Starting Node alone takes about 40 ms; `npx` asks npm first, and may download.',
  };
}
