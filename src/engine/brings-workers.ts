/**
 * Whether files speak of workers more often than before: a fix that moves work to a pool, which measured code may not start by
 * itself. What a file did with them already is not the fix's doing.
 */
export function bringsWorkers(changes: readonly { readonly before: string; readonly after: string }[]): boolean {
  const mentions = (text: string): number =>
    text.match(/\b(worker_threads|piscina|ProcessPoolExecutor)\b/gi)?.length ?? 0;
  const added = changes.map(({ before, after }) => mentions(after) - mentions(before));
  return added.reduce((sum, each) => sum + each, 0) > 0;
}
