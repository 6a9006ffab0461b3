import { basesOf } from '../symbols/bases.ts';
import { fileCache } from '../file-cache.ts';
import { fittingClasses, isOfProtocol, noteShapes } from './protocols.ts';
import type { Edge } from './graph.ts';
import { classOf, functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import type { ClassRef, Receiver } from '../symbols/resolved.ts';

/*
 * A method that is called on an object of a written type may be that of a derived class. Which classes are derived is known of the
 * whole program only, so that edges keep the type they were found by, and this is asked when they are followed.
 */

/** By class of a file, the classes of this program that it is made from. */
const basesIn = fileCache(
  (program, file) =>
    file.facts.classes.map((each) =>
      basesOf(each).flatMap((id): ClassRef[] => {
        const base = resolveValue(program, file, id);
        return base?.kind === 'class' ? [{ file: base.file, class: base.class }] : [];
      }),
    ),
  { lasts: true },
);

/** Notes what the classes of a file are made from, and look like; see `notes.ts`. */
export function noteBases(program: Program, file: File): void {
  basesIn.of(program, file);
  noteShapes(program, file);
}

type Derived = ReadonlyMap<File, ReadonlyMap<number, readonly ClassRef[]>>;

const derivedIn = new WeakMap<Program, Derived>();

/** The classes made directly from each, made on the first question: it takes the classes of all files. */
function derived(program: Program): Derived {
  const known = derivedIn.get(program);
  if (known) return known;
  const all = new Map<File, Map<number, ClassRef[]>>();
  const add = (base: ClassRef, each: ClassRef): void => {
    const ofFile = all.get(base.file) ?? new Map<number, ClassRef[]>();
    all.set(base.file, ofFile);
    const known = ofFile.get(base.class);
    if (known) known.push(each);
    else ofFile.set(base.class, [each]);
  };
  for (const path of program.paths) {
    const file = program.file(path);
    if (!file) continue;
    basesIn.of(program, file).forEach((bases, id) => {
      for (const base of bases) add(base, { file, class: id });
    });
  }
  for (const { protocol, each } of fittingClasses(program)) add(protocol, each);
  derivedIn.set(program, all);
  return all;
}

/** All classes of the program that are made from a class, directly or through others. */
export function derivedClasses(program: Program, base: ClassRef): readonly ClassRef[] {
  const found: ClassRef[] = [base];
  // A list that grows while it is walked.
  for (const each of found)
    for (const next of derived(program).get(each.file)?.get(each.class) ?? [])
      if (!found.some(({ file, class: id }) => file === next.file && id === next.class)) found.push(next);
  return found.slice(1);
}

interface Overriding {
  readonly methods: readonly FunctionRef[];
  readonly byFile: ReadonlyMap<File, ReadonlySet<number>>;
}

type Overriders = Overriding | undefined;

const none: Overriding = { methods: [], byFile: new Map() };

/** More methods than any call leads to; who would follow it to all of them? */
const MOST_METHODS = 1_000;

/** By the class and the member's name. Many calls ask of the same method, and in a large hierarchy each answer takes hundreds of classes. */
const overridersIn = fileCache(() => new Map<string, Overriders>(), { reachesFar: true });

/** What may run instead of the method that an edge leads to; undefined where one of them is not known. */
function overriders(program: Program, { receiver }: Edge): Overriders {
  if (!receiver || isPrivate(receiver.member)) return none;
  const memo = overridersIn.of(program, receiver.file);
  const key = `${receiver.class} ${receiver.member}`;
  const known = memo.get(key);
  if (known || memo.has(key)) return known;
  const found = overridersOf(program, receiver);
  memo.set(key, found);
  return found;
}

function overridersOf(program: Program, receiver: Receiver): Overriders {
  const methods: FunctionRef[] = [];
  const byFile = new Map<File, Set<number>>();
  const classes: ClassRef[] = [receiver];
  const seen = new Set<string>();
  // A list that grows while it is walked.
  for (const { file, class: id } of classes) {
    for (const each of derived(program).get(file)?.get(id) ?? []) {
      const key = `${each.class} ${each.file.path}`;
      if (seen.has(key)) continue;
      seen.add(key);
      classes.push(each);
      const own = methodOf(each, receiver.member);
      if (own === 'unknown' || methods.length > MOST_METHODS) return undefined;
      if (!own) continue;
      methods.push(own);
      const ofFile = byFile.get(own.file);
      if (ofFile) ofFile.add(own.function);
      else byFile.set(own.file, new Set([own.function]));
    }
  }
  return methods.length > 0 ? { methods, byFile } : none;
}

/** `#name`, and `__name` in Python, belong to their class alone. */
function isPrivate(name: string): boolean {
  return /^(#|__(?!.*__$))/.test(name);
}

function methodOf({ file, class: id }: ClassRef, name: string): FunctionRef | 'unknown' | undefined {
  const owner = classOf(file, id);
  const member = [...(owner?.members ?? []), ...(owner?.assigned ?? [])].find((each) => each.name === name);
  if (!member) return undefined;
  if (member.function !== undefined) return { file, function: member.function };
  const value = member.init === undefined ? undefined : valueOf(file, member.init);
  return value?.kind === 'function' ? { file, function: value.function } : 'unknown';
}

/** The edges that one edge stands for: itself, or one to each method that the call may reach. */
export function alternativesOf(program: Program, edge: Edge): readonly Edge[] {
  if (!edge.receiver) return [edge];
  const others = overriders(program, edge);
  if (!others) return [];
  const { methods } = others;
  if (methods.length === 0) return [edge];
  const all = isAbstract(program, edge.to) ? methods : [edge.to, ...methods];
  return all.map((to): Edge => ({ ...edge, to, confidence: 'likely' }));
}

/** Those of the edges that one edge stands for which lead to a function. */
export function reaching(program: Program, edge: Edge, { file, function: id }: FunctionRef): readonly Edge[] {
  const leads = edge.to.file === file && edge.to.function === id;
  const others = edge.receiver ? overriders(program, edge) : none;
  if (!others) return [];
  if (others.methods.length === 0) return leads ? [edge] : [];
  const likely: Edge = { ...edge, to: { file, function: id }, confidence: 'likely' };
  const isOwn = leads && !isAbstract(program, edge.to);
  return [...(isOwn ? [likely] : []), ...(others.byFile.get(file)?.has(id) ? [likely] : [])];
}

/** A method that only says what derived classes have. */
function isAbstract(program: Program, { file, function: id }: FunctionRef): boolean {
  const { decorators, body } = functionOf(file, id);
  const isMarked = decorators.some((each) => {
    const symbol = resolveValue(program, file, each);
    return symbol !== undefined && symbolName(symbol) === 'abc#abstractmethod';
  });
  const last = body.at(-1);
  const thrown = last?.kind === 'throw' && last.value !== undefined ? valueOf(file, last.value) : undefined;
  const raised = thrown?.kind === 'call' ? valueOf(file, thrown.callee) : thrown;
  if (isMarked || (raised?.kind === 'global' && raised.name === 'NotImplementedError')) return true;
  return body.length === 0 && isOfProtocol(program, { file, function: id });
}

function protocolsOf(program: Program, { file, class: id }: ClassRef): readonly ClassRef[] {
  if (!isPython(file)) return [];
  return fittingClasses(program).flatMap(({ protocol, each }) =>
    each.file === file && each.class === id ? [protocol] : [],
  );
}

/** The methods of the same name in the classes that a method's class is made from. */
export function overridden(program: Program, { file, function: id }: FunctionRef): readonly FunctionRef[] {
  const { owner, isStatic } = functionOf(file, id);
  const name =
    owner === undefined ? undefined : classOf(file, owner)?.members.find((each) => each.function === id)?.name;
  if (owner === undefined || name === undefined || isStatic || isPrivate(name)) return [];
  const found: FunctionRef[] = [];
  const classes: ClassRef[] = [{ file, class: owner }];
  for (const each of classes) {
    // No class has so many ancestors, unless they form a circle.
    if (classes.length > 32) break;
    for (const base of [...(basesIn.of(program, each.file)[each.class] ?? []), ...protocolsOf(program, each)]) {
      classes.push(base);
      const method = methodOf(base, name);
      if (method && method !== 'unknown') found.push(method);
    }
  }
  return found;
}
