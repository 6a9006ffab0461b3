import { cellsOf, isNotebookFile } from '../model/notebook.ts';
import { discover, type Discovery, type DiscoveryOptions } from '../workspace/discover.ts';

/** The files that targets stand for, as `discover` finds them, with notebooks, each by the path that stands for its cells. */
export async function discoverCode(targets: readonly string[], options: DiscoveryOptions): Promise<Discovery> {
  const found = await discover(targets, {
    ...options,
    accepts: (path) => options.accepts(isNotebookFile(path) ? cellsOf(path) : path),
  });
  const files = found.files.map((file) => (isNotebookFile(file.path) ? { ...file, path: cellsOf(file.path) } : file));
  return { ...found, files };
}
