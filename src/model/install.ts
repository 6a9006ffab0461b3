export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** Packages that a fix needs and that the project does not have. */
export interface InstallRequest {
  /** As one writes them to install them: `piscina`, `p-limit@3`. */
  readonly packages: readonly string[];
  readonly manager: PackageManager;
  /** Where the `package.json` lies that they belong into. Absolute. */
  readonly folder: string;
  /** The folder is the root of a workspace, and the package manager wants to be told that it is meant. */
  readonly isRoot: boolean;
}

/** The command that a person would type in the folder. */
export function installCommand({ packages, manager, isRoot }: InstallRequest): string {
  const verb = manager === 'npm' ? 'install' : 'add';
  const root = isRoot && manager === 'pnpm' ? ['-w'] : isRoot && manager === 'yarn' ? ['-W'] : [];
  return [manager, verb, ...root, ...packages].join(' ');
}
