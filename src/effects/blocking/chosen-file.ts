import type { ValueId } from '../../model/facts.ts';
import type { Value } from '../../model/value.ts';
import type { BlockingPath, Hop } from './blocking.ts';
import { bindingOf, settle, valueOf, type File } from '../program.ts';

/**
 * Whether the file at the end of the path is up to whoever calls at its beginning: a document that a person opens, or an attachment, may be
 * of any size, where the settings that a program names itself are small.
 */
export function isFileChosen({ hops }: BlockingPath): boolean {
  let place = 0;
  for (const hop of hops.toReversed()) {
    const given = argumentOf(hop, place);
    const passed = given === undefined ? undefined : parameterBehind(hop, given);
    if (passed === undefined) return false;
    place = passed;
  }
  return true;
}

function argumentOf({ file, site }: Hop, place: number): ValueId | undefined {
  const call = valueOf(file, site.value);
  return call.kind === 'call' || call.kind === 'new' ? call.args[place]?.value : undefined;
}

/** The position of the parameter that a path is, or is put together from. */
function parameterBehind(hop: Hop, from: ValueId, depth = 0): number | undefined {
  const { file } = hop;
  const value = valueOf(file, settle(file, from));
  const parts = depth > DEEPEST ? [] : partsOfPath(file, value);
  for (const part of parts) {
    const found = parameterBehind(hop, part, depth + 1);
    if (found !== undefined) return found;
  }
  const binding = value.kind === 'name' ? bindingOf(file, value.binding) : undefined;
  return binding?.kind === 'parameter' ? binding.parameter?.index : undefined;
}

const DEEPEST = 8;

/** What a function of one's own makes of its arguments is no path that somebody chose. */
function partsOfPath(file: File, value: Value): readonly ValueId[] {
  if (value.kind === 'member') return [value.object];
  if (value.kind === 'item') return [value.of];
  if (value.kind === 'template') return value.parts;
  if (value.kind === 'operation') return value.operands;
  if (value.kind === 'choice') return value.of;
  if (value.kind !== 'call') return [];
  const callee = valueOf(file, value.callee);
  const name = callee.kind === 'member' || callee.kind === 'global' ? callee.name : undefined;
  const isJoined =
    callee.kind === 'name' ? /^(join|resolve|normalize)$/.test(bindingOf(file, callee.binding).name) : false;
  return isJoined || (name !== undefined && /^(join|resolve|normalize|String)$/.test(name))
    ? value.args.map((each) => each.value)
    : [];
}
