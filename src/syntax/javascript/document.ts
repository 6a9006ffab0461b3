import { FACTS_SCHEMA, type BindingId, type FileFacts, type SyntaxProblem } from '../../model/facts.ts';
import type { TextChange } from '../tree.ts';
import { lowerJavaScript } from './lower.ts';
import { isUsing } from './lower/statements.ts';
import { bindNames, namesOf } from './module-names.ts';
import { movePart } from './move.ts';
import {
  declaredBy,
  lowerPart,
  moduleFunction,
  vacate,
  type Arrays,
  type LoweredPart,
  type PartPlace,
} from './parts.ts';
import { readUntil, reparse, stretchAll, type Reparsed, type Stretch } from './statements.ts';
import { suppressionsAmong } from './suppressions.ts';
import { createSource, ts } from './tree.ts';

/**
 * A file that is being edited, understood one top-level statement at a time. An edit makes the next version out of this one, which is
 * then spent: what it says stays, but the places of all that stands behind the edit move on with the text.
 */
export interface JavaScriptDocument {
  readonly language: 'javascript';
  readonly path: string;
  readonly text: string;
  readonly facts: FileFacts;
  /** Undefined where a statement's meaning depends on those before it; then each edit is a fresh start. */
  readonly parts: readonly LoweredPart[] | undefined;
  readonly names: ReadonlyMap<string, BindingId>;
  /** Complaints about what stands behind the last statement, where it was read without that. */
  readonly trailing: readonly SyntaxProblem[];
}

/** Reads a text from the start. Throws a RangeError only when it is nested deeper than the stack reaches. */
export function openJavaScript(path: string, text: string): JavaScriptDocument {
  const source = createSource(path, text);
  const empty = { path, text, parts: [], names: new Map<string, BindingId>(), trailing: [] };
  const opened = replaceParts(empty, nothing, { first: 0, after: 0, ...stretchAll(source) }, 0);
  if (opened) return opened;
  const facts = lowerJavaScript({ language: 'javascript', source });
  return { ...empty, language: 'javascript', facts, parts: undefined };
}

/** The next version, after one change. */
export function editJavaScript(before: JavaScriptDocument, text: string, change: TextChange): JavaScriptDocument {
  const { path, parts, facts } = before;
  if (!parts || isWorn(facts, parts)) return openJavaScript(path, text);
  const reparsed = reparse(path, text, parts, change);
  const delta = change.newLength - change.length;
  const next = reparsed && replaceParts({ ...before, text }, facts, reparsed, delta);
  return next ?? openJavaScript(path, text);
}

const nothing: Pick<FileFacts, keyof Arrays> = { values: [], functions: [moduleFunction()], bindings: [], classes: [] };

/** Places that say nothing any more are kept up to a point. */
function isWorn({ values }: FileFacts, parts: readonly LoweredPart[]): boolean {
  let used = 0;
  for (const { said } of parts) used += said.outer.values.length + said.inner.values.length;
  return values.length > 2 * used + 10_000;
}

/** Undefined when statements depend on each other. Until all is lowered, nothing of the old version is touched. */
function replaceParts(
  { path, text, parts, names, trailing }: Omit<JavaScriptDocument, 'facts' | 'language'>,
  old: Pick<FileFacts, keyof Arrays>,
  reparsed: Reparsed,
  delta: number,
): JavaScriptDocument | undefined {
  const { first, after } = reparsed;
  const known = parts ?? [];
  const arrays = copyOf(old);
  const before = known.slice(0, first);
  const behind = known.slice(after);
  const places = placesOf(reparsed, known.slice(first, after));
  const module = namesOf([...before, ...places, ...behind], names, arrays.bindings);
  if (!module || places.some(({ statement }) => isUsing(statement))) return undefined;
  const isModule =
    before.some(isModulePart) || places.some(({ stretch }) => stretch.isModule) || behind.some(isModulePart);
  if (known.length > 0 && isModule !== known.some(isModulePart)) return undefined;

  const lower = (place: PartPlace): LoweredPart => lowerPart(arrays, module, place);
  /** Where the next statement stands in the new text. */
  const stretchAt = (index: number, by: number): Pick<Stretch, 'from'> | undefined => {
    const part = known[index];
    return part && { from: part.from + by };
  };
  const firstBehind = stretchAt(after, delta);
  const again = (part: LoweredPart, by: number, next: Pick<Stretch, 'from'> | undefined): LoweredPart | undefined => {
    if (!module.changed.some((name) => part.mentions.has(name))) return part;
    const place = placeOf({ path, text, part, next, delta: by, isModule });
    return place && lower(place);
  };
  const made = places.map(lower);
  const keptBefore = before.map((part, index) =>
    again(part, 0, index + 1 < first ? stretchAt(index + 1, 0) : (reparsed.stretches[0] ?? firstBehind)),
  );
  const keptBehind = behind.map((part, index) => again(part, delta, stretchAt(after + index + 1, delta)));
  const all = [...keptBefore, ...made, ...keptBehind];
  if (!all.every((part) => part !== undefined)) return undefined;
  // Behind an `await` at the top level, TypeScript reads what is no statement in another way: also what is kept of a text that had one.
  const read = [...known, ...all];
  const isBroken = read.some(({ problems }) => problems.length > 0) || reparsed.problems.length + trailing.length > 0;
  if (known.length > 0 && isBroken && read.some(({ awaits }) => awaits)) return undefined;

  for (const part of known.slice(first, after)) {
    if (!places.some(({ earlier }) => earlier === part)) vacateAll(arrays, part);
  }
  behind.forEach((part, index) => {
    if (keptBehind[index] === part) movePart(arrays, part, delta);
  });
  const [next] = keptBehind;
  if (next) follow(next, reparsed.stretches.at(-1)?.end ?? reparsed.offset, reparsed.problems);
  bindNames(all, module, arrays.bindings);
  const rest = next ? moved(trailing, delta) : reparsed.problems;
  return documentOf({ path, text, parts: all, names: module.byKey, trailing: rest }, arrays);
}

