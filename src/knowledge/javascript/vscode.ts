import type { Entry, Library } from '../schema.ts';
import { each, handler, promised, under, type Entries } from './build.ts';

/** An event of the API is a function that takes the listener. */
const event: Entry = { callbacks: [handler(0, 'VS Code event')] };

/** … and these come at each keystroke or move of the caret. */
const eventOfTyping: Entry = { callbacks: [handler(0, 'VS Code event at each keystroke')] };

/** A provider is an object: each of its methods is called whenever the editor wants to know. */
function provider(argument: number, methods: readonly string[]): Entry {
  return { callbacks: methods.map((property) => ({ ...handler(argument, 'VS Code provider'), property })) };
}

/** Providers of `vscode.languages`, which come after the selector. */
const languageProviders: Entries = {
  registerCodeActionsProvider: provider(1, ['provideCodeActions', 'resolveCodeAction']),
  registerCodeLensProvider: provider(1, ['provideCodeLenses', 'resolveCodeLens']),
  registerColorProvider: provider(1, ['provideDocumentColors', 'provideColorPresentations']),
  registerCompletionItemProvider: provider(1, ['provideCompletionItems', 'resolveCompletionItem']),
  registerDeclarationProvider: provider(1, ['provideDeclaration']),
  registerDefinitionProvider: provider(1, ['provideDefinition']),
  registerDocumentDropEditProvider: provider(1, ['provideDocumentDropEdits', 'resolveDocumentDropEdit']),
  registerDocumentFormattingEditProvider: provider(1, ['provideDocumentFormattingEdits']),
  registerDocumentHighlightProvider: provider(1, ['provideDocumentHighlights']),
  registerDocumentLinkProvider: provider(1, ['provideDocumentLinks', 'resolveDocumentLink']),
  registerDocumentPasteEditProvider: provider(1, [
    'prepareDocumentPaste',
    'provideDocumentPasteEdits',
    'resolveDocumentPasteEdit',
  ]),
  registerDocumentRangeFormattingEditProvider: provider(1, [
    'provideDocumentRangeFormattingEdits',
    'provideDocumentRangesFormattingEdits',
  ]),
  registerDocumentRangeSemanticTokensProvider: provider(1, ['provideDocumentRangeSemanticTokens']),
  registerDocumentSemanticTokensProvider: provider(1, [
    'provideDocumentSemanticTokens',
    'provideDocumentSemanticTokensEdits',
  ]),
  registerDocumentSymbolProvider: provider(1, ['provideDocumentSymbols']),
  registerEvaluatableExpressionProvider: provider(1, ['provideEvaluatableExpression']),
  registerFoldingRangeProvider: provider(1, ['provideFoldingRanges']),
  registerHoverProvider: provider(1, ['provideHover']),
  registerImplementationProvider: provider(1, ['provideImplementation']),
  registerInlayHintsProvider: provider(1, ['provideInlayHints', 'resolveInlayHint']),
  registerInlineCompletionItemProvider: provider(1, ['provideInlineCompletionItems']),
  registerInlineValuesProvider: provider(1, ['provideInlineValues']),
  registerLinkedEditingRangeProvider: provider(1, ['provideLinkedEditingRanges']),
  registerOnTypeFormattingEditProvider: provider(1, ['provideOnTypeFormattingEdits']),
  registerReferenceProvider: provider(1, ['provideReferences']),
  registerRenameProvider: provider(1, ['provideRenameEdits', 'prepareRename']),
  registerSelectionRangeProvider: provider(1, ['provideSelectionRanges']),
  registerSignatureHelpProvider: provider(1, ['provideSignatureHelp']),
  registerTypeDefinitionProvider: provider(1, ['provideTypeDefinition']),
  registerCallHierarchyProvider: provider(1, [
    'prepareCallHierarchy',
    'provideCallHierarchyIncomingCalls',
    'provideCallHierarchyOutgoingCalls',
  ]),
  registerTypeHierarchyProvider: provider(1, [
    'prepareTypeHierarchy',
    'provideTypeHierarchySupertypes',
    'provideTypeHierarchySubtypes',
  ]),
  registerWorkspaceSymbolProvider: provider(0, ['provideWorkspaceSymbols', 'resolveWorkspaceSymbol']),
};

