import { blockingPaths, type BlockingPath } from '../../effects/blocking/blocking.ts';
import { functionOf, valueOf } from '../../effects/program.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import type { Span } from '../../model/span.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { troubleWithBeingAsync } from './async/become-async.ts';
import { changesWhatIsKnown, planConversion } from './async/conversion.ts';
import { openFiles, type Files } from './async/files.ts';
import { knownCallersElsewhere } from './async/importers.ts';
import type { CallSite } from './async/uses.ts';
import { exportedFunctionAt, type ExportedFunction } from './async/variant/exported.ts';
import { writeVariant } from './async/variant/write.ts';
import { insertAwait, whoCanWait } from './edit/awaiting.ts';
import { raceAcross } from './edit/races.ts';
import { importedBy } from './edit/requires.ts';
import type { Session } from './edit/session.ts';
import { exchangeImport } from './edit/unimport.ts';
import { leafAt } from './twin/leaf.ts';

const id = 'async-variant';

/** Adds an async function beside an exported one that blocks and whose callers are not all known, and awaits it where that is possible. */
export const asyncVariant: Remedy = {
  id,
  rules: ['unblock/blocking-call'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'blocking-call' || subject.direct || request.facts.language !== 'javascript') return undefined;
  const { program, file } = request;
  const path = blockingPaths(program, { file, function: subject.function }).find(
    ({ hops }) => hops[0]?.site.value === subject.call,
  );
  const files = openFiles(request);
  const place = path && placeOf(files, path);
  if (!place || !isUnknownToAll(request, place)) return undefined;
  const { session, exported, spans, name } = place;
  const call = nodeAt(files.own.tree, valueOf(file, subject.call), ts.isCallExpression);
  if (!call) return undefined;
  const trouble = troubleWithVariant(place) ?? troubleWithCall(place, { session: files.own, call });
  if (trouble !== undefined) return { id, reason: trouble };

  const isOwn = session === files.own;
  const sites = [{ session: files.own, call }, ...otherCalls(files, place, call)];
  const here = sites.filter((site) => site.session === session).map((site) => site.call);
  for (const site of sites) if (site.session !== session && !callVariant(site, exported.name, name)) return undefined;
  const edits = writeVariant(session, exported, { name, spans, calls: here });
  const rest = edits && files.finish();
  if (!edits || !rest) return undefined;
  const paths = [...new Set(sites.map((site) => site.session.request.path))];
  const others = new Set([...paths, session.request.path]).size - 1;
  const own = { kind: 'edit', path: session.request.path, edits } as const;
  return {
    ...{ id, safety: 'suggestion', packages: [] },
    title: `Add \`${name}\` beside \`${exported.name}\`, and await it here${others === 0 ? '' : ` (changes ${others === 1 ? 'another file' : `${String(others)} other files`})`}`,
    changes: `\`${exported.name}\` stays for all who cannot wait; a change of the one is to be made in the other, too. ${sites.length > 1 ? `${String(sites.length)} calls in async functions wait now.` : 'This call waits now.'} Other code runs meanwhile: state that was read before may have changed after it.`,
    edits: isOwn ? [own] : [...rest.filter((edit) => edit.path !== own.path), own],
  };
}

interface Place {
  readonly session: Session;
  readonly exported: ExportedFunction;
  /** The blocking calls in it, and what they call. */
  readonly spans: readonly (Span & { readonly symbol: string })[];
  /** The name of the variant. */
  readonly name: string;
}

/** The function right below the finding that blocks by itself, and that is exported; undefined where it is not as simple as that. */
function placeOf(files: Files, { hops }: BlockingPath): Place | undefined {
  const into = hops.length === 2 ? hops[0]?.into : undefined;
  const session = into && files.at(into.file.path);
  const exported = session && exportedFunctionAt(session, functionOf(into.file, into.function));
  if (!exported) return undefined;
  const spans = blockingPaths(session.request.program, into).flatMap(({ hops: inner, symbol }) => {
    const [first, ...deeper] = inner;
    return first ? [{ ...valueOf(into.file, first.site.value), symbol, isDeep: deeper.length > 0 }] : [];
  });
  if (spans.some(({ isDeep }) => isDeep)) return undefined;
  const name = nameFor(files, session, exported.name);
  return name === undefined ? undefined : { session, exported, spans, name };
}

/** `readConfig` for `readConfigSync`, else `readAsync` for `read`. */
function nameFor(files: Files, session: Session, name: string): string | undefined {
  const candidates = [...(/.Sync$/.test(name) ? [name.slice(0, -'Sync'.length)] : []), `${name}Async`];
  return candidates.find((each) => [session, files.own].every(({ scopes }) => !scopes.isTaken(each)));
}

/** Where all callers are known, they can all wait for the one function: `async-callers` does that. */
function isUnknownToAll(request: FixRequest, { session, spans }: Place): boolean {
  const files = openFiles(request);
  const [first] = spans;
  const owner = files.at(session.request.path);
  const leaf = first && owner && leafAt(owner, first, first.symbol);
  return typeof leaf === 'object' && typeof planConversion(files, leaf) === 'string';
}

function troubleWithVariant({ session, exported, spans }: Place): string | undefined {
  const trouble = troubleWithBeingAsync(session, exported.callable);
  if (trouble !== undefined) return trouble;
  for (const span of spans) {
    const leaf = leafAt(session, span, span.symbol);
    if (typeof leaf === 'string') return leaf;
    const race = leaf && raceAcross(session, leaf.call, exported.callable);
    if (race !== undefined) return race;
  }
  return undefined;
}

function troubleWithCall({ session: owner, exported }: Place, { session, call }: CallSite): string | undefined {
  const home = whoCanWait(session, call);
  if (typeof home === 'string') return home;
  return (
    raceAcross(session, call, home) ??
    (owner === session ? changesWhatIsKnown(session, call, home, exported.callable) : undefined)
  );
}

/** Whoever else calls the function and can wait. */
function otherCalls(files: Files, place: Place, first: ts.CallExpression): CallSite[] {
  const { session, exported } = place;
  const local = session.scopes.topLevel.get(exported.name);
  const inside = (local ? session.scopes.referencesTo(local) : []).flatMap(({ parent }): CallSite[] =>
    ts.isCallExpression(parent) ? [{ session, call: parent }] : [],
  );
  const all = [...inside, ...knownCallersElsewhere(files, session, exported.name)];
  return all.filter(
    ({ session: other, call }) =>
      call !== first &&
      call.expression.getText(other.source).endsWith(exported.name) &&
      other.request.file.role.kind !== 'test' &&
      !other.scopes.isTaken(place.name) &&
      troubleWithCall(place, { session: other, call }) === undefined,
  );
}

/** `read(path)` of another file becomes `await readAsync(path)`. Says whether it could. */
function callVariant({ session, call }: CallSite, old: string, name: string): boolean {
  const { expression: callee } = call;
  const { draft, scopes, source } = session;
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === old) {
    draft.replace({ start: callee.name.getStart(source), end: callee.name.end }, name);
  } else {
    if (!ts.isIdentifier(callee)) return false;
    const declaration = scopes.declarationOf(callee);
    const imported = declaration && importedBy(declaration.node);
    if (imported?.export !== old) return false;
    const local = exchangeImport(session, { module: imported.module, export: name, names: [name] }, callee);
    draft.replace({ start: callee.getStart(source), end: callee.end }, local);
  }
  insertAwait(session, call);
  return true;
}
