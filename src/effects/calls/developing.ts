import type { ValueId } from '../../model/facts.ts';
import type { Branch } from '../../model/step.ts';
import { bindingOf, settle, valueOf, type File } from '../program.ts';

/**
 * The arm of a branch that is taken only while somebody develops the program or tests it: `if (process.env.NODE_ENV !== 'production')`,
 * `if (isDev)`. Nobody else waits there. -1 for any other condition.
 */
export function developingArm(file: File, { form, test }: Branch): number {
  if ((form !== 'if' && form !== 'conditional') || file.facts.language !== 'javascript') return -1;
  const holds = developsWhen(file, test, 0);
  return holds === undefined ? -1 : holds ? 0 : 1;
}

/** Conditions are not nested deeper. */
const DEEPEST = 6;

/** How a condition comes out while the program is developed, where it says that this is so; undefined where it says nothing of it. */
function developsWhen(file: File, id: ValueId, depth: number): boolean | undefined {
  if (depth > DEEPEST) return undefined;
  const inner = (each: ValueId): boolean | undefined => developsWhen(file, each, depth + 1);
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  if (value.kind === 'operation') {
    const [left = -1, right = -1] = value.operands;
    if (value.operator === '!') return negated(inner(left));
    if (!/^[!=]==?$/.test(value.operator)) return undefined;
    const said = comparedMode(file, left, right) ?? comparedMode(file, right, left);
    return value.operator.startsWith('!') ? negated(said) : said;
  }
  // `a && isDev` holds only there; that it does not hold says nothing.
  if (value.kind === 'choice' && value.form === '&&') return value.of.some((each) => inner(each) === true) || undefined;
  return saysByName(nameOf(file, settled) ?? '') ?? saysByName(nameOf(file, id) ?? '');
}

function negated(said: boolean | undefined): boolean | undefined {
  return said === undefined ? undefined : !said;
}

/** `process.env.NODE_ENV` beside what it is compared with. */
function comparedMode(file: File, mode: ValueId, other: ValueId): boolean | undefined {
  const written = valueOf(file, settle(file, other));
  if (written.kind !== 'literal' || typeof written.value !== 'string') return undefined;
  const read = valueOf(file, settle(file, mode));
  if (read.kind !== 'member' || !/^(NODE_ENV|MODE)$/.test(read.name)) return undefined;
  if (/^prod(uction)?$/.test(written.value)) return false;
  return /^(dev(elopment)?|local|test)$/.test(written.value) ? true : undefined;
}

function saysByName(name: string): boolean | undefined {
  if (/^_*(is|in)?_?dev(elopment)?(_?(mode|env|environment))?_*$/i.test(name)) return true;
  return /^_*(is|in)?_?prod(uction)?(_?(mode|env|environment))?_*$/i.test(name) ? false : undefined;
}

/** Of `isDev`, `app.isDev`, and `isDev()`. */
function nameOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  if (value.kind === 'name') return bindingOf(file, value.binding).name;
  return value.kind === 'call' && value.args.length === 0 ? nameOf(file, value.callee) : undefined;
}
