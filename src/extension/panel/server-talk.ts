// What the panel asks the language server: it alone knows what functions need and what fixes make of them.
import * as vscode from 'vscode';
import type { Measurable, Measured } from '../../model/measure.ts';
import { isListOf, isRecord, isText } from '../../protocol/check.ts';
import {
  APPLY_FIX,
  Command,
  type FixPlace,
  type FunctionPlace,
  isMeasurable,
  MEASURABLE,
  MEASURABLES,
} from '../../protocol/server.ts';

export interface ServerTalk {
  /** Lets findings say what was measured. */
  tell(all: readonly Measured[]): void;
  /** Rejects while there is no server. */
  ask(method: string, argument: unknown): Promise<unknown>;
}

/** A server that is being started again is not waited for. */
const patienceMs = 5000;

/** The function as its file is now; undefined where it is gone, needs more than its arguments, or nobody can say. */
export async function measurableAt(server: ServerTalk, place: FunctionPlace): Promise<Measurable | undefined> {
  const answer = await ask(server, MEASURABLE, place.uri, place);
  return isMeasurable(answer) ? answer : undefined;
}

/** Names of the functions of a file that can be measured. */
export async function measurablesIn(server: ServerTalk, uri: string): Promise<readonly string[]> {
  const answer = await ask(server, MEASURABLES, uri, uri);
  return isListOf(answer, (each) => isText(each, 1000)) ? answer : [];
}

/** Applies a fix as the file is now, and asks about packages that it needs. Gives whether it could. */
export async function applyFix(server: ServerTalk, place: FixPlace): Promise<boolean> {
  const answer = await ask(server, APPLY_FIX, place.uri, place);
  if (!isRecord(answer) || answer['applied'] !== true) return false;
  if (answer['install'] !== undefined) void vscode.commands.executeCommand(Command.install, answer['install']);
  return true;
}

async function ask(server: ServerTalk, method: string, uri: string, argument: unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  try {
    // The server knows open documents only.
    await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patienceMs);
    });
    return await Promise.race([server.ask(method, argument), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
