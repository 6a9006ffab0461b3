import type { ValueId } from '../model/facts.ts';
import { fileCache } from './file-cache.ts';
import type { Index } from '../model/value.ts';
import { isPython, settle, valueOf, type File, type Program } from './program.ts';
import { agreed } from './symbols/agreed.ts';
import { entryOf } from './symbols/libraries.ts';
import { resolveCall, resolveNew, resolveSuper, resolveThis } from './symbols/instances.ts';
import { resolveMember } from './symbols/members.ts';
import { isModuleExports, resolveModule, wholeModule } from './symbols/modules.ts';
import { resolveBinding, resolveGlobal } from './symbols/names.ts';
import { DEEPEST, sameSymbol, type Resolved } from './symbols/resolved.ts';
import { resolveTyped } from './symbols/types.ts';

export { entryOf } from './symbols/libraries.ts';
export { resolveMember } from './symbols/members.ts';
export { resolveExport } from './symbols/modules.ts';
export { symbolName, type Resolved } from './symbols/resolved.ts';

type Memo = Map<ValueId, Resolved | undefined>;

const memos = fileCache<Memo>(() => new Map());

/** What value `id` of `file` is; undefined where nothing is proven. */
export function resolveValue(program: Program, file: File, id: ValueId, depth = 0): Resolved | undefined {
  const memo = memos.of(program, file);
  if (memo.has(id)) return memo.get(id);
  if (depth > DEEPEST) return undefined;
  memo.set(id, undefined); // a value defined by itself proves nothing
  const fresh = resolveFresh(program, file, id, depth + 1);
  const isKnown = fresh && !(valueOf(file, id).asserted && isUnsaid(program, fresh));
  const resolved = isKnown ? fresh : (resolveTyped(program, file, id, depth + 1) ?? fresh);
  memo.set(id, resolved);
  return resolved;
}

/** A member of a library of which nothing is written down: what somebody says that it is says more. */
function isUnsaid(program: Program, symbol: Resolved): boolean {
  return symbol.kind === 'library' && symbol.path !== '' && entryOf(program, symbol) === undefined;
}

function resolveFresh(program: Program, file: File, id: ValueId, depth: number): Resolved | undefined {
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'name':
      return resolveBinding(program, file, value.binding, depth);
    case 'global':
      return resolveGlobal(program, file, value.name, depth);
    case 'member': {
      if (isModuleExports(file, id)) return wholeModule(program, file);
      const object = resolveValue(program, file, value.object, depth);
      return object && resolveMember(program, object, value.name, depth);
    }
    case 'index':
      return (isPython(file) ? resolveItem : resolveVerb)(program, file, value, depth);
    case 'call':
      return resolveCall(program, file, id, depth);
    case 'new':
      return resolveNew(program, file, value.callee, depth);
    case 'import':
      return value.specifier === undefined ? undefined : resolveModule(program, file, value.specifier);
    case 'await': {
      const awaited = resolveValue(program, file, value.of, depth);
      const isPlain = awaited?.kind === 'instance' && (plain.has(awaited.type) || isQuery(program, awaited.type));
      return isPlain ? resolveTyped(program, file, id, depth) : awaited;
    }
    case 'function':
      return { kind: 'function', file, function: value.function };
    case 'class':
      return { kind: 'class', file, class: value.class };
    case 'this':
      return resolveThis(file, value.function);
    case 'super':
      return resolveSuper(program, file, value.function, depth);
    case 'element':
      return isPython(file) ? resolveElement(program, file, value.of, depth) : undefined;
    case 'operation':
      return isPython(file) && value.operator === '/' ? resolveJoined(program, file, value.operands, depth) : undefined;
    case 'choice':
      return resolveChoice(program, file, value.of, depth);
    case 'array':
    case 'object':
    case 'literal':
    case 'regex':
    case 'template':
      return { kind: 'literal', file, value: id };
    default:
      return undefined;
  }
}

/** `folder / name` is a path, as the folder is. */
function resolveJoined(program: Program, file: File, of: readonly ValueId[], depth: number): Resolved | undefined {
  const [folder] = of;
  const path = folder === undefined ? undefined : resolveValue(program, file, folder, depth);
  return path?.kind === 'instance' && program.knowledge.member(path.type, '__truediv__') ? path : undefined;
}

/** One of a list that is written down: `for worker in [Process(target=f) for _ in range(4)]`. */
function resolveElement(program: Program, file: File, of: ValueId, depth: number): Resolved | undefined {
  const list = valueOf(file, settle(file, of));
  if (list.kind !== 'array' || list.elements.some(({ spread }) => spread)) return undefined;
  const found = agreed(
    program,
    file,
    list.elements.map(({ value }) => value),
    depth,
  );
  return found?.kind === 'instance' || found?.kind === 'object' ? found : undefined;
}

/** Types whose instances say nothing of what awaiting them gives. */
const plain = new Set(['global#Promise', 'asyncio#Task', 'asyncio#Future']);

/** A query that goes out when it is awaited gives what it asked for, not itself. */
function isQuery({ knowledge }: Program, type: string): boolean {
  return knowledge.member(type, 'then')?.lazy === true;
}

/** `client['app']` is what `client.app` is, where a library has a member by any name. */
function resolveItem(program: Program, file: File, { object }: Index, depth: number): Resolved | undefined {
  const owner = resolveValue(program, file, object, depth);
  const item = owner?.kind === 'instance' ? program.knowledge.member(owner.type, '*') : undefined;
  return item?.type === undefined ? undefined : { kind: 'instance', type: item.type };
}

/** `app[method](path, handler)` and `axios[method](url)`: whatever the verb, it does what `post` does. */
function resolveVerb(program: Program, file: File, { object, key }: Index, depth: number): Resolved | undefined {
  if (valueOf(file, key).kind === 'literal') return undefined;
  const owner = resolveValue(program, file, object, depth);
  if (owner?.kind !== 'instance' && owner?.kind !== 'library') return undefined;
  const [get, post] = ['get', 'post'].map((name) => resolveMember(program, owner, name, depth));
  const isKnown = [get, post].every((each) => each !== undefined && doesMore(program, each));
  return isKnown ? post : undefined;
}

function doesMore(program: Program, symbol: Resolved): boolean {
  const entry = entryOf(program, symbol);
  return entry?.callbacks !== undefined || entry?.io === 'network';
}

/** The only alternative that is not a plain literal, or the one they all agree on. */
function resolveChoice(program: Program, file: File, of: readonly ValueId[], depth: number): Resolved | undefined {
  const candidates = of.filter((each) => valueOf(file, each).kind !== 'literal');
  const resolved = candidates.map((each) => resolveValue(program, file, each, depth));
  const [first] = resolved;
  return first && resolved.every((each) => each && sameSymbol(each, first)) ? first : undefined;
}
