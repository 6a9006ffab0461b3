import * as vscode from 'vscode';

/**
 * What the Problems view shows. It outlives the server that found it: squiggles that go away while a server is started again, and
 * come back a moment later, say nothing and disturb.
 */
export class Findings {
  private readonly shown = vscode.languages.createDiagnosticCollection('unblock');
  /** What the server that runs now has spoken of. */
  private readonly current = new Set<string>();

  set(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): void {
    this.current.add(uri.toString());
    if (diagnostics.length === 0) this.shown.delete(uri);
    else this.shown.set(uri, diagnostics);
  }

  delete(uri: string): void {
    this.shown.delete(vscode.Uri.parse(uri));
  }

  /** The server is gone; from now on another one speaks. */
  newServer(): void {
    this.current.clear();
  }

  /** Takes away what an earlier server has found and this one has not spoken of, unless the file is open: then it will. */
  sweep(): void {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    this.shown.forEach((uri) => {
      const name = uri.toString();
      if (!this.current.has(name) && !open.has(name)) this.shown.delete(uri);
    });
  }

  clear(): void {
    this.current.clear();
    this.shown.clear();
  }

  dispose(): void {
    this.shown.dispose();
  }
}