/** Left out: `createTreeView`, whose provider is a property of its options. */
const window: Entries = {
  registerCustomEditorProvider: provider(1, [
    'openCustomDocument',
    'resolveCustomEditor',
    'resolveCustomTextEditor',
    'saveCustomDocument',
    'saveCustomDocumentAs',
    'revertCustomDocument',
    'backupCustomDocument',
  ]),
  registerFileDecorationProvider: provider(0, ['provideFileDecoration']),
  registerTerminalLinkProvider: provider(0, ['provideTerminalLinks', 'handleTerminalLink']),
  registerTerminalProfileProvider: provider(1, ['provideTerminalProfile']),
  registerTreeDataProvider: provider(1, ['getChildren', 'getTreeItem', 'getParent', 'resolveTreeItem']),
  registerUriHandler: provider(0, ['handleUri']),
  registerWebviewPanelSerializer: provider(1, ['deserializeWebviewPanel']),
  registerWebviewViewProvider: provider(1, ['resolveWebviewView']),
  createWebviewPanel: { returns: 'WebviewPanel' },
  withProgress: { promise: true, callbacks: [{ argument: 1, runs: 'inline' }] },
  ...each(['showNotebookDocument', 'showTextDocument'], { promise: true }),
  // A person answers, or goes away.
  ...each(
    [
      'showErrorMessage',
      'showInformationMessage',
      'showInputBox',
      'showOpenDialog',
      'showQuickPick',
      'showSaveDialog',
      'showWarningMessage',
      'showWorkspaceFolderPick',
    ],
    { promise: true, ignorable: true },
  ),
  ...each(
    [
      'onDidChangeActiveColorTheme',
      'onDidChangeActiveNotebookEditor',
      'onDidChangeActiveTerminal',
      'onDidChangeActiveTextEditor',
      'onDidChangeNotebookEditorSelection',
      'onDidChangeNotebookEditorVisibleRanges',
      'onDidChangeTerminalShellIntegration',
      'onDidChangeTerminalState',
      'onDidChangeTextEditorOptions',
      'onDidChangeTextEditorViewColumn',
      'onDidChangeVisibleNotebookEditors',
      'onDidChangeVisibleTextEditors',
      'onDidChangeWindowState',
      'onDidCloseTerminal',
      'onDidEndTerminalShellExecution',
      'onDidOpenTerminal',
      'onDidStartTerminalShellExecution',
    ],
    event,
  ),
  ...each(['onDidChangeTextEditorSelection', 'onDidChangeTextEditorVisibleRanges'], eventOfTyping),
};

const workspace: Entries = {
  registerFileSystemProvider: provider(1, [
    'copy',
    'createDirectory',
    'delete',
    'readDirectory',
    'readFile',
    'rename',
    'stat',
    'watch',
    'writeFile',
  ]),
  registerNotebookSerializer: provider(1, ['deserializeNotebook', 'serializeNotebook']),
  registerTextDocumentContentProvider: provider(1, ['provideTextDocumentContent']),
  createFileSystemWatcher: { returns: 'FileSystemWatcher' },
  ...each(['applyEdit', 'save', 'saveAll', 'saveAs'], { promise: true }),
  // The editor reads the file, tells every extension of it, and keeps it for a while.
  ...each(['openNotebookDocument', 'openTextDocument'], promised('file')),
  findFiles: { ...promised('file', 'global#Array'), most: { argument: 2 } },
  ...under(
    'fs',
    each(
      ['copy', 'createDirectory', 'delete', 'readDirectory', 'readFile', 'rename', 'stat', 'writeFile'],
      promised('file'),
    ),
  ),
  ...each(
    [
      'onDidChangeConfiguration',
      'onDidChangeNotebookDocument',
      'onDidChangeWorkspaceFolders',
      'onDidCloseNotebookDocument',
      'onDidCloseTextDocument',
      'onDidCreateFiles',
      'onDidDeleteFiles',
      'onDidGrantWorkspaceTrust',
      'onDidOpenNotebookDocument',
      'onDidOpenTextDocument',
      'onDidRenameFiles',
      'onDidSaveNotebookDocument',
      'onDidSaveTextDocument',
      'onWillCreateFiles',
      'onWillDeleteFiles',
      'onWillRenameFiles',
      'onWillSaveNotebookDocument',
      'onWillSaveTextDocument',
    ],
    event,
  ),
  onDidChangeTextDocument: eventOfTyping,
};

