import type { Knowledge } from '../../../knowledge/lookup.ts';
import type { Blocks } from '../../../knowledge/schema.ts';
import type { BlockingCallSubject } from '../../../model/subjects/index.ts';
import { childBy, childrenOf, kindOf, textOf, type NodeId } from '../../../syntax/python/tree.ts';
import type { Session } from '../edit/session.ts';

/** How a library call blocks, by its symbol: `requests#get`, `requests#Session.get`. */
export function blocksOf(knowledge: Knowledge, symbol: string): Blocks | undefined {
  const hash = symbol.lastIndexOf('#');
  const module = symbol.slice(0, hash);
  const path = symbol.slice(hash + 1);
  const own = knowledge.entry(module, path)?.blocks;
  if (own) return own;
  const dot = path.lastIndexOf('.');
  return dot < 0 ? undefined : knowledge.member(`${module}#${path.slice(0, dot)}`, path.slice(dot + 1))?.blocks;
}

/** What gives an iterator: the work is done while that is iterated, which a thread that made it would not see. */
const lazy =
  /^(os#(walk|fwalk|scandir)|glob#iglob|pathlib#\w*Path\.(glob|rglob|iterdir|walk)|concurrent\.futures#as_completed|.*Executor\.map|.*\.(imap|imap_unordered))$/;

/** Waits for other threads that may as well be done on a thread. */
const joins =
  /^(global#input|getpass#getpass|threading#\w*\.join|multiprocessing#\w*\.join|concurrent\.futures#\w+Executor\.shutdown)$/;

/** Why this kind of work should not go to a thread, for a person; undefined where it may. */
export function whyNotOnThread(
  { symbol, direct }: BlockingCallSubject,
  { what, releasesGil, twin }: Blocks,
  session: Session,
  call: NodeId,
): string | undefined {
  const name = symbol.replace(/^global#/, '').replace(/^.*#/, '');
  const note = twin?.note === undefined ? '' : ` ${twin.note}`;
  if (what === 'cpu' && releasesGil !== true)
    return `\`${name}\` computes in Python, and while it does, no other thread runs Python either: the loop would wait all the same. Hand it to a \`ProcessPoolExecutor\`.`;
  if (symbol.startsWith('django.'))
    return `Django keeps a database connection for each thread. Use its own way: \`sync_to_async\`, or the method of the same name with an \`a\` in front.`;
  if (what === 'lock' && !joins.test(symbol))
    return `\`${name}\` waits for others, for as long as they take. On a thread it would go on waiting after this task is cancelled, and what it then gets is lost.${note}`;
  if (!direct) return undefined;
  if (lazy.test(symbol))
    return `\`${name}\` gives an iterator at once and does its work while that is iterated. Hand over a function that makes a list of it.`;
  if (/^(global#open|io#open)$/.test(symbol))
    return 'Opening is one system call; what takes long is reading. Put the whole `with` block into a function of its own, and hand that to a thread.';
  if (symbol === 'subprocess#Popen')
    return `\`Popen\` gives a process at once, and waiting for it blocks again.${note}`;
  return streams(session, call)
    ? 'With `stream=True` the body is read later, where this call was made. Hand over a function that reads all of it.'
    : undefined;
}

function streams(session: Session, call: NodeId): boolean {
  return childrenOf(session, childBy(session, call, 'arguments')).some(
    (each) =>
      kindOf(session, each) === 'keyword_argument' &&
      textOf(session, childBy(session, each, 'name')) === 'stream' &&
      textOf(session, childBy(session, each, 'value')) !== 'False',
  );
}
