// One fix at a time: what must hold afterwards.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Analysis, Program } from '../../src/engine/analysis.ts';
import { analyze, withFile } from '../../src/engine/analyze.ts';
import { remediesFor } from '../../src/engine/remedies.ts';
import type { Finding } from '../../src/model/finding.ts';
import { applyEdits, type Fix } from '../../src/model/fix.ts';
import { lineStarts, positionAt } from '../../src/model/span.ts';
import type { Surroundings } from '../../src/model/surroundings.ts';
import { surroundingsOf } from '../../src/workspace/surroundings.ts';
import type { LoadedProject } from './project.ts';
import { syntaxErrors, typeErrors } from './type-errors.ts';

/** What a fix must leave true, in the order of the table. */
export const checks = ['parses', 'types', 'gone', 'no other', 'not again'] as const;
export type Check = (typeof checks)[number];

export interface Failure {
  readonly check: Check;
  readonly detail: string;
}

interface Place {
  readonly id: string;
  /** The project's folder and the place in it, as `path:line`. */
  readonly project: string;
  readonly at: string;
}

export interface Applied extends Place {
  readonly kind: 'applied';
  readonly safety: Fix['safety'];
  readonly failures: readonly Failure[];
  /** The text of each file after the fix, by path. */
  readonly after: ReadonlyMap<string, string>;
}

/** A fix that is not offered, and why. */
export interface Refused extends Place {
  readonly kind: 'refused';
  readonly reason: string;
}

export type Trial = Applied | Refused;

/** Tries every fix of every finding, or only those of one remedy. */
export async function tryAll(project: LoadedProject, only?: string): Promise<readonly Trial[]> {
  const { folder, paths, program } = project;
  const trials: Trial[] = [];
  for (const path of paths) {
    const text = readFileSync(path, 'utf8');
    const analysis = analyze(path, text, { program });
    const starts = lineStarts(text);
    if (analysis.findings.length === 0) continue;
    const around = await surroundingsOf(path);
    for (const { rule, stack } of analysis.faults) throw new Error(`${rule} failed at ${path}\n${stack}`);
    for (const finding of analysis.findings) {
      const line = positionAt(starts, finding.start).line + 1;
      const at = { project: folder, at: `${relative(folder, path)}:${String(line)}` };
      const { fixes, obstacles } = remediesFor(analysis, finding, around);
      for (const { id, fault } of obstacles)
        if (fault !== undefined) throw new Error(`${id} failed at ${at.at}\n${fault}`);
      const isWanted = ({ id }: { readonly id: string }): boolean => only === undefined || id === only;
      trials.push(
        ...obstacles.filter(isWanted).map(({ id, reason }) => ({ kind: 'refused', id, reason, ...at }) as const),
        ...fixes.filter(isWanted).map((fix) => ({ ...tryOne(project, { analysis, finding, fix, around }), ...at })),
      );
    }
  }
  return trials;
}

function tryOne({ program, made }: LoadedProject, tried: Tried): Omit<Applied, 'project' | 'at'> {
  const { analysis, fix } = tried;
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const edit of fix.edits) {
    if (edit.kind === 'create') {
      after.set(edit.path, edit.text);
      made.add(edit.path);
    } else {
      const text = edit.path === analysis.path ? analysis.text : readFileSync(edit.path, 'utf8');
      before.set(edit.path, text);
      after.set(edit.path, applyEdits(text, edit.edits));
    }
  }
  const failures = [
    ...newErrors('parses', before, after, syntaxErrors),
    ...newErrors('types', before, after, typeErrors),
    ...afterwards(program, tried, before, after),
  ];
  made.clear();
  return { kind: 'applied', id: fix.id, safety: fix.safety, failures, after };
}

type Texts = ReadonlyMap<string, string>;

function newErrors(
  check: Check,
  before: Texts,
  after: Texts,
  errorsIn: (texts: Texts) => readonly string[],
): Failure[] {
  return added(errorsIn(before), errorsIn(after)).map((detail) => ({ check, detail }));
}

/** What is in `after` more often than in `before`. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

interface Tried {
  readonly analysis: Analysis;
  readonly finding: Finding;
  readonly fix: Fix;
  readonly around: Surroundings;
}

function afterwards(
  program: Program,
  { analysis, finding, fix, around }: Tried,
  before: Texts,
  after: Texts,
): Failure[] {
  const old = [...before].map(([path, text]) => (path === analysis.path ? analysis : analyze(path, text, { program })));
  let next = program;
  for (const [path, text] of after) next = withFile(next, path, analyze(path, text).facts);
  const now = [...after].map(([path, text]) => analyze(path, text, { program: next }));
  const failures: Failure[] = [];

  const rules = (analyses: readonly Analysis[]): string[] =>
    analyses.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  const ofRule = (analyses: readonly Analysis[]): number =>
    rules(analyses).filter((rule) => rule === finding.rule).length;
  if (ofRule(now) >= ofRule(old)) failures.push({ check: 'gone', detail: finding.message });
  const isOther = (rule: string): boolean => rule !== finding.rule;
  for (const rule of added(rules(old).filter(isOther), rules(now).filter(isOther))) {
    const known = new Set(old.flatMap(({ findings }) => findings.map(({ message }) => message)));
    const found = now
      .flatMap(({ findings }) => findings)
      .find((each) => each.rule === rule && !known.has(each.message));
    failures.push({ check: 'no other', detail: `${rule} ${found?.message ?? ''}` });
  }
  const offers = (analyses: readonly Analysis[], known: Surroundings): number =>
    analyses.flatMap((one) =>
      one.findings
        .filter(({ rule }) => rule === finding.rule)
        .flatMap((each) => remediesFor(one, each, known).fixes.filter(({ id }) => id === fix.id)),
    ).length;
  const later: Surroundings = { ...around, textOf: (path) => after.get(path) ?? around.textOf?.(path) };
  if (offers(now, later) >= offers(old, around))
    failures.push({ check: 'not again', detail: 'It is offered as often as before.' });
  return failures;
}
