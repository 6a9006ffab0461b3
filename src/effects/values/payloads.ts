import type { ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import { numberOf } from './constants.ts';
import type { Call } from '../calls/graph.ts';
import { lengthOf } from './list-length.ts';
import { told } from './options.ts';
import { outsideData } from './outside-data.ts';
import { settle, settleAwaited, valueOf, type File, type Program } from '../program.ts';
import { outsideSource } from './sources.ts';
import { symbolName } from '../symbols.ts';
import { usesOf } from './uses.ts';

/** Text that is turned into values, or values into text, in one go. */
export interface Payload {
  readonly call: Call;
  readonly does: 'parses' | 'writes';
  /** For people, where it comes from: `what the database returns`. */
  readonly source: string;
  /** All of what was parsed goes on to somebody else; otherwise only parts of it are looked at. */
  readonly isHandedOn: boolean;
}

/** `JSON.parse` and `JSON.stringify` of something whose size nothing here limits. */
export function payloadOf(program: Program, file: File, call: Call): Payload | undefined {
  const name = call.symbol && symbolName(call.symbol);
  const does = name === 'global#JSON.parse' ? 'parses' : name === 'global#JSON.stringify' ? 'writes' : undefined;
  const given = does === undefined || call.excuse ? undefined : argumentsOf(file, call.value)[0];
  if (does === undefined || !given || given.spread) return undefined;
  const source = does === 'parses' ? textFrom(program, file, given.value) : listFrom(program, file, given.value);
  return source === undefined
    ? undefined
    : { call, does, source, isHandedOn: does === 'parses' && goesOn(file, call.value) };
}

function argumentsOf(file: File, id: ValueId): readonly Argument[] {
  const value = valueOf(file, id);
  return value.kind === 'call' || value.kind === 'new' ? value.args : [];
}

/** What a server answers, or a whole file. What a request sends was limited by whoever read it. */
function textFrom(program: Program, file: File, id: ValueId): string | undefined {
  const outside = outsideData(program, file, id);
  if (outside) return outside.from === 'answer' && !outside.measured ? 'what a server answers' : undefined;
  return outsideSource(program, file, id);
}

/** A list that the database returns, and that nobody asked to be short. */
function listFrom(program: Program, file: File, id: ValueId): string | undefined {
  const source = outsideSource(program, file, id);
  if (source === undefined || !isMany(file, id)) return undefined;
  return lengthOf(program, file, id) === undefined ? source : undefined;
}

/** `findMany`, `.find()`, `getAll`: the names by which many are asked for. Without one there may be a single row. */
const many = /[mM]any|all\b|All|^find$|list|^select$|^toArray$|^query$/;

function isMany(file: File, id: ValueId): boolean {
  const value = valueOf(file, settleAwaited(file, id));
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || callee?.kind !== 'member') return false;
  return many.test(callee.name) || isMany(file, callee.object);
}

/** It is returned, or given to somebody, as a whole. */
function goesOn(file: File, id: ValueId): boolean {
  const uses = usesOf(file);
  return uses.of(id).some(({ as, by }) => {
    if (as === 'returned' || as === 'argument' || as === 'property' || as === 'yielded') return true;
    const target = as === 'written' && by !== undefined ? valueOf(file, by) : undefined;
    if (!target) return false;
    return target.kind !== 'name' || uses.names(target.binding).some((name) => goesOn(file, name));
  });
}

const units: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** Up to how many bytes of a body a server takes by this call, where that is written down. */
export function admittedBytes(program: Program, file: File, { entry, value: id }: Call): number | undefined {
  const found = entry?.admits ? told(program, file, argumentsOf(file, id), entry.admits) : 'nothing';
  if (typeof found === 'string') return undefined;
  const value = valueOf(found.file, settle(found.file, found.value));
  const text = value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
  if (text === undefined) return numberOf(program, found.file, found.value);
  const [, count, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?b)\s*$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  return count === undefined || factor === undefined ? undefined : Number(count) * factor;
}
