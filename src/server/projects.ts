import { dirname } from 'node:path';
import type { Project } from '../model/project.ts';
import { createProjectRoots } from '../workspace/project-root.ts';
import { isUri } from './paths.ts';

/** The project that a document belongs to: its workspace folder, or for a file opened by itself the nearest package. */
export function createProjects(folderOf: (path: string) => string | undefined): { of(path: string): Promise<Project> } {
  const roots = createProjectRoots();
  return {
    async of(path) {
      if (isUri(path)) return {};
      return { root: folderOf(path) ?? (await roots.of(dirname(path))) };
    },
  };
}
