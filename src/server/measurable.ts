// What the panel asks about a function: what it is now, what fixes would make of it, and to apply one.
import type { Connection } from 'vscode-languageserver';
import type { Analysis } from '../engine/analysis.ts';
import { bringsWorkers } from '../engine/brings-workers.ts';
import type { Finding } from '../model/finding.ts';
import { applyEdits, type Fix } from '../model/fix.ts';
import type { Measurable, MeasurableFix } from '../model/measure.ts';
import { lineStarts, positionAt } from '../model/span.ts';
import type { InstallRequest } from '../model/install.ts';
import { APPLY_FIX, isFixPlace, isFunctionPlace, MEASURABLE, MEASURABLES } from '../protocol/server.ts';
import { installRequest } from '../workspace/install.ts';
import { surroundingsOf } from '../workspace/surroundings.ts';
import { safeFirst } from './actions.ts';
import type { Engine } from './engine.ts';
import { originOf } from './measured.ts';
import { isUri } from './paths.ts';
import { editContext, openTexts, type Editor } from './requests.ts';
import type { Session } from './session.ts';
import { toWorkspaceEdit } from './workspace-edit.ts';

/** Answers {@link MEASURABLE}, {@link MEASURABLES} and {@link APPLY_FIX}. */
export function answerMeasurable(connection: Connection, engine: Engine, session: Session, editor: Editor): void {
  connection.onRequest(MEASURABLES, async (asked: unknown): Promise<readonly string[]> => {
    if (typeof asked !== 'string') return [];
    const seen = await session.current(asked);
    return seen ? engine.measurableFunctions(seen.analysis).map(({ request }) => request.functionName) : [];
  });
  connection.onRequest(MEASURABLE, async (asked: unknown): Promise<Measurable | null> => {
    if (!isFunctionPlace(asked)) return null;
    const seen = await session.current(asked.uri);
    if (!seen) return null;
    const { analysis } = seen;
    const offered = await fixesFor(asked.functionName, analysis, engine, session, editor);
    return measurable(engine, asked.uri, asked.functionName, analysis, offered) ?? null;
  });
  connection.onRequest(APPLY_FIX, async (asked: unknown): Promise<Applied> => {
    const seen = isFixPlace(asked) ? await session.current(asked.uri) : undefined;
    if (!isFixPlace(asked) || !seen) return { applied: false };
    const offered = await fixesFor(asked.functionName, seen.analysis, engine, session, editor);
    const fix = offered.find(({ id }) => id === asked.fix);
    const edit = fix && (await toWorkspaceEdit(fix, editContext(asked.uri, seen, session, editor)));
    if (!edit) return { applied: false };
    const { applied } = await connection.workspace.applyEdit({ label: fix.title, edit });
    const install =
      applied && editor.commands && !isUri(seen.analysis.path)
        ? installRequest(seen.analysis.path, fix.packages)
        : undefined;
    return { applied, ...(install && { install }) };
  });
}

interface Applied {
  readonly applied: boolean;
  /** What is needed besides, for {@link Command.install}. */
  readonly install?: InstallRequest;
}

/** The fixes of all findings about the function, safe ones first, each once. */
async function fixesFor(
  functionName: string,
  analysis: Analysis,
  engine: Engine,
  session: Session,
  editor: Editor,
): Promise<readonly Fix[]> {
  const about = findingsAbout(engine, analysis, functionName);
  if (about.length === 0) return [];
  const surroundings = await surroundingsOf(analysis.path, openTexts(session, editor));
  const all = about.flatMap((finding) => engine.remediesFor(analysis, finding, surroundings).fixes);
  return safeFirst([...new Map(all.toReversed().map((fix) => [fix.id, fix])).values()].toReversed());
}

function findingsAbout(engine: Measuring, analysis: Analysis, functionName: string): readonly Finding[] {
  return analysis.findings.filter((finding) => engine.measuredFunction(analysis, finding)?.name === functionName);
}

/** What it takes to say what a function is and what fixes make of it. */
type Measuring = Pick<Engine, 'analyze' | 'measurableFunctions' | 'measuredFunction'>;

/** The function as its file is now; undefined where there is none of this name that stands for itself. */
export function measurable(
  engine: Measuring,
  uri: string,
  functionName: string,
  analysis: Analysis,
  fixes: readonly Fix[],
): Measurable | undefined {
  const all = engine.measurableFunctions(analysis);
  const found = all.find(({ request }) => request.functionName === functionName);
  if (!found) return undefined;
  const [finding] = findingsAbout(engine, analysis, functionName);
  const position = positionAt(lineStarts(analysis.text), (finding ?? found.head).start);
  return {
    request: { ...found.request, origin: originOf(uri, { name: functionName, text: found.text }, position) },
    fixes: fixes.flatMap((fix) => asFixed(engine, analysis, fix, functionName) ?? []),
    others: all.flatMap(({ request }) =>
      request === found.request ? [] : [{ functionName: request.functionName, source: request.source }],
    ),
  };
}

/** What the fix makes of the function; undefined where that needs more than its arguments. */
function asFixed(engine: Measuring, analysis: Analysis, fix: Fix, functionName: string): MeasurableFix | undefined {
  const { path, text } = analysis;
  const { id, title } = fix;
  const own = fix.edits.flatMap((each) => (each.kind === 'edit' && each.path === path ? each.edits : []));
  const after = applyEdits(text, own);
  const made = fix.edits.flatMap((each) => (each.kind === 'create' ? [{ before: '', after: each.text }] : []));
  if (bringsWorkers([{ before: text, after }, ...made])) return { id, title };
  // By itself: the program that the document is in belongs to the text as it is.
  const fixed = engine.measurableFunctions(engine.analyze(path, after));
  const source = fixed.find(({ request }) => request.functionName === functionName)?.request.source;
  return source === undefined ? undefined : { id, title, source };
}
