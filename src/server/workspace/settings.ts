import type { ExcludeGlob } from '../../workspace/exclude.ts';
import { MOST_FILES } from '../../workspace/background-index.ts';

/** What a person has decided about a workspace folder as a whole. */
export interface FolderSettings {
  /** Whether to read the folder's files together. */
  readonly index: boolean;
  readonly maxFiles: number;
  readonly exclude: readonly ExcludeGlob[];
  /** Whether to look at all files as soon as the server runs. */
  readonly scanOnStart: boolean;
}

export const defaultFolderSettings: FolderSettings = {
  index: true,
  maxFiles: MOST_FILES,
  exclude: [],
  scanOnStart: false,
};

/**
 * Settings as a person wrote them: the section `unblock`, and the editor's own `files.exclude`. What makes no sense counts as not
 * written.
 */
export function readFolderSettings(unblock: unknown, filesExclude?: unknown): FolderSettings {
  const { enable, index, exclude, scanOnStart } = recordOf(unblock);
  const { enable: indexing, maxFiles } = recordOf(index);
  return {
    index: enable !== false && indexing !== false,
    maxFiles: typeof maxFiles === 'number' && maxFiles >= 1 ? Math.floor(maxFiles) : defaultFolderSettings.maxFiles,
    exclude: [...hidden(filesExclude), ...patterns(exclude)],
    scanOnStart: enable !== false && scanOnStart === true,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** `files.exclude`: each pattern with `true`, `false`, or the file that must stand beside. */
function hidden(value: unknown): ExcludeGlob[] {
  return Object.entries(recordOf(value)).flatMap(([pattern, condition]) => {
    if (condition === true) return [{ pattern }];
    const { when } = recordOf(condition);
    return typeof when === 'string' ? [{ pattern, when }] : [];
  });
}

function patterns(value: unknown): ExcludeGlob[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((pattern: unknown) => (typeof pattern === 'string' && pattern !== '' ? [{ pattern }] : []));
}
