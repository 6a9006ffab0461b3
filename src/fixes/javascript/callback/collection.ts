import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import { plainType, typeOf } from '../../../effects/symbols/types.ts';
import { valueOf } from '../../../effects/program.ts';
import type { AsyncCallbackSubject } from '../../../model/subjects/index.ts';
import { nodeAt, ts } from '../../../syntax/javascript/tree.ts';
import type { FixRequest } from '../../remedy.ts';
import type { Session } from '../edit/session.ts';

/** `list.forEach(callback)`, where `list` is an array for sure. */
export interface Visit {
  readonly call: ts.CallExpression;
  readonly member: ts.PropertyAccessExpression;
  readonly list: ts.Expression;
  readonly callback: ts.Expression;
}

/** The places in the code; or, as text, why nothing can be done with them. */
export function visitOf(session: Session, { call: value }: AsyncCallbackSubject): Visit | string | undefined {
  const { request, tree, source } = session;
  const span = request.facts.values[value];
  const call = span && nodeAt(tree, span, ts.isCallExpression);
  const [callback, ...others] = call?.arguments ?? [];
  if (!call || !callback || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  // What the callback is to take for `this`.
  if (others.length > 0) return undefined;
  const list = call.expression.expression;
  if (!isArray(request, value)) return notKnownAsArray(list.getText(source));
  return { call, member: call.expression, list, callback };
}

export function notKnownAsArray(list: string): string {
  const what = list.length < 40 && !list.includes('\n') ? `\`${list}\`` : 'it';
  return `Nothing here says that ${what} is an array, and other collections have other rules. Write down its type first.`;
}

const arrayNames = new Set(['global#Array', 'global#ReadonlyArray']);

/** Whether a method is called on an array: by where that comes from, or by the type that somebody wrote down for it. */
export function isArray({ program, file }: FixRequest, value: number): boolean {
  const call = valueOf(file, value);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (call.kind !== 'call' || callee?.kind !== 'member') return false;
  const method = resolveValue(program, file, call.callee);
  if (method) return method.kind === 'method' && method.type === 'global#Array';
  const written = typeOf(program, file, callee.object);
  const plain = written && plainType(program, written);
  if (plain?.type.kind !== 'name') return plain?.type.kind === 'array' || plain?.type.kind === 'tuple';
  const symbol = resolveValue(program, plain.file, plain.type.value);
  return symbol !== undefined && arrayNames.has(symbolName(symbol) ?? '');
}

/** `Promise` and the like are the language's own here. */
export function isGlobal({ scopes }: Session, name: string, place: ts.Node): boolean {
  return scopes.lookUp(name, place) === undefined;
}
