// From a function's name to what is measured: its text, the text after a fix, its input.
import { resolve } from 'node:path';
import { bringsWorkers } from '../../engine/brings-workers.ts';
import type { FunctionFacts } from '../../model/facts.ts';
import { lineStarts, positionAt } from '../../model/span.ts';
import { isProblem, readTextFile } from '../../workspace/text-file.ts';
import { didYouMean } from '../../workspace/nearest.ts';
import type { Engine } from '../engine.ts';
import { UsageError } from '../exit-code.ts';
import { changesOf } from '../fix/changes.ts';
import { shown, type Host } from '../host.ts';
import { openFile } from '../open-file.ts';
import type { FunctionName } from './options.ts';

/** A function as it stands in its file. */
export interface FoundFunction {
  readonly path: string;
  readonly name: string;
  /** Of the whole file. */
  readonly text: string;
  readonly facts: FunctionFacts;
  /** Line of its name, from 1. */
  readonly line: number;
  /** The function with all it uses, where that is nothing but its arguments: what else is in its file then need not run. */
  readonly standalone?: string;
}

export async function findFunction(host: Host, { path: asked, name }: FunctionName): Promise<FoundFunction> {
  const path = resolve(host.cwd, asked);
  const file = await readTextFile(path);
  if (isProblem(file)) throw new UsageError(`${shown(host, path)}: ${file.message}.`);
  const engine = host.createEngine();
  if (!engine.canAnalyze(path)) {
    throw new UsageError(`${shown(host, path)}: it is neither JavaScript, TypeScript nor Python.`);
  }
  await engine.prepare([path]);
  const { facts, skipped } = engine.readFacts(path, file.text);
  if (!facts) throw new UsageError(`${shown(host, path)}: ${skipped?.message ?? 'it cannot be read'}`);
  const [className, method] = name.includes('.') ? name.split('.') : [undefined, name];
  const ownerOf = (each: FunctionFacts): string | undefined =>
    each.owner === undefined ? undefined : facts.classes[each.owner]?.name;
  const found = facts.functions.find(
    (each) => each.name === method && ownerOf(each) === className && (each.parent === undefined || each.parent === 0),
  );
  if (!found) {
    const names = facts.functions.flatMap((each) => each.name ?? []);
    throw new UsageError(
      `${shown(host, path)} has no function \`${name}\` at its top level.${didYouMean(name, names)}`,
    );
  }
  if (className !== undefined && !found.isStatic) {
    throw new UsageError(`\`${name}\` needs an object to be called on. Measure a function, or a static method.`);
  }
  const standalone = standaloneOf(engine, path, name, file.text);
  return {
    path,
    name,
    text: file.text,
    facts: found,
    ...(standalone !== undefined && { standalone }),
    line: positionAt(lineStarts(file.text), found.head.start).line + 1,
  };
}

export interface FixedTexts {
  readonly title: string;
  /** Texts as the fix leaves them, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** As that of {@link FoundFunction}, after the fix. */
  readonly standalone?: string;
  /** It moves the work to a worker, which measured code may not start by itself. */
  readonly usesWorkers: boolean;
}

/** The function's file as a fix of a finding inside it would leave it. Nothing is written. */
export async function fixedTexts(host: Host, target: FoundFunction, name: string | undefined): Promise<FixedTexts> {
  const engine = host.createEngine();
  const opened = await openFile(host, engine, { path: target.path, line: target.line });
  const { analysis, file } = opened;
  const { start, end } = target.facts;
  const id = analysis.facts.functions.findIndex((each) => each.start === start && each.end === end);
  // Its own, and those of calls that wait for it.
  const inside = analysis.findings.filter(
    ({ measure, ...finding }) =>
      (finding.start >= start && finding.end <= end) || (measure?.kind === 'function' && measure.function === id),
  );
  const offered = inside.flatMap((finding) => {
    const line = positionAt(opened.starts, finding.start).line + 1;
    return engine.remediesFor(analysis, finding, opened.surroundings).fixes.map((each) => ({ fix: each, line }));
  });
  const fitting = offered.filter((each) => name === undefined || each.fix.id === name);
  const [first, ...others] = fitting;
  if (!first) {
    const where = `${shown(host, target.path)}#${target.name}`;
    throw new UsageError(
      inside.length === 0
        ? `${where} has no finding, so there is no fix to measure it against. Use \`--against pool\` or another function.`
        : `${where} has no ${name === undefined ? 'fix that is proven' : `fix \`${name}\``}, so there is nothing to measure it against.`,
    );
  }
  const { fix } = first;
  if (others.length > 0) {
    const ids = [...new Set(fitting.map((each) => `\`${each.fix.id}\``))];
    const lines = [...new Set(fitting.map((each) => each.line))].join(', ');
    throw new UsageError(
      ids.length > 1
        ? `There is a choice of fixes: ${ids.join(', ')}. Name one with \`--fix\`.`
        : `${ids[0]} is offered at several places (lines ${lines}), and one fix is measured at a time. Apply what you mean to a copy of the function, and name that with \`--against\`.`,
    );
  }
  const changes = await changesOf(host, file, fix);
  const texts = new Map(changes.map((change) => [change.path, change.after]));
  const standalone = standaloneOf(engine, target.path, target.name, texts.get(target.path) ?? target.text);
  return {
    title: fix.title,
    texts,
    ...(standalone !== undefined && { standalone }),
    usesWorkers: bringsWorkers(changes.map(({ before, after }) => ({ before: before?.text ?? '', after }))),
  };
}

function standaloneOf(engine: Engine, path: string, name: string, text: string): string | undefined {
  const all = engine.measurableFunctions(engine.analyze(path, text));
  return all.find(({ request }) => request.functionName === name)?.request.source;
}
