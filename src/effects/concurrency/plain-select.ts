import type { ValueId } from '../../model/facts.ts';
import { settle, valueOf, type File } from '../program.ts';

/** What a query does besides: it locks rows, fills a table, or moves a sequence on. */
const doesMore = /\bfor\s+(no\s+key\s+)?(update|share|key)\b|\binto\b|;\s*\S|\b(insert|update|delete|call)\b/i;

/** A function of the database may do anything; these are SQL's own, which compute. */
const computing =
  /^(count|sum|avg|min|max|coalesce|nullif|lower|upper|trim|length|concat|substring|round|abs|cast|date|date_trunc|extract|now|in|any|all|exists|and|or|on|not|as|values|from|where|select|distinct|over|array_agg|string_agg|group_concat|json_agg|jsonb_agg|json_build_object|jsonb_build_object|row_number|rank)$/i;

/**
 * Whether a query is written out here and selects and does nothing else, so that two of them may swap places. Of one that is put
 * together from parts nothing is known.
 */
export function onlySelects(file: File, id: ValueId | undefined): boolean {
  const sql = id === undefined ? undefined : writtenSql(file, id);
  if (sql === undefined || !/^\s*select\b/i.test(sql) || doesMore.test(sql)) return false;
  return [...sql.matchAll(/(\w+)\s*\(/g)].every(([, name = '']) => computing.test(name));
}

function writtenSql(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : undefined;
  if (value.kind === 'template' && value.parts.length === 0) return value.texts.join('');
  if (value.kind !== 'object') return undefined;
  const text = value.properties.find(({ name }) => name === 'text' || name === 'sql');
  return text && writtenSql(file, text.value);
}
