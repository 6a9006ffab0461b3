import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import { pathOnDisk } from './paths.ts';

/** Tells the editor what was found, and keeps quiet where it knows that already: nothing flickers, and nobody works for nothing. */
export class Publisher {
  /** By file rather than by address: editors do not all write the same one. */
  private readonly known = new Map<string, { readonly version: number | undefined; readonly text: string }>();

  constructor(private readonly send: (params: PublishDiagnosticsParams) => void) {}

  /**
   * `version` is that of an open document; undefined for a file as it is on disk. `isMoved`: the edit since the version before touched
   * something that is shown, so that the editor may show it at another place by now.
   */
  publish(uri: string, version: number | undefined, diagnostics: Diagnostic[], isMoved = true): void {
    const key = pathOnDisk(uri) ?? uri;
    const text = JSON.stringify(diagnostics);
    const known = this.known.get(key);
    const isOpen = version !== undefined && known?.version !== undefined;
    if (known?.text === text && (known.version === version || (isOpen && !isMoved))) {
      this.known.set(key, { version, text });
      return;
    }
    if (known === undefined && version === undefined && diagnostics.length === 0) return;
    if (version === undefined && diagnostics.length === 0) this.known.delete(key);
    else this.known.set(key, { version, text });
    this.send({ uri, diagnostics, ...(version !== undefined && { version }) });
  }
}
