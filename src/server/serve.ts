import { setImmediate, setTimeout } from 'node:timers/promises';
import {
  CodeActionKind,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { IndexPlace } from '../workspace/background-index.ts';
import { defaultCacheFolder, openCacheFolder } from '../workspace/cache-folder.ts';
import type { ConfigLookup } from '../workspace/config-lookup.ts';
import {
  INDEX_STATUS,
  type InitializationOptions,
  PING,
  readInitializationOptions,
  SCAN_STATUS,
  ServerCommand,
  STATUS,
} from '../protocol/server.ts';
import { serveCommands } from './commands.ts';
import { createEditorSettings } from './editor-settings.ts';
import type { Engine } from './engine.ts';
import { isNotebook } from '../model/notebook.ts';
import { LineStarts } from './line-starts.ts';
import { faultOf } from '../model/fault.ts';
import { guarded } from './guarded-engine.ts';
import { answerMeasurable } from './measurable.ts';
import { Notebooks } from './notebooks/notebooks.ts';
import { findPages, type PageOf } from './pages.ts';
import { pathOnDisk, uriOf } from './paths.ts';
import { resolveConfig } from './project-config.ts';
import { createProjects } from './projects.ts';
import { Publisher } from './publisher.ts';
import { codeActions, type Editor, FIX_ALL, hover } from './requests.ts';
import { listFiles } from './scan/list.ts';
import { Scanner } from './scan/scanner.ts';
import { Session } from './session.ts';
import { createWorkspaceFolders, type WorkspaceEvents } from './workspace/folders.ts';
import { Roots } from './workspace/roots.ts';
import { sortEvents, watchFiles } from './workspace/watch.ts';
import { toDiagnostic } from './diagnostics.ts';
import type { EditAbilities } from './workspace-edit.ts';

export interface ServeOptions {
  /** Finds the projects' own config files; without it a person's settings alone count. */
  readonly configs?: ConfigLookup;
  /** The bundle that threads run to read files. */
  readonly indexWorker?: string;
  /** Which version of the analysis this is; without it nothing is kept between sessions. */
  readonly build?: string;
}

type StartOptions = ServeOptions & InitializationOptions & { readonly pageOf: PageOf };

function indexPlace({ build, cacheFolder = defaultCacheFolder(), indexWorker }: StartOptions): IndexPlace {
  return {
    ...(build !== undefined && { cache: openCacheFolder(cacheFolder, build) }),
    ...(indexWorker !== undefined && { worker: indexWorker }),
  };
}

/** Answers an editor over `connection` until it says goodbye. */
export function serve(connection: Connection, engine: Engine, options: ServeOptions = {}): void {
  const documents = new TextDocuments(TextDocument);
  let running: Running | undefined;

  connection.onInitialize(async (params): Promise<InitializeResult> => {
    const initial = readInitializationOptions(params.initializationOptions);
    const [pageOf] = await Promise.all([findPages(initial.extensionRoot), engine.prepare()]);
    const safe = guarded(engine, (message) => connection.console.error(message));
    running = start(connection, documents, safe, params, { ...options, ...initial, pageOf });
    return {
      serverInfo: { name: 'unblock' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        notebookDocumentSync: { notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }] },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        executeCommandProvider: { commands: Object.values(ServerCommand), workDoneProgress: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => running?.initialized());
  connection.onRequest(PING, () => null);
  connection.onShutdown(() => running?.dispose());
  connection.onExit(() => running?.dispose());
  documents.listen(connection);
  connection.listen();
}

interface Running {
  /** The editor has heard our answer: now it may be asked and told. */
  initialized(): void;
  dispose(): void;
}

function start(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  engine: Engine,
  params: InitializeParams,
  options: StartOptions,
): Running {
  const log = (message: string): void => connection.console.error(message);
  const settings = createEditorSettings(connection, params, options.settings);
  const roots = new Roots(params.workspaceFolders ?? []);
  const projects = createProjects((path) => roots.of(path));
  const publisher = new Publisher((diagnostics) => void connection.sendDiagnostics(diagnostics));
  const opened = new Map<string, TextDocument>();
  const lineStarts = new LineStarts((path) => opened.get(path)?.getText());
  const accepts = (path: string): boolean => engine.canAnalyze(path);

  const events: WorkspaceEvents = {
    status: (status) => void connection.sendNotification(INDEX_STATUS, status),
    changed() {
      session.projectChanged();
      scanner.changed(true);
    },
  };
  const folders = createWorkspaceFolders(engine, events, indexPlace(options));
  let taken: Promise<unknown> = Promise.resolve();
  const session: Session = new Session(
    engine,
    {
      document: (uri) => documents.get(uri) ?? notebooks.get(uri),
      projectOf: (path) => projects.of(path),
      whole: {
        programFor: (path) => folders.programFor(path),
        keep(path, program) {
          // Nothing imports a notebook, and it is no file of the project.
          if (isNotebook(path)) return;
          folders.keep(path, program);
          scanner.changed(false);
        },
      },
      startsOf: (path) => lineStarts.of(path),
      configOf: async (uri, path) => resolveConfig(path, await settings.of(uri), options.configs),
      publish(uri, version, diagnostics, isMoved) {
        if (!notebooks.publish(uri, diagnostics)) publisher.publish(uri, version, diagnostics, isMoved);
      },
      closed(uri) {
        const path = pathOnDisk(uri);
        if (path === undefined) publisher.publish(uri, undefined, []);
        else void scanner.closed(path);
      },
      status: (status) => void connection.sendNotification(STATUS, status),
      log,
    },
    options,
  );
  const notebooks: Notebooks = new Notebooks({
    changed(document) {
      session.changed(document);
    },
    closed(uri) {
      settings.forget(uri);
      session.closed(uri);
    },
    publish(uri, version, diagnostics) {
      publisher.publish(uri, version, diagnostics);
    },
  });
  notebooks.listen(connection);
  const scanner: Scanner = new Scanner(engine, {
    list: () => listFiles(folders, accepts, log),
    async settled() {
      await taken;
      await folders.settled();
    },
    programFor: (path) => folders.programFor(path),
    // One question for each folder, not for each file: settings of single files are those of open ones.
    configOf: async (path) => resolveConfig(path, await settings.of(roots.uriOf(path) ?? uriOf(path)), options.configs),
    projectOf: (path) => projects.of(path),
    isOpen: (path) => opened.has(path),
    findingsOfOpen(path) {
      const uri = opened.get(path)?.uri;
      return uri === undefined ? 0 : (session.looks.of(uri)?.analysis.findings.length ?? 0);
    },
    async turn() {
      await setImmediate();
      while (session.isAwaited) await setTimeout(2);
    },
    diagnosticsOf(analysis) {
      const place = session.place(uriOf(analysis.path), analysis.text);
      return analysis.findings.map((finding) => toDiagnostic(finding, place));
    },
    publish: (path, diagnostics) => publisher.publish(uriOf(path), undefined, diagnostics),
    status: (summary) => void connection.sendNotification(SCAN_STATUS, summary),
    log,
  });
  const commands = serveCommands(connection, params, folders, scanner, (all) => session.measured(all));

  documents.onDidOpen(({ document }) => {
    const path = pathOnDisk(document.uri);
    if (path !== undefined) opened.set(path, document);
  });
  documents.onDidChangeContent(({ document }) => session.changed(document));
  documents.onDidClose(({ document }) => {
    settings.forget(document.uri);
    const path = pathOnDisk(document.uri);
    if (path !== undefined) {
      opened.delete(path);
      // What was typed and not saved does not count any more.
      folders.changedOnDisk({ sources: accepts(path) ? [path] : [], projects: [], gone: [] });
    }
    session.closed(document.uri);
  });

  /** Reads what is new or has other settings. Returns whether a folder wants to be scanned by itself. */
  async function readFolders(): Promise<boolean> {
    const all = await Promise.all(roots.all.map(async ([root, uri]) => [root, await settings.ofFolder(uri)] as const));
    folders.set(new Map(all));
    return all.some(([, { scanOnStart }]) => scanOnStart);
  }
  function takeFolders(): Promise<boolean> {
    const taking = readFolders();
    taken = taking;
    return taking;
  }
  settings.onChange(() => {
    session.refresh();
    void takeFolders();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const { configs, sources, ...others } = sortEvents(changes, accepts);
    lineStarts.forget();
    // What is open is known from the editor, saved or not.
    folders.changedOnDisk({ ...others, sources: sources.filter((path) => !opened.has(path)) });
    if (!configs) return;
    options.configs?.clear();
    session.refresh();
    scanner.changed(false);
  });
  answer(connection, engine, session, notebooks, {
    abilities: abilitiesOf(params.capabilities),
    commands: options.commands === true,
    documents: () => documents.all(),
  });

  return {
    initialized() {
      settings.register();
      if (params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) watchFiles(connection);
      if (params.capabilities.workspace?.workspaceFolders === true) {
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          roots.change(added, removed);
          void takeFolders();
        });
      }
      void takeFolders().then((scan) => (scan ? commands.scanQuietly() : undefined));
    },
    dispose() {
      session.dispose();
      scanner.dispose();
      folders.dispose();
    },
  };
}

/** Answers what is asked about open documents. */
function answer(connection: Connection, engine: Engine, session: Session, notebooks: Notebooks, editor: Editor): void {
  // A request that fails must not look like "there is nothing": the reason goes to the log, the editor gets none.
  const orNothing = async <T>(what: string, uri: string, work: Promise<T>, nothing: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      connection.console.error(`${what} failed for ${uri}: ${faultOf(error).stack}`);
      return nothing;
    }
  };
  connection.onCodeAction((request) =>
    orNothing(
      'Finding fixes',
      request.textDocument.uri,
      notebooks.codeActions(request, (each) => codeActions(each, engine, session, editor)),
      [],
    ),
  );
  connection.onHover((request) =>
    orNothing(
      'Hover',
      request.textDocument.uri,
      notebooks.hover(request, (each) => hover(each, engine, session, editor)),
      null,
    ),
  );
  answerMeasurable(connection, engine, session, editor);
}

function abilitiesOf({ workspace }: ClientCapabilities): EditAbilities {
  const edit = workspace?.workspaceEdit;
  return {
    documentChanges: edit?.documentChanges === true,
    create: edit?.resourceOperations?.includes('create') === true,
    annotations: edit?.changeAnnotationSupport !== undefined,
  };
}
