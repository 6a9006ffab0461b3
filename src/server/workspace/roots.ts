import type { WorkspaceFolder } from 'vscode-languageserver';
import { pathOnDisk } from '../paths.ts';
import { isBelow } from './folder.ts';

/** The workspace folders that lie on this machine's disk, by path; the editor knows them by address. */
export class Roots {
  private readonly uris = new Map<string, string>();

  constructor(folders: readonly WorkspaceFolder[]) {
    this.change(folders, []);
  }

  change(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): void {
    for (const { uri } of removed) {
      const path = pathOnDisk(uri);
      if (path !== undefined) this.uris.delete(path);
    }
    for (const { uri } of added) {
      const path = pathOnDisk(uri);
      if (path !== undefined) this.uris.set(path, uri);
    }
  }

  /** Paths and addresses. */
  get all(): readonly (readonly [path: string, uri: string])[] {
    return [...this.uris];
  }

  /** The innermost folder that holds `path`. */
  of(path: string): string | undefined {
    const holding = [...this.uris.keys()].filter((root) => isBelow(root, path));
    return holding.sort((a, b) => b.length - a.length)[0];
  }

  uriOf(path: string): string | undefined {
    const root = this.of(path);
    return root === undefined ? undefined : this.uris.get(root);
  }
}
