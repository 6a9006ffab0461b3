import { type Connection, DidChangeConfigurationNotification, type InitializeParams } from 'vscode-languageserver';
import type { Config } from '../model/config.ts';
import { readSettings, SettingsCache } from './settings.ts';
import { defaultFolderSettings, type FolderSettings, readFolderSettings } from './workspace/settings.ts';

/** The settings of the person at the editor: asked for where it can be asked, else as it tells them. */
export interface EditorSettings {
  /** For a document or folder, by its address. */
  of(uri: string): Promise<Config>;
  ofFolder(uri: string): Promise<FolderSettings>;
  forget(uri: string): void;
  onChange(listener: () => void): void;
  /** To be called when the connection is open: asks to be told of changes. */
  register(): void;
}

export function createEditorSettings(
  connection: Connection,
  { capabilities }: InitializeParams,
  initial: unknown,
): EditorSettings {
  const canAsk = capabilities.workspace?.configuration === true;
  const canRegister = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
  let told = initial;
  const ask = (scopeUri: string, section: string): Promise<unknown> =>
    connection.workspace.getConfiguration({ scopeUri, section });
  const cache = new SettingsCache(async (uri) => readSettings(canAsk ? await ask(uri, 'unblock') : told));
  const listeners: (() => void)[] = [];
  connection.onDidChangeConfiguration(({ settings }: { settings: unknown }) => {
    const section = (settings as { unblock?: unknown } | null | undefined)?.unblock;
    if (section !== undefined) told = section;
    cache.clear();
    for (const listener of listeners) listener();
  });

  return {
    of: (uri) => cache.of(uri),
    async ofFolder(uri) {
      if (!canAsk) return readFolderSettings(told);
      try {
        return readFolderSettings(...(await Promise.all([ask(uri, 'unblock'), ask(uri, 'files.exclude')])));
      } catch {
        return defaultFolderSettings;
      }
    },
    forget: (uri) => cache.forget(uri),
    onChange: (listener) => void listeners.push(listener),
    register() {
      const section = ['unblock', 'files.exclude'];
      if (canRegister) void connection.client.register(DidChangeConfigurationNotification.type, { section });
    },
  };
}
