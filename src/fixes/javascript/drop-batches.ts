import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { resultsOf } from './batches/body.ts';
import { batchLoopOf, isLoop } from './batches/loop.ts';
import { troubleWithList, troubleWithTask } from './batches/trouble.ts';
import { isGlobal } from './callback/collection.ts';
import { importValue } from './edit/imports.ts';
import { hasComment, hasTextOverLines, moveLeft } from './edit/indent.ts';
import { bare, homeOf } from './edit/nodes.ts';
import { around } from './edit/reach.ts';
import { freshName, openSession, semicolon, type Session } from './edit/session.ts';
import { insertBefore } from './edit/statements.ts';
import { lineIndent } from './edit/style.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { dropImport } from './edit/unimport.ts';
import { wrapCallback } from './limit/callback.ts';
import { installation, packageFor } from './limit/words.ts';

const id = 'drop-batches';

/** One call that keeps so many tasks running, in place of a loop that waits for each batch as a whole. */
export const dropBatches: Remedy = {
  id,
  rules: ['unblock/convoy-batching'],
  propose,
};

type Task = ts.Identifier | ts.ArrowFunction | ts.FunctionExpression;

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'convoy-batching' || request.facts.language !== 'javascript') return undefined;
  const session = openSession(request);
  const { source, text, draft } = session;
  const combinator = nodeOf(session, subject.combinator, ts.isCallExpression);
  const map = nodeOf(session, subject.call, ts.isCallExpression);
  const wait = combinator && bare(combinator).parent;
  const loop = combinator && around(combinator, isLoop);
  if (!map || !wait || !loop || !ts.isAwaitExpression(wait) || homeOf(wait) !== homeOf(loop)) return undefined;
  const all = /^Promise\.(all|allSettled)$/.exec(combinator.expression.getText(source))?.[1];
  if (all === undefined || combinator.arguments[0] !== map || !isGlobal(session, 'Promise', combinator))
    return undefined;
  if (!ts.isPropertyAccessExpression(map.expression) || map.arguments.length !== 1) return undefined;
  const task = map.arguments[0] && bare(map.arguments[0]);
  const batches = batchLoopOf(session, loop, bare(map.expression.expression));
  if (!task || !batches) return undefined;
  const results = resultsOf(session, loop, wait, batches.cut);
  if (!results)
    return {
      id,
      reason:
        'The loop does more than wait for each batch, and that would come only when all is done. Take it out first.',
    };
  const trouble = troubleWithTask(session, task, batches, results) ?? troubleWithList(session, batches);
  if (trouble !== undefined) return { id, reason: trouble };
  if (!isTask(task)) return undefined;

  const empty = results === 'nobody' ? undefined : results.empty;
  const start = (empty ?? loop).getStart(source);
  const from = task.getStart(source);
  if (hasComment(text.slice(start, from)) || hasComment(text.slice(task.end, loop.end)))
    return { id, reason: 'A comment in the loop would have no place any more. Move it above the loop first.' };
  const room = batches.size.getText(source);
  const list = batches.list.getText(source);
  const one = results === 'nobody' || empty ? undefined : freshName(session, 'each', 'one', 'result');
  const before = one === undefined ? 'await ' : `for (const ${one} of await `;
  const behind =
    (one === undefined ? '' : `) ${results === 'nobody' ? '' : results.list}.push(${one})`) + semicolon(session);
  const indent = lineIndent(text, from);
  const outer = lineIndent(text, loop.getStart(source));
  if (batches.chunker) dropImport(session, batches.chunker);
  const top = empty ? (around(empty, ts.isVariableStatement) ?? loop) : loop;
  const call = all === 'all' ? mapped(session, list, room, loop) : settled(session, list, room, top, task);
  if (!call) return undefined;
  draft.replace({ start, end: from }, before + call.before);
  draft.replace({ start: task.end, end: loop.end }, call.behind + behind);
  if (!hasTextOverLines(task) && indent.startsWith(outer)) moveLeft(session, task, indent.slice(outer.length));
  return suggest(session, {
    ...{ id, title: `Start the next as soon as one ends, with ${call.module}` },
    packages: [packageFor(session, call.module)],
    changes: [
      `Still at most ${room} run at once, but tasks of what were two batches now run at the same time.`,
      ...(all === 'all' ? ['After a failure no further task starts; so far those of its batch had started.'] : []),
      ...(results === 'nobody'
        ? []
        : ['The results are there when all is done, in the same order; after a failure there are none.']),
      installation(session, call.module),
    ].join(' '),
  });
}

interface Call {
  readonly module: 'p-map' | 'p-limit';
  readonly before: string;
  readonly behind: string;
}

function mapped(session: Session, list: string, room: string, place: ts.Node): Call {
  const wanted = { module: 'p-map', export: 'default', names: ['pMap', 'mapLimited'], wholeModule: true } as const;
  const name = importValue(session, wanted, place);
  const concurrency = room === 'concurrency' ? room : `concurrency: ${room}`;
  return { module: 'p-map', before: `${name}(${list}, `, behind: `, { ${concurrency} })` };
}

/** p-map ends with the first failure, or with all of them as one; with p-limit each keeps its place. */
function settled(session: Session, list: string, room: string, top: ts.Statement, task: Task): Call | undefined {
  const wrap = wrapCallback(session, task, false);
  if (wrap === undefined || typeof wrap === 'string') return undefined;
  const wanted = { module: 'p-limit', export: 'default', names: ['pLimit', 'createLimit'], wholeModule: true } as const;
  const create = importValue(session, wanted, top);
  const limiter = freshName(session, 'limit', 'limiter', 'runLimited');
  insertBefore(session, top, `const ${limiter} = ${create}(${room})`);
  wrap(limiter);
  return { module: 'p-limit', before: `Promise.allSettled(${list}.map(`, behind: '))' };
}

function isTask(task: ts.Expression): task is Task {
  return ts.isIdentifier(task) || ts.isArrowFunction(task) || ts.isFunctionExpression(task);
}
