/**
 * Whether a path stands for the cells of a notebook, one below the other: `analysis.ipynb.py`. They run while an event loop does, and may
 * await at their top level.
 */
export function isNotebook(path: string): boolean {
  return path.endsWith('.ipynb.py');
}

/** Whether a file of this name is a notebook as it lies on disk. */
export function isNotebookFile(path: string): boolean {
  return path.endsWith('.ipynb');
}

/** The path that stands for the cells of the notebook in this file. */
export function cellsOf(path: string): string {
  return `${path}.py`;
}

/** The file on disk that holds what a path stands for: of the cells of a notebook, the notebook. */
export function fileOf(path: string): string {
  return isNotebook(path) ? path.slice(0, -'.py'.length) : path;
}
