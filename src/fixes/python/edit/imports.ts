import type { BindingId } from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import {
  childBy,
  childrenOf,
  endOf,
  fieldOf,
  kindOf,
  nextOf,
  startOf,
  textOf,
  type NodeId,
} from '../../../syntax/python/tree.ts';
import type { Session } from './session.ts';
import { hasComment } from './nodes.ts';
import { standardModules } from './standard-modules.ts';
import { lineEnd, lineStart } from './style.ts';

/**
 * How the code at `place` can name `module.path`, such as `asyncio` and `to_thread`: as the file names things of this module already, and
 * else with a new `import` at the top.
 */
export function importedName(session: Session, module: string, path: string, place: Span): string {
  const known = knownName(session, module, path, place);
  if (known !== undefined) return known;
  if (!path.includes('.') && joinFrom(session, module, path)) return path;
  const local = session.imports.get(module) ?? newModuleName(session, module);
  session.imports.set(module, local);
  return `${local}.${path}`;
}

/** How `module.path` can be named without another import; undefined if it cannot. */
export function knownName(session: Session, module: string, path: string, place: Span): string | undefined {
  const { bindings } = session.request.facts;
  let throughModule: string | undefined;
  for (const [id, binding] of bindings.entries()) {
    const { import: reference, name } = binding;
    if (reference?.typeOnly !== false || !isVisible(session, id, place)) continue;
    if (reference.specifier === module && reference.name === path) return name;
    if (reference.specifier === module && reference.name === '*') throughModule ??= `${name}.${path}`;
    // `from anyio import to_thread`
    const [first = '', ...rest] = path.split('.');
    if (reference.specifier === module && reference.name === first && rest.length > 0)
      throughModule ??= `${name}.${rest.join('.')}`;
  }
  return throughModule;
}

/** An import at the top level whose name nothing between there and here takes. */
function isVisible({ request: { facts } }: Session, id: BindingId, { start, end }: Span): boolean {
  const binding = facts.bindings[id];
  if (binding?.scope !== 0 || binding.reassigned > 0) return false;
  return !facts.bindings.some(({ name, scope }, other) => {
    const owner = facts.functions[scope];
    const isAround = owner !== undefined && owner.start <= start && end <= owner.end;
    return other !== id && name === binding.name && isAround;
  });
}

function newModuleName({ taken, request }: Session, module: string): string {
  const others = request.facts.bindings.filter(({ name }) => name === module);
  // One that only type checkers see is the same module.
  const isSame = others.every(({ import: from }) => from?.typeOnly === true && from.specifier === module);
  if (!taken.has(module) || (others.length > 0 && isSame)) return module;
  let local = `${module}_module`;
  while (taken.has(local)) local += '_';
  return local;
}

/** `from asyncio import gather` becomes `from asyncio import gather, to_thread`, where the file has such a line and no `import asyncio`. */
function joinFrom(session: Session, module: string, name: string): boolean {
  const { taken, draft, text, style } = session;
  if (taken.has(name)) return false;
  const statement = topLevel(session).find(
    (node) =>
      kindOf(session, node) === 'import_from_statement' &&
      textOf(session, childBy(session, node, 'module_name')) === module &&
      namesOf(session, node).length > 0 &&
      !hasComment(session, { start: startOf(session, node), end: lineEnd(text, endOf(session, node)) }),
  );
  if (statement === undefined) return false;
  const names = namesOf(session, statement);
  const next = names.find((each) => textOf(session, each) > name);
  const last = names.at(-1) ?? -1;
  const isOnOwnLine = text.slice(lineStart(text, startOf(session, last)), startOf(session, last)).trim() === '';
  const gap = isOnOwnLine
    ? style.eol + ' '.repeat(startOf(session, last) - lineStart(text, startOf(session, last)))
    : ' ';
  if (next === undefined) draft.insert(endOf(session, last), `,${gap}${name}`);
  else draft.insert(startOf(session, next), `${name},${gap}`);
  taken.add(name);
  return true;
}

/** The imported names of a `from` statement, without the module; none for `*`. */
export function namesOf(session: Session, statement: NodeId): NodeId[] {
  return childrenOf(session, statement).filter((node) => fieldOf(session, node) === 'name');
}

function topLevel(session: Session): NodeId[] {
  return childrenOf(session, 0);
}

function isImport(session: Session, node: NodeId): boolean {
  return /^import_(from_)?statement$/.test(kindOf(session, node));
}

