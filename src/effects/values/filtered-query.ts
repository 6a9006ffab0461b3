import type { ValueId } from '../../model/facts.ts';
import type { Call, Property } from '../../model/value.ts';
import { settle, settleAwaited, valueOf, type File } from '../program.ts';

/**
 * Whether a query asks for what belongs to something that its caller names, which mostly is little: `findMany({ where: { ownerId } })`,
 * `.where('owner', '=', id)`, `query('… where owner = ?', [id])`. What is compared with written values, or with a bound on one side,
 * may be most of a table.
 */
export function isOfOne(file: File, { callee: id, args }: Call, depth = 0): boolean {
  const isAsked = args.some(({ value }) => names(file, value) || asksInText(file, value));
  if (isAsked) return true;
  const callee = valueOf(file, id);
  const before = callee.kind === 'member' ? valueOf(file, settleAwaited(file, callee.object)) : undefined;
  if (before?.kind !== 'call' || depth > 20) return false;
  const method = valueOf(file, before.callee);
  // What was written comes back, as much as was handed in.
  if (method.kind === 'member' && writing.test(method.name)) return true;
  const narrows = method.kind === 'member' && narrowing.test(method.name);
  if (narrows && before.args.some(({ value }) => isUnwritten(file, value))) return true;
  return isOfOne(file, before, depth + 1);
}

const narrowing = /^((and|or)?where(in|equals)?|eq|in|equals|match|filter)$/i;

const writing = /^(insert|update|upsert|delete|create|save|returning)\w*$/;

/** Where an options object says which rows; of others each property does, as of mongoose. */
const conditions = /^(where|filter|query|selector)$/;

/** What says how rows come, not which. */
const shape =
  /^(select|include|order|orderBy|sort|attributes|relations|populate|projection|take|limit|skip|offset|with|columns|distinct|transaction|session|lean|raw|cache|join|group|groupBy)$/;

const bounds = /^\$?(lt|lte|gt|gte|ne|not|notIn|nin|exists|isNull|before|after)$/;

function names(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  if (value.kind !== 'object') return false;
  const where = value.properties.filter(({ name }) => name !== undefined && conditions.test(name));
  const isOptions = value.properties.some(
    ({ name }) => name !== undefined && (shape.test(name) || conditions.test(name)),
  );
  return (isOptions ? where : value.properties).some((property) => isOpen(file, property, 0));
}

/** A condition on a value that is not written down, other than a bound. */
function isOpen(file: File, { name, value: id, spread }: Property, depth: number): boolean {
  if (spread || depth > 4) return true;
  if (name !== undefined && bounds.test(name)) return false;
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'object') return value.properties.some((each) => isOpen(file, each, depth + 1));
  return isUnwritten(file, id);
}

function isUnwritten(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'array') return value.elements.some((each) => isUnwritten(file, each.value));
  if (value.kind === 'object') return value.properties.some((each) => isOpen(file, each, 0));
  return value.kind !== 'literal' && !(value.kind === 'global' && value.name === 'undefined');
}

/** `where owner = ?`, or with a value put into the text there. */
function asksInText(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  const text =
    value.kind === 'literal' ? String(value.value) : value.kind === 'template' ? value.texts.join('?') : undefined;
  return text !== undefined && /\bwhere\b[^]*?(=|\bin)\s*\(?\s*['"]?(\?|\$\d|[:@]\w)/i.test(text);
}
