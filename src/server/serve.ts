import {
  CodeActionKind,
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { configFileName } from '../workspace/config-file.ts';
import type { ConfigLookup } from '../workspace/config-lookup.ts';
import { type InitializationOptions, PING, readInitializationOptions, STATUS } from '../protocol/server.ts';
import type { Engine } from './engine.ts';
import { pathOnDisk } from './paths.ts';
import { createWholeProject } from './whole-project.ts';
import { createProjects } from './projects.ts';
import { resolveConfig } from './project-config.ts';
import { codeActions, type Editor, FIX_ALL, hover } from './requests.ts';
import { messageOf, stackOf } from './looks.ts';
import { findPages, type PageOf } from './pages.ts';
import { Session } from './session.ts';
import { readSettings, SettingsCache } from './settings.ts';
import type { EditAbilities } from './workspace-edit.ts';

export interface ServeOptions {
  /** Finds the projects' own config files; without it a person's settings alone count. */
  readonly configs?: ConfigLookup;
}

/** Answers an editor over `connection` until it says goodbye. */
export function serve(connection: Connection, engine: Engine, options: ServeOptions = {}): void {
  const documents = new TextDocuments(TextDocument);
  let session: Session | undefined;

  connection.onInitialize(async (params): Promise<InitializeResult> => {
    const initial = readInitializationOptions(params.initializationOptions);
    const [pageOf] = await Promise.all([findPages(initial.extensionRoot), engine.prepare()]);
    session = start(connection, documents, engine, params, { ...options, ...initial, pageOf });
    return {
      serverInfo: { name: 'unblock' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: false } },
      },
    };
  });

  connection.onRequest(PING, () => null);
  connection.onShutdown(() => session?.dispose());
  documents.listen(connection);
  connection.listen();
}

function start(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  engine: Engine,
  params: InitializeParams,
  options: ServeOptions & InitializationOptions & { readonly pageOf: PageOf },
): Session {
  const settings = settingsOf(connection, params, options.settings);
  const folders = params.workspaceFolders ?? [];
  const projects = createProjects(folders);
  const whole = createWholeProject(
    engine,
    folders.flatMap(({ uri }) => pathOnDisk(uri) ?? []),
    {
      progress: (message) => session.projectProgress(message),
      changed: () => session.projectChanged(),
      log: (message) => connection.console.info(message),
    },
  );
  const session = new Session(
    engine,
    {
      document: (uri) => documents.get(uri),
      projectOf: (path) => projects.of(path),
      whole,
      configOf: async (uri, path) => resolveConfig(path, await settings.cache.of(uri), options.configs),
      publish(uri, version, diagnostics) {
        void connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
      },
      status: (status) => void connection.sendNotification(STATUS, status),
      log: (message) => connection.console.error(message),
    },
    options,
  );

  documents.onDidChangeContent(({ document }) => session.changed(document));
  documents.onDidClose(({ document }) => {
    settings.cache.forget(document.uri);
    session.closed(document.uri);
  });
  settings.onChange(() => session.refresh());
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const paths = changes.flatMap(({ uri }) => pathOnDisk(uri) ?? []);
    const isOpen = new Set(documents.keys().map((uri) => pathOnDisk(uri)));
    // What is open is known from the editor, saved or not.
    whole.changedOnDisk(paths.filter((path) => engine.canAnalyze(path) && !isOpen.has(path)));
    if (paths.every((path) => engine.canAnalyze(path))) return;
    options.configs?.clear();
    session.refresh();
  });
  settings.onReady(() => whole.start());
  connection.onExit(() => whole.dispose());

  const editor: Editor = {
    abilities: abilitiesOf(params.capabilities),
    commands: options.commands === true,
    documents: () => documents.all(),
  };
  // A request that fails must not look like "there is nothing": the reason goes to the log, the editor gets none.
  const guarded = async <T>(what: string, uri: string, answer: Promise<T>, nothing: T): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      connection.console.error(`${what} failed for ${uri}: ${messageOf(error)}\n${stackOf(error)}`);
      return nothing;
    }
  };
  connection.onCodeAction((request) =>
    guarded('Finding fixes', request.textDocument.uri, codeActions(request, engine, session, editor), []),
  );
  connection.onHover((request) =>
    guarded('Hover', request.textDocument.uri, hover(request, engine, session, editor), null),
  );
  return session;
}

/** Asks the editor where it can be asked, else listens to what it tells. */
function settingsOf(connection: Connection, { capabilities }: InitializeParams, initial: unknown) {
  const canAsk = capabilities.workspace?.configuration === true;
  let told = readSettings(initial);
  const cache = new SettingsCache(async (uri) =>
    canAsk ? readSettings(await connection.workspace.getConfiguration({ scopeUri: uri, section: 'unblock' })) : told,
  );
  const listeners: (() => void)[] = [];
  const ready: (() => void)[] = [];
  connection.onDidChangeConfiguration(({ settings }: { settings: unknown }) => {
    const section = (settings as { unblock?: unknown } | null | undefined)?.unblock;
    if (section !== undefined) told = readSettings(section);
    cache.clear();
    for (const listener of listeners) listener();
  });
  connection.onInitialized(() => {
    for (const listener of ready) listener();
    const { didChangeConfiguration, didChangeWatchedFiles } = capabilities.workspace ?? {};
    if (didChangeConfiguration?.dynamicRegistration === true) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'unblock' });
    }
    if (didChangeWatchedFiles?.dynamicRegistration === true) {
      const watchers = [
        { globPattern: `**/${configFileName}` },
        { globPattern: '**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx,py,pyi,pyw}' },
      ];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
  });
  return {
    cache,
    onChange: (listener: () => void) => void listeners.push(listener),
    onReady: (listener: () => void) => void ready.push(listener),
  };
}

function abilitiesOf({ workspace }: ClientCapabilities): EditAbilities {
  const edit = workspace?.workspaceEdit;
  return {
    documentChanges: edit?.documentChanges === true,
    create: edit?.resourceOperations?.includes('create') === true,
    annotations: edit?.changeAnnotationSupport !== undefined,
  };
}
