import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Value } from '../../model/value.ts';
import { isArrayLike } from '../calls/callbacks.ts';
import { edgesAt } from '../calls/callers.ts';
import { fileCache } from '../file-cache.ts';
import { callAt, graphOf, type Call } from '../calls/graph.ts';
import { isGiven, told } from '../values/options.ts';
import { onlySelects } from './plain-select.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { sharedPlace } from '../values/shared-places.ts';
import { stepsWithin } from '../calls/steps.ts';
import { resolveValue, symbolName } from '../symbols.ts';

/** Deeper chains of calls prove nothing. */
const DEEPEST = 5;

/** Whether a call, evaluated in this function, is known to change nothing that anybody could notice. */
export function onlyReads(program: Program, { file, function: owner }: FunctionRef, id: ValueId): boolean {
  const call = callAt(program, file, id);
  return call?.function === owner && callReads(program, file, call, 0);
}

function callReads(program: Program, file: File, call: Call, depth: number): boolean {
  const value = valueOf(file, call.value);
  if (depth > DEEPEST || (value.kind !== 'call' && value.kind !== 'new')) return false;
  const { entry, symbol } = call;
  if (symbol?.kind === 'function') {
    // Where it is not known what else may run there, nothing leads there.
    const may = edgesAt(program, { file, function: call.function }, call.value);
    const isQuiet = may.length > 0 && may.every(({ how, to }) => how !== 'call' || readsOnly(program, to, depth + 1));
    return isQuiet && quietArguments(program, file, value, depth);
  }
  const name = symbol && symbolName(symbol);
  if (isPure(program, file, value, name)) {
    return (entry?.callbacks === undefined && name !== undefined) || quietArguments(program, file, value, depth);
  }
  if (entry?.reads === undefined) return false;
  if (entry.reads === true) return true;
  if (entry.reads === 'select') return onlySelects(file, value.args[0]?.value);
  // As long as the option that would change it is absent, or has one of the values.
  return told(program, file, value.args, entry.reads) === 'nothing' || isGiven(program, file, value.args, entry.reads);
}

/** What gives the same for the same and does nothing else, as far as the callbacks it is given do not. None reads the clock. */
const pureExports: Readonly<Record<string, string>> = {
  global:
    'String Number Boolean BigInt Symbol Error TypeError RangeError URL URLSearchParams Headers RegExp Map Set Array parseInt ' +
    'parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent atob btoa structuredClone ' +
    'JSON.parse JSON.stringify Object.keys Object.values Object.entries Object.fromEntries Number.isInteger Number.parseInt ' +
    'Math.abs Math.ceil Math.floor Math.max Math.min Math.round Math.trunc Array.from Array.of Array.isArray Array.map ' +
    'Array.filter Array.find Array.findIndex Array.findLast Array.some Array.every Array.flatMap Array.flat Array.slice ' +
    'Array.concat Array.includes Array.indexOf Array.join Buffer.from Promise.all Promise.allSettled Promise.resolve ' +
    'Response.json Response.text Response.arrayBuffer Response.blob Response.bytes AbortSignal.timeout AbortSignal.any ' +
    // Python's
    'str int float bool len abs min max round sum sorted list dict set tuple range enumerate zip isinstance repr hasattr ' +
    'ValueError TypeError KeyError IndexError RuntimeError',
  path: 'join resolve basename dirname extname relative normalize isAbsolute parse format',
  url: 'fileURLToPath pathToFileURL',
  asyncio: 'gather',
  'os.path': 'join basename dirname splitext',
  json: 'loads dumps',
};

const pure = new Set(
  Object.entries(pureExports).flatMap(([module, names]) => names.split(' ').map((name) => `${module}#${name}`)),
);

function isPureName(name: string): boolean {
  return pure.has(name.replace(/^node:/, '').replace(/#(default|posix|win32)\./, '#'));
}

/** Methods that give something new and leave all else as it is, whatever they are called on: nothing else is called so. */
const pureMethods = new Set([
  'map', 'filter', 'find', 'findIndex', 'findLast', 'some', 'every', 'flatMap', 'flat', 'slice', 'concat', 'includes',
  'indexOf', 'join', 'trim', 'trimStart', 'trimEnd', 'split', 'startsWith', 'endsWith', 'padStart', 'padEnd', 'replace',
  'replaceAll', 'substring', 'toLowerCase', 'toUpperCase', 'toString', 'toFixed', 'toISOString', 'charAt', 'charCodeAt',
]); // prettier-ignore

const purePythonMethods = new Set([
  'strip', 'lstrip', 'rstrip', 'split', 'splitlines', 'startswith', 'endswith', 'lower', 'upper', 'title', 'join', 'encode',
  'decode', 'format', 'items', 'keys', 'values', 'isdigit',
]); // prettier-ignore

function isPure(
  program: Program,
  file: File,
  call: Extract<Value, { kind: 'call' | 'new' }>,
  name: string | undefined,
): boolean {
  if (name !== undefined) return isPureName(name);
  const callee = valueOf(file, call.callee);
  if (call.kind === 'new' || callee.kind !== 'member') return false;
  const methods = file.facts.language === 'python' ? purePythonMethods : pureMethods;
  return methods.has(callee.name) && isArrayLike(program, file, callee.object);
}

function quietArguments(
  program: Program,
  file: File,
  { args }: Extract<Value, { kind: 'call' | 'new' }>,
  depth: number,
): boolean {
  return args.every((each) => isQuietCallback(program, file, each.value, depth));
}

/** No function, or one that changes nothing either. */
function isQuietCallback(program: Program, file: File, id: ValueId, depth: number): boolean {
  const target = resolveValue(program, file, id);
  if (target?.kind === 'function') return readsOnly(program, target, depth + 1);
  if (target?.kind === 'library') return isPureName(symbolName(target) ?? '');
  const { kind } = valueOf(file, settle(file, id));
  return kind !== 'name' && kind !== 'member' && kind !== 'call';
}

const memos = fileCache(() => new Map<FunctionId, boolean>(), { lasts: true, reachesFar: true });

/** Whether running a function changes nothing that outlives the call, as far down as its calls go. */
export function readsOnly(program: Program, ref: FunctionRef, depth = 0): boolean {
  const { file, function: id } = ref;
  const memo = memos.of(program, file);
  const known = memo.get(id);
  if (known !== undefined) return known;
  if (depth > DEEPEST) return false;
  memo.set(id, false); // a function that calls itself proves nothing
  const { body, isGenerator, decorators } = functionOf(file, id);
  const calls = graphOf(program, file).calls[id] ?? [];
  const isQuiet =
    !isGenerator &&
    decorators.length === 0 &&
    stepsWithin(body).every((step) => step.kind !== 'write' || isOwn(file, id, step.target)) &&
    calls.every((call) => callReads(program, file, call, depth));
  memo.set(id, isQuiet);
  return isQuiet;
}

/** A variable of this very call, or a member of an object that it made. */
function isOwn(file: File, owner: FunctionId, target: ValueId): boolean {
  const place = valueOf(file, target);
  if (place.kind === 'name') return bindingOf(file, place.binding).scope === owner;
  if (place.kind !== 'member' && place.kind !== 'index') return false;
  const object = valueOf(file, settle(file, place.object));
  return isMade(object) && sharedPlace(file, owner, place.object) === undefined;
}

function isMade({ kind }: Value): boolean {
  return kind === 'object' || kind === 'array';
}
