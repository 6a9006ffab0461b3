/** A file or folder that could not be looked into. `message` is for people and does not repeat the path. */
export interface FileProblem {
  readonly path: string;
  readonly kind: 'missing' | 'unreadable' | 'binary' | 'too-large' | 'other-content';
  readonly message: string;
}

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  ELOOP: 'its symbolic links go round in a circle',
  ENAMETOOLONG: 'its name is too long for this system',
  EMFILE: 'too many files are open on this machine',
  ENFILE: 'too many files are open on this machine',
  EIO: 'the disk reported an error',
};

/** What went wrong in `error`, as thrown by `node:fs`. */
export function fileProblem(path: string, error: unknown): FileProblem {
  const code = errorCode(error);
  const kind = code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable';
  const message = explanations[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
  return { path, kind, message };
}

/** `ENOENT` and the like; undefined for errors that do not come from the system. */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}