const debug: Entries = {
  registerDebugAdapterDescriptorFactory: provider(1, ['createDebugAdapterDescriptor']),
  registerDebugAdapterTrackerFactory: provider(1, ['createDebugAdapterTracker']),
  registerDebugConfigurationProvider: provider(1, [
    'provideDebugConfigurations',
    'resolveDebugConfiguration',
    'resolveDebugConfigurationWithSubstitutedVariables',
  ]),
  ...each(
    [
      'onDidChangeActiveDebugSession',
      'onDidChangeActiveStackItem',
      'onDidChangeBreakpoints',
      'onDidReceiveDebugSessionCustomEvent',
      'onDidStartDebugSession',
      'onDidTerminateDebugSession',
    ],
    event,
  ),
};

export const vscode: Library = {
  language: 'javascript',
  modules: ['vscode'],
  source: 'https://code.visualstudio.com/api/references/vscode-api',
  exports: {
    'commands.registerCommand': { callbacks: [handler(1, 'VS Code command')] },
    'commands.registerTextEditorCommand': { callbacks: [handler(1, 'VS Code command')] },
    'commands.executeCommand': { promise: true, ignorable: { argument: 0, values: ['setContext'] } },
    ...under('languages', languageProviders),
    'languages.onDidChangeDiagnostics': event,
    ...under('window', window),
    ...under('workspace', workspace),
    ...under('debug', debug),
    'authentication.getSession': { promise: true },
    'authentication.onDidChangeSessions': event,
    'authentication.registerAuthenticationProvider': provider(2, ['createSession', 'getSessions', 'removeSession']),
    'chat.createChatParticipant': { callbacks: [handler(1, 'VS Code chat participant')] },
    'env.onDidChangeLogLevel': event,
    'env.onDidChangeShell': event,
    'env.onDidChangeTelemetryEnabled': event,
    'env.openExternal': { promise: true },
    'extensions.onDidChange': event,
    'lm.onDidChangeChatModels': event,
    'lm.registerTool': provider(1, ['invoke', 'prepareInvocation']),
    'notebooks.createNotebookController': { callbacks: [handler(3, 'VS Code notebook controller')] },
    'notebooks.registerNotebookCellStatusBarItemProvider': provider(1, ['provideCellStatusBarItems']),
    'tasks.executeTask': { promise: true },
    'tasks.fetchTasks': { promise: true },
    'tasks.registerTaskProvider': provider(1, ['provideTasks', 'resolveTask']),
    ...under('tasks', each(['onDidEndTask', 'onDidEndTaskProcess', 'onDidStartTask', 'onDidStartTaskProcess'], event)),
    EventEmitter: { returns: 'EventEmitter' },
  },
  types: {
    EventEmitter: { members: { event } },
    FileSystemWatcher: { members: each(['onDidChange', 'onDidCreate', 'onDidDelete'], event) },
    Webview: { members: { onDidReceiveMessage: event, postMessage: { promise: true } } },
    WebviewPanel: {
      members: { webview: { type: 'Webview' }, onDidChangeViewState: event, onDidDispose: event },
    },
    WebviewView: {
      members: { webview: { type: 'Webview' }, onDidChangeVisibility: event, onDidDispose: event },
    },
  },
};
