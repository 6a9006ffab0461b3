import { childBy, childrenOf, endOf, kindOf, spanOf, startOf, textOf } from '../../syntax/python/tree.ts';
import { functionOf } from '../../effects/program.ts';
import { resolveValue } from '../../effects/symbols.ts';
import type { ValueId } from '../../model/facts.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { hasComment, nodeAt } from './edit/nodes.ts';
import { importedName } from './edit/imports.ts';
import { finishEdits, openSession } from './edit/session.ts';

const id = 'hand-over-function';

/** `to_thread(f(x))` becomes `to_thread(f, x)`. */
export const handOverFunction: Remedy = {
  id,
  rules: ['unblock/to-thread-misuse'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'to-thread-misuse' || subject.how !== 'called') return undefined;
    const span = request.facts.values[subject.argument];
    const outer = request.facts.values[subject.call];
    if (isCoroutine(request, subject.argument))
      return { id, reason: 'What is called there is async: it needs no thread. Await it, without `to_thread`.' };
    const session = openSession(request);
    const inner = span ? nodeAt(session, span, 'call') : -1;
    const call = outer ? nodeAt(session, outer, 'call') : -1;
    if (!span || inner < 0 || call < 0) return undefined;
    const callee = textOf(session, childBy(session, inner, 'function'));
    const runner = textOf(session, childBy(session, call, 'function'));
    const list = childBy(session, inner, 'arguments');
    const args = childrenOf(session, list);
    if (hasComment(session, span) || kindOf(session, list) !== 'argument_list')
      return { id, reason: 'A comment stands between the arguments. Move it first.' };
    const others = childrenOf(session, childBy(session, call, 'arguments'));
    const isLast = others.at(-1) === inner;
    const first = args[0];
    const last = args.at(-1);
    const content =
      first === undefined || last === undefined
        ? ''
        : session.text.slice(startOf(session, first), endOf(session, last));
    const isNamed = args.some((each) => /^(keyword_argument|dictionary_splat)$/.test(kindOf(session, each)));
    // `Thread(target=…)` takes its arguments in another place, and only `to_thread` and `submit` take names.
    const isPlain =
      /(^|\.)(to_thread|submit|run_in_threadpool)$/.test(runner) || (!isNamed && /(^|\.)run_in_executor$/.test(runner));
    if (isPlain && isLast)
      session.draft.replace(spanOf(session, inner), content === '' ? callee : `${callee}, ${content}`);
    else if (content === '') session.draft.replace(spanOf(session, inner), callee);
    else {
      const partial = importedName(session, 'functools', 'partial', span);
      session.draft.replace(spanOf(session, inner), `${partial}(${callee}, ${content})`);
    }
    const edits = finishEdits(session);
    return (
      edits && {
        id,
        title: `Hand over \`${callee}\` instead of calling it`,
        safety: 'suggestion',
        changes: `\`${callee}\` now really runs over there, beside this thread, and the call no longer fails.`,
        packages: [],
        edits: [{ kind: 'edit', path: request.path, edits }],
      }
    );
  },
};

/** A thread would only make a coroutine, which nobody there awaits. */
function isCoroutine({ program, file, facts }: FixRequest, argument: ValueId): boolean {
  const call = facts.values[argument];
  const target = call?.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  return target?.kind === 'function' && functionOf(target.file, target.function).isAsync;
}
