import { readFile } from 'node:fs/promises';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Hover,
  type HoverParams,
  MarkupKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { lineStarts, offsetAt } from '../model/span.ts';
import type { Finding } from '../model/finding.ts';
import { Command } from '../protocol/server.ts';
import { surroundingsOf, type SurroundingsOptions } from '../workspace/surroundings.ts';
import { findingsIn, ownEdit, quickFixes } from './actions.ts';
import { toRange } from './diagnostics.ts';
import type { Engine } from './engine.ts';
import { fixAll } from './fix-all.ts';
import type { Seen } from './looks.ts';
import type { PageOf } from './pages.ts';
import { isUri, uriOf } from './paths.ts';
import type { Session } from './session.ts';
import type { EditAbilities, EditContext, OpenText } from './workspace-edit.ts';

export const FIX_ALL = 'source.fixAll.unblock';

export interface Editor {
  readonly abilities: EditAbilities;
  readonly commands: boolean;
  documents(): readonly TextDocument[];
}

export async function codeActions(
  { textDocument, range, context }: CodeActionParams,
  engine: Engine,
  session: Session,
  editor: Editor,
): Promise<CodeAction[]> {
  const seen = await session.current(textDocument.uri);
  if (seen === undefined) return [];
  const edits = editContext(textDocument.uri, seen, session, editor);
  const actions: CodeAction[] = [];
  if (wants(context.only, CodeActionKind.QuickFix, true)) {
    const findings = findingsIn(seen.analysis, range);
    const place = session.place(textDocument.uri, seen.analysis.text);
    const surroundings = await surroundingsOf(seen.analysis.path, openTexts(session, editor));
    const told = (finding: Finding): Finding => session.told(textDocument.uri, seen.analysis, finding);
    const shared = { place, edits, surroundings, told, shown: context.diagnostics, commands: editor.commands };
    if (findings.length > 0)
      actions.push(...(await quickFixes(engine, findings, { analysis: seen.analysis, ...shared })));
  }
  if (wants(context.only, FIX_ALL, false)) {
    const { analysis, config } = seen;
    const edit = fixAll(engine, analysis, {
      analyze: (text) => engine.analyze(analysis.path, text, { config }),
      surroundings: await surroundingsOf(analysis.path, openTexts(session, editor)),
    });
    if (edit) actions.push({ title: 'Fix all safe Unblock findings', kind: FIX_ALL, edit: ownEdit(edit, edits) });
  }
  return actions;
}

/** `only` names kinds or their parents: `source` asks for `source.fixAll.unblock` too. */
function wants(only: readonly string[] | undefined, kind: string, otherwise: boolean): boolean {
  return only === undefined ? otherwise : only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

export async function hover(
  params: HoverParams,
  engine: Engine,
  session: Session,
  editor: Editor,
): Promise<Hover | null> {
  const seen = await session.current(params.textDocument.uri);
  if (seen === undefined) return null;
  const { analysis } = seen;
  const starts = lineStarts(analysis.text);
  const offset = offsetAt(starts, params.position, analysis.text.length);
  const found = analysis.findings.filter(({ start, end }) => start <= offset && offset < end);
  const [first] = found;
  if (first === undefined) return null;
  const surroundings = await surroundingsOf(analysis.path, openTexts(session, editor));
  const texts = found.map((finding) => {
    const text = engine.hoverMarkdown(finding, engine.remediesFor(analysis, finding, surroundings));
    // What was measured stands in the finding's message, which the editor shows above this.
    return [text, ...moreAbout(finding.rule, session.pageOf, editor.commands)].join('\n\n');
  });
  return {
    contents: { kind: MarkupKind.Markdown, value: texts.join('\n\n---\n\n') },
    range: toRange(starts, first),
  };
}

/** The page as a preview where the editor knows our command, else as the file it is. */
function moreAbout(rule: string, pageOf: PageOf | undefined, commands: boolean): string[] {
  const page = pageOf?.(rule);
  if (page === undefined) return [];
  const preview = `command:${Command.explain}?${encodeURIComponent(JSON.stringify([rule]))}`;
  return [`[More about this rule](${commands ? preview : page})`];
}

export function editContext(uri: string, seen: Seen, session: Session, editor: Editor): EditContext {
  const { path, text } = seen.analysis;
  return {
    current: { uri, path, text, version: seen.version },
    abilities: editor.abilities,
    textOf: (other) => textOf(other, session, editor),
  };
}

export function openTexts(session: Session, editor: Editor): SurroundingsOptions {
  const find = (path: string): TextDocument | undefined =>
    editor.documents().find((document) => session.pathOf(document) === path);
  return { openText: (path) => find(path)?.getText() };
}

async function textOf(path: string, session: Session, editor: Editor): Promise<OpenText | undefined> {
  const open = editor.documents().find((document) => session.pathOf(document) === path);
  if (open) return { uri: open.uri, text: open.getText(), version: open.version };
  if (isUri(path)) return undefined;
  try {
    return { uri: uriOf(path), text: await readFile(path, 'utf8'), version: null };
  } catch {
    return undefined;
  }
}
