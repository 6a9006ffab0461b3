import * as vscode from 'vscode';
import { panel } from './expected.ts';

/** The open benchmark panels. */
export function panelTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes(panel.viewType));
}
