// As much of the editor as the panel's host touches, with the person's answers set by the test.

interface Listener {
  (value: unknown): void;
}

interface Named {
  toString(): string;
}

export interface FakeView {
  readonly posted: Record<string, unknown>[];
  readonly html: () => string;
  readonly receive: Listener;
  readonly close: () => void;
}

export const fake = {
  trusted: true,
  answer: undefined as string | undefined,
  questions: [] as string[],
  views: [] as FakeView[],
  statusItems: 0,
  commands: new Map<string, (argument?: unknown) => unknown>(),
  /** What was run of the editor's own commands, shown and saved. */
  executed: [] as string[],
  shown: [] as { readonly uri: string; readonly line: number }[],
  saved: new Map<string, string>(),
  clipboard: '',
  /** The setting `python.defaultInterpreterPath`. */
  interpreter: undefined as string | undefined,
  /** What the Python extension gives to others, where it is installed. */
  pythonApi: undefined as unknown,
  /** Labels of quick picks that were shown, and which is taken; the first where none says. */
  picks: [] as string[],
  pick: undefined as string | undefined,
};

const disposable = (): { dispose: () => void } => ({ dispose: () => undefined });

export const Disposable = {
  from: (...items: readonly { dispose: () => void }[]) => ({ dispose: () => items.forEach((item) => item.dispose()) }),
};

export const Uri = {
  parse: (text: string) => ({ toString: () => text, path: text.replace(/^\w+:\/\//, '') }),
  joinPath: (base: { fsPath: string }, ...parts: readonly string[]) => {
    const fsPath = [base.fsPath, ...parts].join('/');
    return { fsPath, toString: () => fsPath };
  },
};

export const ViewColumn = { Beside: -2, One: 1 };
export const StatusBarAlignment = { Left: 1 };
export const workspace = {
  get isTrusted() {
    return fake.trusted;
  },
  asRelativePath: String,
  openTextDocument: () => Promise.resolve(),
  getWorkspaceFolder: () => undefined,
  getConfiguration: () => ({ get: () => fake.interpreter }),
  fs: {
    writeFile: (uri: Named, bytes: Uint8Array) =>
      Promise.resolve(fake.saved.set(uri.toString(), new TextDecoder().decode(bytes))),
  },
};

export const commands = {
  registerCommand: (name: string, run: (argument?: unknown) => unknown) => {
    fake.commands.set(name, run);
    return disposable();
  },
  executeCommand: (name: string) => Promise.resolve(fake.executed.push(name)),
};

const ask = (message: string): Promise<string | undefined> => {
  fake.questions.push(message);
  return Promise.resolve(fake.answer);
};

export const window = {
  showInformationMessage: ask,
  showWarningMessage: ask,
  showErrorMessage: ask,
  showSaveDialog: () => Promise.resolve(Uri.parse('file:///measurement')),
  showTextDocument: (uri: Named, { selection }: { selection?: Range }) =>
    Promise.resolve(fake.shown.push({ uri: uri.toString(), line: selection?.start.line ?? 0 })),
  showQuickPick: (items: readonly { readonly label: string }[]) => {
    fake.picks = items.map(({ label }) => label);
    return Promise.resolve(fake.pick === undefined ? items[0] : items.find(({ label }) => label === fake.pick));
  },
  registerWebviewPanelSerializer: disposable,
  createStatusBarItem: () => ({
    show: () => (fake.statusItems += 1),
    dispose: () => (fake.statusItems -= 1),
  }),
  createWebviewPanel: () => {
    const posted: Record<string, unknown>[] = [];
    const received: Listener[] = [];
    const closed: (() => void)[] = [];
    const webview = {
      html: '',
      options: {},
      cspSource: 'https://csp.test',
      asWebviewUri: (uri: unknown) => uri,
      onDidReceiveMessage: (listener: Listener) => received.push(listener),
      postMessage: (message: Record<string, unknown>) => Promise.resolve(posted.push(message) > 0),
    };
    const close = (): void => closed.splice(0).forEach((listener) => listener());
    fake.views.push({
      posted,
      html: () => webview.html,
      receive: (value) => received.forEach((each) => each(value)),
      close,
    });
    return {
      webview,
      reveal: () => undefined,
      dispose: close,
      onDidDispose: (listener: () => void) => closed.push(listener),
    };
  },
};

export const env = {
  clipboard: {
    writeText: (text: string) => {
      fake.clipboard = text;
      return Promise.resolve();
    },
  },
};

export const extensions = {
  getExtension: () => (fake.pythonApi === undefined ? undefined : { activate: () => Promise.resolve(fake.pythonApi) }),
};

export const QuickPickItemKind = { Separator: -1 };

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
}
