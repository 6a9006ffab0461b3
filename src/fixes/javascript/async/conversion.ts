import { blockingPaths } from '../../../effects/blocking/blocking.ts';
import { valueOf } from '../../../effects/program.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { homeForWait, insertAwait, troubleWithCallers } from '../edit/awaiting.ts';
import { isAsync, nameOf, type Callable } from '../edit/nodes.ts';
import { raceAcross } from '../edit/races.ts';
import { writtenBy } from '../edit/reach.ts';
import { isWithin } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { leafAt, type Leaf } from '../twin/leaf.ts';
import { troubleWithBeingAsync, writeAsync } from './become-async.ts';
import type { Files } from './files.ts';
import { catchesAll, listenerOf, uncaughtReason } from './handlers.ts';
import { callsOf, type CallSite } from './uses.ts';

/** Functions that become async, and all calls that are awaited for that. */
export interface Conversion {
  readonly functions: ReadonlyMap<Callable, Session>;
  readonly awaited: ReadonlyMap<ts.CallExpression, Session>;
  readonly leaves: readonly Leaf[];
  /** Blocking calls on the way that nobody can wait for. */
  readonly left: readonly Leaf[];
}

/** More than this and nobody could read the change. */
const MOST_LEAVES = 20;

/**
 * Follows one blocking call up to those who can wait for it; or says, as text, who cannot. What else blocks in the functions that
 * become async comes along where it can: left as it is, it would hold up the loop all the same.
 */
export function planConversion(files: Files, leaf: Leaf): Conversion | string {
  const first = planFor(files, [leaf]);
  if (typeof first === 'string') return first;
  let plan = first;
  const tried = new Set<ts.CallExpression>();
  const left: Leaf[] = [];
  for (
    let next = otherLeaf(files, plan, tried);
    next && tried.size < MOST_LEAVES;
    next = otherLeaf(files, plan, tried)
  ) {
    tried.add(next.call);
    const wider = planFor(files, [...plan.leaves, next]);
    if (typeof wider === 'string') left.push(next);
    else plan = wider;
  }
  return { ...plan, left };
}

function planFor(files: Files, leaves: readonly Leaf[]): Conversion | string {
  const functions = new Map<Callable, Session>();
  const awaited = new Map<ts.CallExpression, Session>();
  const open: (CallSite & { readonly callee?: Callable })[] = [...leaves];
  for (const { session, call, callee } of open) {
    if (awaited.has(call)) continue;
    awaited.set(call, session);
    if (ts.isAwaitExpression(call.parent)) continue;
    const home = homeForWait(session, call);
    if (typeof home === 'string') return home;
    if (ts.isSourceFile(home)) continue;
    const trouble = raceAcross(session, call, home) ?? changesWhatIsKnown(session, call, home, callee);
    if (trouble !== undefined) return trouble;
    if (isAsync(home)) {
      const careless = troubleWithCallers(session, home, call);
      if (careless !== undefined) return careless;
      continue;
    }
    if (functions.has(home)) continue;
    functions.set(home, session);
    const callers = becomesAsync(files, session, home);
    if (typeof callers === 'string') return callers;
    open.push(...callers.map((site) => ({ ...site, callee: home })));
  }
  return { functions, awaited, leaves, left: [] };
}

/** The calls that must be awaited once the function is async. */
function becomesAsync(files: Files, session: Session, home: Callable): readonly CallSite[] | string {
  const trouble = troubleWithBeingAsync(session, home);
  if (trouble !== undefined) return trouble;
  const listener = listenerOf(session, home);
  if (listener === 'heard') return [];
  if (listener === 'caught') return catchesAll(home) ? [] : uncaughtReason(home);
  return listener ? listener.reason : callsOf(files, session, home);
}

/** A blocking call, not tried yet, that a function leads to which waits by now. */
function otherLeaf(
  files: Files,
  { functions, awaited }: Conversion,
  tried: ReadonlySet<ts.CallExpression>,
): Leaf | undefined {
  for (const [home, session] of functions) {
    const { program, file } = session.request;
    const start = home.getStart(session.source);
    const id = file.facts.functions.findIndex((each) => each.start === start && each.end === home.end);
    for (const { hops, symbol } of id < 0 ? [] : blockingPaths(program, { file, function: id })) {
      const last = hops.at(-1);
      const owner = last && files.at(last.file.path);
      const leaf = last && owner && leafAt(owner, valueOf(last.file, last.site.value), symbol);
      if (leaf && typeof leaf !== 'string' && !awaited.has(leaf.call) && !tried.has(leaf.call)) return leaf;
    }
  }
  return undefined;
}

/** `if (!config) load();`, where `load` sets `config`: a second caller would come through while the first one waits. */
export function changesWhatIsKnown(
  session: Session,
  call: ts.CallExpression,
  home: Callable,
  callee: Callable | undefined,
): string | undefined {
  if (!callee || callee.getSourceFile() !== session.source || !home.body) return undefined;
  const written = writtenBy(session.scopes, callee).filter(({ node }) => !isWithin(node, callee));
  const found = written.find((declaration) =>
    session.scopes
      .referencesTo(declaration)
      .some((use) => isWithin(use, home) && !isWithin(use, callee) && use.end <= call.getStart(session.source)),
  );
  if (!found) return undefined;
  return `\`${nameOf(home)}\` looks at \`${found.name.text}\` before it calls \`${nameOf(callee)}\`, which changes it. While that waits, another call would see it unchanged.`;
}

/** Gives the names of the twins, in the order of their leaves; undefined where one cannot be named. */
export function writeConversion({ functions, awaited, leaves }: Conversion): readonly string[] | undefined {
  for (const [callable, session] of functions) writeAsync(session, callable);
  const twins = leaves.map((leaf) => leaf.write());
  const written = new Set(leaves.map(({ call }) => call));
  for (const [call, session] of awaited) if (!written.has(call)) insertAwait(session, call);
  return twins.every((each) => each !== undefined) ? twins : undefined;
}
