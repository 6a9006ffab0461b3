import type { ValueId } from '../../model/facts.ts';
import { bindingOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** Names that programmers give to what does one thing after the other. They make no finding, but keep one back. */
const oneAtATime =
  /^(tx|trx|txn|transaction|session|conn|connection|cursor|queryRunner|manager|em|entityManager|page|browser|lock)$/i;

/** Whether a call goes where all calls take turns, however many are started: one connection, one transaction, one page. */
export function takesTurns(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  if (call.kind !== 'call') return true;
  const callee = valueOf(file, call.callee);
  const symbol = resolveValue(program, file, call.callee);
  const type = symbol?.kind === 'method' ? program.knowledge.type(symbol.type) : undefined;
  if (type?.serial && !type.pipelined) return true;
  // A client of HTTP may be called `session`, and takes as many at once as one likes.
  const isClient = symbol?.kind === 'method';
  const named = [
    ...(callee.kind === 'member' && !isClient ? [nameOf(file, callee.object)] : []),
    ...call.args.flatMap(({ value, keyword }) => [keyword, nameOf(file, value), ...propertyNames(file, value)]),
  ];
  return named.some((name) => name !== undefined && oneAtATime.test(name));
}

/** Whether a function is the body of a transaction, or of a lock, as its name goes: `sequelize.transaction(async () => …)`. */
export function isInTransaction({ file, function: id }: FunctionRef): boolean {
  const uses = usesOf(file);
  return uses.functions(id).some((value) =>
    uses.of(value).some(({ as, by }) => {
      const call = as === 'argument' && by !== undefined ? valueOf(file, by) : undefined;
      const name = call?.kind === 'call' ? nameOf(file, call.callee) : undefined;
      return name !== undefined && /transaction|atomic|lock|exclusive|serial/i.test(name);
    }),
  );
}

function nameOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name') return bindingOf(file, value.binding).name;
  return value.kind === 'member' || value.kind === 'global' ? value.name : undefined;
}

function propertyNames(file: File, id: ValueId): (string | undefined)[] {
  const value = valueOf(file, settle(file, id));
  return value.kind === 'object' ? value.properties.map(({ name }) => name) : [];
}