function copyOf({ values, functions, bindings, classes }: Pick<FileFacts, keyof Arrays>): Arrays {
  return { values: [...values], functions: [...functions], bindings: [...bindings], classes: [...classes] };
}

function vacateAll(arrays: Arrays, { said }: LoweredPart): void {
  vacate(arrays, said.outer);
  vacate(arrays, said.inner);
}

function moved(problems: readonly SyntaxProblem[], by: number): SyntaxProblem[] {
  return problems.map((each) => ({ ...each, start: each.start + by, end: each.end + by }));
}

function isModulePart({ isModule }: LoweredPart): boolean {
  return isModule;
}

/** Statements that are as many as before take over the ids of those; where some came or went, the first and the last keep theirs. */
function placesOf({ source, offset, statements, stretches }: Reparsed, replaced: readonly LoweredPart[]): PartPlace[] {
  return statements.flatMap((statement, index) => {
    const stretch = stretches[index];
    const isLast = index === statements.length - 1;
    const earlier = isLast ? replaced.slice(index).at(-1) : index < replaced.length - 1 ? replaced[index] : undefined;
    return stretch
      ? [{ source, offset, statement, stretch, declared: declaredBy(source, statement, offset), earlier }]
      : [];
  });
}

interface Standing {
  readonly path: string;
  readonly text: string;
  readonly part: LoweredPart;
  /** Where the one behind it stands now. */
  readonly next: Pick<Stretch, 'from'> | undefined;
  /** By how much the part itself has to move. */
  readonly delta: number;
  readonly isModule: boolean;
}

/** A statement as it stands, to be lowered again because names mean something else; undefined where it is not found again. */
function placeOf({ path, text, part, next, delta, isModule }: Standing): PartPlace | undefined {
  const offset = part.from + delta;
  const end = part.end + delta;
  const { source, statements } = readUntil(path, text, offset, next, isModule) ?? {};
  const [statement, ...others] = statements ?? [];
  if (!source || !statement || others.length > 0 || statement.end + offset !== end) return undefined;
  const { start, isClosed, isHeadless, isModule: isOne, problems } = part;
  if (isHeadless) return undefined;
  const stretch: Stretch = {
    start: start + delta,
    end,
    from: offset,
    isClosed,
    isHeadless,
    isModule: isOne,
    problems: moved(problems, delta),
  };
  return { source, offset, statement, stretch, declared: declaredBy(source, statement, offset), earlier: part };
}

/** The first statement that is as it was: what stands before it is new. */
function follow(next: LoweredPart, end: number, problems: readonly SyntaxProblem[]): void {
  const own = next.problems.filter(({ start }) => start >= next.from);
  next.problems = [...problems, ...own];
  next.start = end;
  delete next.comments;
}

function documentOf(
  { path, text, parts, names, trailing }: Parts,
  { values, functions, bindings, classes }: Arrays,
): JavaScriptDocument {
  const isModule = parts.some((part) => part.isModule);
  functions[0] = {
    ...moduleFunction(),
    start: firstToken(text),
    end: text.length,
    isAsync: isModule || parts.some(({ awaits }) => awaits),
    usesThis: parts.some(({ usesThis }) => usesThis),
    body: parts.flatMap(({ said }) => said.steps),
  };
  const others = parts.findIndex(({ directive }) => directive === undefined);
  const directives = parts.slice(0, others < 0 ? parts.length : others).flatMap(({ directive }) => directive ?? []);
  const facts: FileFacts = {
    schema: FACTS_SCHEMA,
    language: 'javascript',
    moduleSystem: isModule || !parts.some(({ usesCommonJs }) => usesCommonJs) ? 'esm' : 'commonjs',
    hashbang: text.startsWith('#!'),
    functions,
    values,
    bindings,
    classes: classes.filter((each) => each !== undefined),
    types: parts.flatMap(({ types }) => types),
    exports: parts.flatMap(({ said }) => said.exports),
    specifiers: [...new Set(parts.flatMap(({ specifiers }) => specifiers))],
    ...(directives.length === 0 ? {} : { directives }),
    suppressions: suppressionsAmong(path, text, parts),
    syntaxErrors: [...parts.flatMap(({ problems }) => problems), ...trailing],
    parts: parts.map(({ said }) => said),
  };
  return { language: 'javascript', path, text, facts, parts, names, trailing };
}

type Parts = Pick<JavaScriptDocument, 'path' | 'text' | 'names' | 'trailing'> & {
  readonly parts: readonly LoweredPart[];
};

function firstToken(text: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  scanner.scan();
  return scanner.getTokenStart();
}
