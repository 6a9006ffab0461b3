import {
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
  type Hover,
  type HoverParams,
  type NotebookDocument,
  NotebookCellKind,
  NotebookDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Command } from '../../protocol/server.ts';
import { actionInCells, cellOf, diagnosticsByCell, type Joined, joinCells, toCell, toJoined } from './joined.ts';

/** Whoever looks at documents, and takes a notebook for one. */
export interface Reader {
  changed(document: TextDocument): void;
  closed(uri: string): void;
  publish(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void;
}

/** The notebooks that are open, each as one document that is made of its cells. */
export class Notebooks {
  private readonly open = new Map<string, { readonly joined: Joined; readonly document: TextDocument }>();
  private readonly notebooks = new NotebookDocuments(TextDocument);

  constructor(private readonly reader: Reader) {
    this.notebooks.onDidOpen((notebook) => {
      this.changed(notebook);
    });
    this.notebooks.onDidChange(({ notebookDocument }) => {
      this.changed(notebookDocument);
    });
    this.notebooks.onDidClose(({ uri }) => {
      const known = this.open.get(uri);
      this.open.delete(uri);
      this.reader.closed(uri);
      for (const cell of known?.joined.cells ?? []) this.reader.publish(cell.uri, undefined, []);
    });
  }

  listen(connection: Connection): void {
    this.notebooks.listen(connection);
  }

  /** The document that stands for a notebook. */
  get(uri: string): TextDocument | undefined {
    return this.open.get(uri)?.document;
  }

  /** Shows in each cell what was found in the notebook. False where this is none. */
  publish(uri: string, diagnostics: readonly Diagnostic[]): boolean {
    const joined = this.open.get(uri)?.joined;
    if (!joined) return false;
    for (const [cell, own] of diagnosticsByCell(joined, diagnostics)) this.reader.publish(cell.uri, cell.version, own);
    return true;
  }

  /** Asks for actions in a cell as for those in its notebook. Measuring is for files: a cell is not one. */
  async codeActions(
    request: CodeActionParams,
    ask: (request: CodeActionParams) => Promise<CodeAction[]>,
  ): Promise<CodeAction[]> {
    const joined = this.joinedOf(request.textDocument.uri);
    const cell = joined && cellOf(joined, request.textDocument.uri);
    if (!joined || !cell) return ask(request);
    const shown = request.context.diagnostics.map((each) => ({ ...each, range: toJoined(cell, each.range) }));
    const actions = await ask({
      textDocument: { uri: joined.uri },
      range: toJoined(cell, request.range),
      context: { ...request.context, diagnostics: shown },
    });
    return actions
      .filter(({ command }) => command?.command !== Command.measure)
      .flatMap((action) => actionInCells(joined, action) ?? []);
  }

  async hover(request: HoverParams, ask: (request: HoverParams) => Promise<Hover | null>): Promise<Hover | null> {
    const joined = this.joinedOf(request.textDocument.uri);
    const cell = joined && cellOf(joined, request.textDocument.uri);
    if (!joined || !cell) return ask(request);
    const { start } = toJoined(cell, { start: request.position, end: request.position });
    const found = await ask({ ...request, textDocument: { uri: joined.uri }, position: start });
    const range = found?.range && toCell(joined, found.range)?.range;
    return found && { contents: found.contents, ...(range && { range }) };
  }

  private joinedOf(cell: string): Joined | undefined {
    const notebook = this.notebooks.findNotebookDocumentForCell(cell);
    return notebook && this.open.get(notebook.uri)?.joined;
  }

  private changed(notebook: NotebookDocument): void {
    const cells = notebook.cells.flatMap((cell) => {
      const document = this.notebooks.getCellTextDocument(cell);
      const isCode = cell.kind === NotebookCellKind.Code && document?.languageId === 'python';
      return document && isCode ? [{ uri: document.uri, version: document.version, text: document.getText() }] : [];
    });
    const before = this.open.get(notebook.uri);
    const joined = joinCells(notebook.uri, cells);
    const version = (before?.document.version ?? 0) + 1;
    const document = TextDocument.create(notebook.uri, 'python', version, joined.text);
    this.open.set(notebook.uri, { joined, document });
    const left = new Set(cells.map(({ uri }) => uri));
    for (const { uri } of before?.joined.cells ?? []) if (!left.has(uri)) this.reader.publish(uri, undefined, []);
    this.reader.changed(document);
  }
}
