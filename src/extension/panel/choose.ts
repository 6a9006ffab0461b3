// What a person is asked before there is something to measure: which scenario or function, and against which other one.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { listScenarios } from '../../bench/index.ts';
import { languages } from '../languages.ts';
import type { PanelRequest } from './request.ts';
import { measurableAt, measurablesIn, type ServerTalk } from './server-talk.ts';
import type { AddedFunction, Assignment } from './subject.ts';

interface SubjectItem extends vscode.QuickPickItem {
  /** Absent for what only separates. */
  readonly request?: PanelRequest;
}

interface OtherItem extends vscode.QuickPickItem {
  readonly added?: AddedFunction;
}

/** A function of the file in the editor, or a scenario; undefined where the person has turned away. */
export async function chooseSubject(server: ServerTalk): Promise<PanelRequest | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const uri = document && languages.includes(document.languageId) ? document.uri : undefined;
  const names = uri ? await measurablesIn(server, uri.toString()) : [];
  const functions = names.map((label): SubjectItem => ({
    label,
    request: { kind: 'place', uri: uri?.toString() ?? '', functionName: label },
  }));
  const scenarios = listScenarios().map(({ id, title, explanation }): SubjectItem => ({
    label: title,
    detail: explanation,
    request: { kind: 'scenario', id },
  }));
  const kind = vscode.QuickPickItemKind.Separator;
  const separated = (label: string, items: readonly SubjectItem[]): SubjectItem[] => [{ label, kind }, ...items];
  const items = [
    ...(uri && functions.length > 0 ? separated(`Functions of ${basename(uri.path)}`, functions) : []),
    ...(functions.length > 0 ? separated('Scenarios', scenarios) : scenarios),
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title: 'What do you want to measure?',
    placeHolder: 'Choose a function that needs only its arguments, or a scenario.',
    matchOnDetail: true,
  });
  return choice?.request;
}

export interface Chosen {
  readonly added: AddedFunction;
  /** The name of its file. */
  readonly where: string;
}

/** Another function to measure against: of the same file, or of another one. */
export async function chooseOther(server: ServerTalk, { subject }: Assignment): Promise<Chosen | undefined> {
  if (subject.kind !== 'function') return undefined;
  const { place, functionName } = subject;
  const here = place && (await measurableAt(server, place));
  const elsewhere: OtherItem = { label: 'A function of another file…' };
  const others = (here?.others ?? []).map((added): OtherItem => ({ label: added.functionName, added }));
  const choice = await vscode.window.showQuickPick([...others, elsewhere], {
    title: `Measure ${functionName} against`,
  });
  if (!choice) return undefined;
  if (place && choice.added) return { added: choice.added, where: nameOf(place.uri) };
  return chooseElsewhere(server, subject.language === 'py');
}

async function chooseElsewhere(server: ServerTalk, isPython: boolean): Promise<Chosen | undefined> {
  const filters = isPython ? { Python: ['py'] } : { 'JavaScript and TypeScript': [...scripts] };
  const [file] = (await vscode.window.showOpenDialog({ filters, title: 'The file with the other function' })) ?? [];
  if (!file) return undefined;
  const byName = { label: 'Another one, by its name…' };
  const names = await measurablesIn(server, file.toString());
  const items = [...names.map((label) => ({ label })), ...(isPython ? [] : [byName])];
  const choice = await vscode.window.showQuickPick(items, { title: `Functions of ${nameOf(file.toString())}` });
  const functionName = choice === byName ? await askName() : choice?.label;
  if (functionName === undefined) return undefined;
  const where = nameOf(file.toString());
  const found = await measurableAt(server, { uri: file.toString(), functionName });
  if (found) {
    const { source, language } = found.request;
    return { added: { functionName, source, language }, where };
  }
  if (isPython) return undefined;
  // What it imports is bundled with it.
  return { added: { functionName, path: file.fsPath }, where };
}

const scripts = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

function askName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'The function’s name',
    prompt:
      'At the top level of the file, exported or not; `Class.method` for a static method. What it imports is bundled.',
    validateInput: (text) => (text.trim() === '' ? 'Write the name of a function.' : undefined),
  });
}

function nameOf(uri: string): string {
  return basename(vscode.Uri.parse(uri).path);
}
