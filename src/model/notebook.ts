/**
 * Whether a path stands for the cells of a notebook, one below the other: `analysis.ipynb.py`. They run while an event loop does, and may
 * await at their top level.
 */
export function isNotebook(path: string): boolean {
  return path.endsWith('.ipynb.py');
}