/** Puts the new imports at the top, below the docstring and `from __future__`. */
export function placeImports(session: Session): void {
  const modules = [...session.imports].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (modules.length === 0) return;
  const { text, style, draft } = session;
  const lines = modules.map(([module, local]) => ({
    module,
    text: `import ${module}${local === module ? '' : ` as ${local}`}${style.eol}`,
  }));
  const whole = firstBlock(session);
  const others = whole.findIndex((node) => !isStandard(session, node));
  // Where those of the standard library come first, these go among them.
  const block = others > 0 ? whole.slice(0, others) : whole;
  const first = block[0];
  if (first === undefined) {
    const { at, before, after } = placeWithoutImports(session);
    draft.insertFirst(at, before + lines.map((line) => line.text).join('') + after);
    return;
  }
  if (others === 0) {
    draft.insertFirst(lineStart(text, startOf(session, first)), lines.map((line) => line.text).join('') + style.eol);
    return;
  }
  // As isort has it: `import` before `from`, each in the order of names.
  const after = lineEnd(text, endOf(session, block.at(-1) ?? first));
  for (const line of lines.toReversed()) {
    const next = block.find(
      (node) => kindOf(session, node) !== 'import_statement' || textOf(session, node + 1) > line.module,
    );
    if (next !== undefined) draft.insertFirst(lineStart(text, startOf(session, next)), line.text);
    else draft.insertFirst(after, style.eol + line.text.trimEnd());
  }
}

/** The first imports of the file, up to a blank line or other code. */
function firstBlock(session: Session): NodeId[] {
  const { text } = session;
  const block: NodeId[] = [];
  for (const node of topLevel(session)) {
    const last = block.at(-1);
    if (last === undefined) {
      if (isImport(session, node)) block.push(node);
      else if (!isPreamble(session, node)) return [];
      continue;
    }
    const gap = text.slice(endOf(session, last), startOf(session, node));
    if (!isImport(session, node) || /\n[ \t]*\r?\n/.test(gap)) return block;
    block.push(node);
  }
  return block;
}

/** The last import at the top, before the first definition; none where the file begins otherwise. */
export function lastImport(session: Session): NodeId | undefined {
  const all = topLevel(session);
  const end = all.findIndex((node) => /definition$/.test(kindOf(session, node)));
  return all.slice(0, end < 0 ? all.length : end).findLast((node) => isImport(session, node));
}

function isPreamble(session: Session, node: NodeId): boolean {
  const kind = kindOf(session, node);
  if (kind === 'future_import_statement') return true;
  return kind === 'expression_statement' && kindOf(session, node + 1) === 'string' && node === 1;
}

function isStandard(session: Session, statement: NodeId): boolean {
  const from = childBy(session, statement, 'module_name');
  const modules = from < 0 ? namesOf(session, statement) : [from];
  return modules.every((node) => standardModules.has(/^\w*/.exec(textOf(session, node))?.[0] ?? ''));
}

/** Below the docstring, `from __future__` and the first lines' comments, with the blank lines that belong there. */
export function placeWithoutImports(session: Session): { at: number; before: string; after: string } {
  const { text, style } = session;
  const statements = topLevel(session);
  const preamble = statements.filter((node, index) => isPreamble(session, node) && index < 4);
  const last = preamble.at(-1);
  const next = last === undefined ? statements[0] : statements.find((node) => node >= nextOf(session, last));
  if (last !== undefined) {
    const at = nextLine(text, lineEnd(text, endOf(session, last)));
    const isOpen = at === text.length && !text.endsWith('\n');
    return { at, before: (isOpen ? style.eol : '') + style.eol, after: '' };
  }
  // Comments at the top are about the file; those right above the first statement are about it.
  const top = /^\uFEFF?(?:#.*\r?\n)*/.exec(text)?.[0].length ?? 0;
  const isAbout = next === undefined || /^[ \t]*\r?\n/.test(text.slice(top));
  const at = top > 0 && (isAbout || text.startsWith('#!')) ? top : text.startsWith('\uFEFF') ? 1 : 0;
  const isDefinition = next !== undefined && /definition$/.test(kindOf(session, next));
  const startsBlank = /^[ \t]*\r?\n/.test(text.slice(at));
  const blank = isDefinition ? style.eol.repeat(2) : style.eol;
  return { at, before: at > 1 ? style.eol : '', after: startsBlank ? '' : blank };
}

/** The offset behind the line break at `end`. */
export function nextLine(text: string, end: number): number {
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
}
