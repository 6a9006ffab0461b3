import type { File } from '../../effects/program.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { openFiles } from './async/files.ts';
import { importValue } from './edit/imports.ts';
import { hasComment } from './edit/indent.ts';
import { freshName, semicolon, type Session } from './edit/session.ts';
import { nodeOf } from './edit/suggest.ts';
import { exchangeImport } from './edit/unimport.ts';
import { isKnownAbove, topLevelAround } from './hoist/place.ts';
import { answerByReturning } from './worker/answer.ts';
import { troubleWithHost } from './worker/host.ts';
import { ownEntryFirst } from './worker/paths.ts';
import { isSelfContained, singleTaskAt, type SingleTask } from './worker/single.ts';

const id = 'run-in-pool';

/** One pool of workers for all calls, in place of a worker that is started for each and answers once. */
export const runInPool: Remedy = {
  id,
  rules: ['unblock/worker-per-call'],
  propose(request) {
    const answer = propose(request);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

function propose(request: FixRequest): Fix | Obstacle | string | undefined {
  const { finding, file, program } = request;
  const { subject } = finding;
  if (subject.kind !== 'worker-per-call' || subject.isPool || request.facts.language !== 'javascript') return undefined;
  const files = openFiles(request);
  const session = files.own;
  const made = nodeOf(session, subject.call, ts.isNewExpression);
  const callee = request.facts.values[subject.call];
  if (!made || callee?.kind !== 'new' || request.symbolOf(callee.callee) !== 'node:worker_threads#Worker')
    return undefined;
  const single = singleTaskAt(session, made);
  const top = topLevelAround(made);
  if (!single || !top || !isSelfContained(session, single)) return undefined;
  if (!isKnownAbove(session, single.location, top)) return undefined;
  const target = program.resolve(file, single.relative);
  const other = target && files.at(target.path);
  if (!target || !other || target === file) return undefined;
  const trouble =
    troubleWithHost(session) ??
    troubleWithBundle(request) ??
    (ts.isStringLiteralLike(single.location) && !isStartedHere(request, target, single.relative)
      ? `\`${single.relative}\` is looked for from where the program is started. Say first that it lies beside this file.`
      : undefined) ??
    (isNamedElsewhere(request, target, single.relative)
      ? `\`${single.relative}\` is used in other places as well, which count on what it does now. Change them together.`
      : undefined) ??
    troubleWithComments(session, single) ??
    answerByReturning(other, single.by);
  if (trouble !== undefined) return trouble;

  const pool = poolOf(session, single, made);
  const { draft, source, text } = session;
  const { whole, task } = single;
  const type = whole.typeArguments?.[0];
  const run = `${pool}.run(${task ? text.slice(task.getStart(source), task.end) : 'undefined'})`;
  draft.replace(
    { start: whole.getStart(source), end: whole.end },
    type ? castTo(run, `Promise<${type.getText(source)}>`, whole) : run,
  );
  const edits = files.finish();
  if (!edits || edits.length !== 2) return undefined;
  return {
    ...{ id, title: 'Keep one pool of workers for all calls', safety: 'suggestion', packages: ['piscina'], edits },
    changes: `\`${single.relative}\` exports a function, which the pool calls with each task. Its threads start with the first tasks, end after a minute without any, and what is too much for them waits. A thread goes on after its task: what its modules keep outlives that. An error arrives with its class, message and stack, but without other properties. Needs the package \`piscina\`.`,
  };
}

/** A bundler knows `new Worker(new URL(…))`, and takes the same path for a file to copy where a pool is given it. */
function troubleWithBundle(request: FixRequest): string | undefined {
  const bundler = request.buildOf?.(request.path)?.bundler;
  if (bundler === undefined) return undefined;
  return `\`${bundler}\` builds what \`new Worker\` loads, and would not know it in a pool. ${ownEntryFirst(bundler)}`;
}

function castTo(code: string, type: string, { parent }: ts.Node): string {
  const cast = `${code} as ${type}`;
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isVariableDeclaration(parent)
    ? cast
    : `(${cast})`;
}

/** In front of the file’s own code, where the path is known. */
function poolOf(session: Session, { location, relative }: SingleTask, made: ts.NewExpression): string {
  const { source, style, constants } = session;
  const wanted = { module: 'piscina', export: 'Piscina', names: ['Piscina', 'WorkerPool'] } as const;
  const { expression: callee } = made;
  const pool = ts.isIdentifier(callee) ? exchangeImport(session, wanted, callee) : importValue(session, wanted, source);
  const base = relative
    .replace(/^.*\//, '')
    .replace(/(\.worker)?\.\w+$/, '')
    .replace(/[^\w$]+(\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^[^A-Za-z_$]+|Worker$/g, '');
  const name = freshName(session, `${base || 'worker'}Pool`, `${base || 'worker'}Workers`);
  const line = style.eol + style.indent;
  const path = pathAt(session, location);
  const options = [`filename: ${path},`, 'minThreads: 0,', 'idleTimeout: 60_000,'].join(line);
  constants.push(`const ${name} = new ${pool}({${line}${options}${style.eol}})${semicolon(session)}`);
  return name;
}

/** The pool takes an absolute path, or the text of a URL. */
function pathAt(session: Session, location: ts.Expression): string {
  const text = location.getText(session.source);
  if (ts.isNewExpression(location)) return `${text}.href`;
  if (!ts.isStringLiteralLike(location)) return text;
  const resolve = { module: 'node:path', export: 'resolve', names: ['resolve', 'resolvePath'] } as const;
  return `${importValue(session, resolve, session.source)}(${text})`;
}

/** The file lies in the folder that the program is started from, as far as the project tells. */
function isStartedHere({ program, path }: FixRequest, target: File, relative: string): boolean {
  const { root } = program;
  if (root === undefined) return !/[\\/]/.test(path);
  return program.file(`${root.replace(/[\\/]$/, '')}/${relative.replace(/^\.\//, '')}`) === target;
}

/** Another place may start it or load it. */
function isNamedElsewhere({ program, path: own }: FixRequest, target: File, relative: string): boolean {
  const name = relative.replace(/^.*\//, '').replace(/\.\w+$/, '');
  let found = 0;
  for (const path of program.paths) {
    const file = program.file(path);
    if (!file || file === target) continue;
    for (const value of file.facts.values)
      if (value.kind === 'literal' && typeof value.value === 'string' && isPathOf(value.value, name)) found++;
    if (path !== own && file.facts.specifiers.some((each) => endsWith(each, name))) found++;
  }
  return found !== 1;
}

/** `./hash`, `workers/hash.js`; a route like `/hash` is none. */
function isPathOf(text: string, name: string): boolean {
  return (/\.[mc]?[jt]s$/.test(text) || text.startsWith('.')) && endsWith(text, name);
}

function endsWith(text: string, name: string): boolean {
  return text.replace(/^.*\//, '').replace(/\.\w+$/, '') === name;
}

function troubleWithComments({ source, text }: Session, { whole, task }: SingleTask): string | undefined {
  const parts = task
    ? [text.slice(whole.getStart(source), task.getStart(source)), text.slice(task.end, whole.end)]
    : [text.slice(whole.getStart(source), whole.end)];
  return parts.some(hasComment)
    ? 'A comment around the worker would have no place any more. Move it above the promise first.'
    : undefined;
}
