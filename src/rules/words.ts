import type { Hop } from '../effects/blocking/blocking.ts';
import type { Context } from '../effects/contexts/contexts.ts';
import type { UsualAwaits } from '../effects/promises/usual-awaits.ts';
import { functionOf, valueOf, type File, type FunctionRef } from '../effects/program.ts';
import type { ValueId } from '../model/facts.ts';
import type { Related } from '../model/finding.ts';
import type { Span } from '../model/span.ts';

/** The code of a callee as a person would name it: `fs.readFileSync`, `fetch`. Long receivers are left out. */
export function calleeName(file: File, callee: ValueId): string {
  const value = valueOf(file, callee);
  switch (value.kind) {
    case 'name':
      return file.facts.bindings[value.binding]?.name ?? 'it';
    case 'global':
      return value.name;
    case 'this':
      return file.facts.language === 'python' ? 'self' : 'this';
    case 'member': {
      const object = valueOf(file, value.object);
      const isShort =
        object.kind === 'name' || object.kind === 'global' || object.kind === 'this' || object.kind === 'member';
      return isShort ? `${calleeName(file, value.object)}.${value.name}` : value.name;
    }
    case 'index': {
      const table = calleeName(file, value.object);
      return table === 'it' ? table : `${table}[…]`;
    }
    case 'call': {
      // `promisify(unlink)(path)`
      const maker = calleeName(file, value.callee);
      return maker === 'it' ? maker : `${maker}(…)`;
    }
    default:
      return 'it';
  }
}

/** What a call or construction calls, as a person would name it. */
export function callName(file: File, call: ValueId): string {
  const value = valueOf(file, call);
  return value.kind === 'call' || value.kind === 'new' ? calleeName(file, value.callee) : 'it';
}

/** The path that a related place has to name: none where it stands in the finding's own file. */
export function pathFrom(home: File, file: File): { readonly path?: string } {
  return file === home ? {} : { path: file.path };
}

/** What to call a function in a sentence, with backticks: `` `load` `` or `this function`. */
export function functionName({ file, function: id }: FunctionRef): string {
  const { name, owner } = functionOf(file, id);
  if (name === undefined) return 'this function';
  const className = owner === undefined ? undefined : file.facts.classes[owner]?.name;
  return className === undefined ? `\`${name}\`` : `\`${className}.${name}\``;
}

/** A short span to underline for a call: the callee, or only its last name where the callee itself runs over several lines. */
export function callSpan(file: File, call: ValueId): Span {
  const value = valueOf(file, call);
  if (value.kind !== 'call' && value.kind !== 'new') return { start: value.start, end: value.end };
  const callee = valueOf(file, value.callee);
  if (callee.kind !== 'member') return { start: callee.start, end: callee.end };
  const object = valueOf(file, callee.object);
  const isPlain =
    object.kind === 'name' || object.kind === 'global' || object.kind === 'this' || object.kind === 'member';
  return isPlain && callee.end - callee.start < 80 ? { start: callee.start, end: callee.end } : callee.nameSpan;
}

/** Why we think that the event loop waits for `owner`, at the place that says so: where it is registered or called. */
export function loopProof({ file, function: id }: FunctionRef, { kind, reason, edge }: Context): Related {
  const message = `${kind === 'proven' ? 'On the event loop' : 'Probably on an event loop'}: ${reason}.`;
  const { head } = functionOf(file, id);
  if (!edge) return { start: head.start, end: head.end, message };
  const { from, site } = edge;
  return { ...pathFrom(file, from.file), ...callSpan(from.file, site.value), message };
}

/** The proof of what holds up an event loop: why this is one, then each call on the way down. */
export function chainProof(owner: FunctionRef, hops: readonly Hop[], context: Context): Related[] {
  const related: Related[] = [loopProof(owner, context)];
  hops.forEach((hop, index) => {
    if (index === 0) return;
    const { file, site } = hop;
    const caller = hops[index - 1]?.into;
    const name = caller ? functionName(caller) : 'it';
    related.push({
      ...pathFrom(owner.file, file),
      ...callSpan(file, site.value),
      message: `${name} calls \`${hopName(hop)}\``,
    });
  });
  return related;
}

/** What is called there, as written. */
export function hopName({ file, site, entered }: Hop): string {
  const call = valueOf(file, site.value);
  const name = calleeName(file, call.kind === 'call' || call.kind === 'new' ? call.callee : site.value);
  if (call.kind === 'operation') return `… ${call.operator} ${calleeName(file, call.operands.at(-1) ?? site.value)}`;
  return entered === true ? `with ${name}` : name;
}

/** `an Express handler`, where the function itself was registered, or else its name. */
export function placeWords(owner: FunctionRef, { edge, reason }: Context): string {
  const registered = edge?.how === 'handler' || edge?.how === 'event' || edge?.how === 'timer';
  if (registered) return reason.replace(/^it is /, '');
  const { isAsync } = functionOf(owner.file, owner.function);
  const name = functionName(owner);
  if (!isAsync) return name === 'this function' ? 'a callback' : name;
  return name === 'this function' ? 'an async function' : `async ${name}`;
}

/** Who else awaits a call, as the end of a sentence: `this file does in 4 other places`. */
export function otherPlaces({ others, where }: UsualAwaits): string {
  return where === 'file'
    ? `this file does in ${others.toLocaleString('en')} other places`
    : `${others.toLocaleString('en')} other places of this program do`;
}
