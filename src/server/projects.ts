import { dirname, sep } from 'node:path';
import type { WorkspaceFolder } from 'vscode-languageserver';
import type { Project } from '../model/project.ts';
import { createProjectRoots } from '../workspace/project-root.ts';
import { isUri, pathOnDisk } from './paths.ts';

/** The project that a document belongs to: its workspace folder, or for a file opened by itself the nearest package. */
export function createProjects(folders: readonly WorkspaceFolder[]): { of(path: string): Promise<Project> } {
  const roots = createProjectRoots();
  // The innermost of nested folders comes first.
  const known = folders.flatMap(({ uri }) => pathOnDisk(uri) ?? []).sort((a, b) => b.length - a.length);
  return {
    async of(path) {
      if (isUri(path)) return {};
      const folder = known.find((each) => path.startsWith(each.endsWith(sep) ? each : each + sep));
      return { root: folder ?? (await roots.of(dirname(path))) };
    },
  };
}
