// The folder that a suite works in: a copy of the sample, so that no test ever dirties the repository.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sample } from '../editor/paths.mjs';

/** What gets in the way of typing text exactly as it is written in a test. */
const settings = {
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'editor.parameterHints.enabled': false,
  'editor.formatOnType': false,
  'editor.minimap.enabled': false,
  'editor.hover.above': false,
  'files.autoSave': 'off',
  'git.enabled': false,
  // Nothing is installed here, and only our own quick fixes are wanted.
  'js/ts.validate.enabled': false,
  'typescript.validate.enable': false,
};

/** @typedef {'folder' | 'roots' | 'nothing'} Opened one folder, a workspace of two, or none */

/**
 * @param {string} parent
 * @param {Opened} [open]
 * @returns {Promise<{ folder?: string, workspace?: string }>} what the window is to show
 */
export async function createWorkspace(parent, open = 'folder') {
  if (open === 'nothing') return {};
  const folder = join(parent, 'invoice-api');
  await cp(sample, folder, { recursive: true });
  await mkdir(join(folder, '.vscode'), { recursive: true });
  await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(settings, undefined, 2));
  if (open === 'folder') return { folder };
  await mkdir(join(parent, 'worker'));
  const workspace = join(parent, 'both.code-workspace');
  await writeFile(workspace, JSON.stringify({ folders: [{ path: 'invoice-api' }, { path: 'worker' }], settings }));
  return { workspace };
}
