import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What lies at the top of a project, the most telling first. */
const marks = ['package.json', 'tsconfig.json', '.git'];

export interface ProjectRoots {
  /** The folder of the nearest package at or above `folder`; `folder` itself where there is none. */
  of(folder: string): Promise<string>;
}

/** Finds project roots and remembers them. */
export function createProjectRoots(): ProjectRoots {
  const known = new Map<string, Promise<string | undefined>>();

  function above(folder: string): Promise<string | undefined> {
    const found = known.get(folder) ?? look(folder);
    known.set(folder, found);
    return found;
  }

  async function look(folder: string): Promise<string | undefined> {
    for (const mark of marks) if (await exists(join(folder, mark))) return folder;
    const parent = dirname(folder);
    return parent === folder ? undefined : above(parent);
  }

  return { of: async (folder) => (await above(folder)) ?? folder };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
