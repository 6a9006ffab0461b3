import type { Twin } from '../../../knowledge/schema.ts';
import type { Span } from '../../../model/span.ts';
import { nodeAt, ts } from '../../../syntax/javascript/tree.ts';
import { insertAwait } from '../edit/awaiting.ts';
import type { Session } from '../edit/session.ts';
import { troubleWithArguments } from './arguments.ts';
import { nameTwin, parseSymbol } from './naming.ts';
import { rewritingOf } from './rewritings.ts';

/** A blocking call of a library, and how to wait for its twin instead. */
export interface Leaf {
  readonly session: Session;
  readonly call: ts.CallExpression;
  /** As people know it: `readFileSync`. */
  readonly name: string;
  /** What a person should know of the twin. */
  readonly note?: string;
  /** Writes the call of the twin and the wait for it; gives the twin's name, or undefined where the file gives no way to name it. */
  write(): string | undefined;
}

/** The blocking call at `span`; as text, why it has no twin that can take its place. */
export function leafAt(session: Session, span: Span, symbol: string): Leaf | string | undefined {
  const { module, path } = parseSymbol(symbol);
  const twin = session.request.knowledge.entry(module, path.join('.'))?.blocks?.twin;
  const call = nodeAt(session.tree, span, ts.isCallExpression);
  if (!twin || !call) return undefined;
  const name = path.at(-1) ?? symbol;
  const rewriting = rewritingOf(session, call, symbol);
  if (typeof rewriting === 'string') return rewriting;
  if (twin.use === 'different' && !rewriting)
    return `\`${name}\` has no twin that takes its place as it is. ${twin.note ?? ''}`.trim();
  const trouble = troubleWithArguments(session, call, name);
  if (trouble !== undefined) return trouble;
  const used = rewriting?.twin ?? twin;
  return {
    ...{ session, call, name },
    ...(used.note === undefined ? {} : { note: used.note }),
    write: () => {
      const callee = call.expression;
      const replacement = nameTwin(session, callee, symbol, used);
      if (replacement === undefined) return undefined;
      session.draft.replace({ start: callee.getStart(session.source), end: callee.end }, replacement);
      if (rewriting?.ofPromise !== undefined) session.draft.insert(call.end, rewriting.ofPromise);
      insertAwait(session, call, { taken: rewriting?.ofResult, type: rewriting?.type });
      return shortName(replacement, used);
    },
  };
}

function shortName(replacement: string, twin: Twin): string {
  return twin.use === 'promisify' ? replacement : (parseSymbol(twin.symbol).path.at(-1) ?? replacement);
}
