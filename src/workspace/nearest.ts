/**
 * The one of `known` that a person most likely meant by `written`, or undefined when none is near.
 * A name counts as near when a third of its letters, at least two, would have to change; or when
 * it ends in what was written, or it alone begins so.
 */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const wanted = written.toLowerCase();
  const ending = known.find((name) => wanted !== '' && name.toLowerCase().endsWith(`/${wanted}`));
  if (ending !== undefined) return ending;
  const [beginning, another] = known.filter((name) => wanted.length > 1 && name.toLowerCase().startsWith(wanted));
  if (beginning !== undefined && another === undefined) return beginning;
  let best: string | undefined;
  let fewest = Infinity;
  for (const name of known) {
    // `blocking-cal` is as near to `unblock/blocking-call` as to the name without its prefix.
    const short = wanted.includes('/') ? name : name.slice(name.lastIndexOf('/') + 1);
    const changes = Math.min(distance(wanted, name.toLowerCase()), distance(wanted, short.toLowerCase()));
    if (changes < fewest && changes <= Math.max(2, Math.floor(short.length / 3))) {
      best = name;
      fewest = changes;
    }
  }
  return best;
}

/** ` Did you mean …?` for the end of a sentence, or nothing. */
export function didYouMean(written: string, known: readonly string[]): string {
  const near = nearest(written, known);
  return near === undefined ? '' : ` Did you mean \`${near}\`?`;
}

/** How many letters must be put in, left out or changed to make `b` of `a`. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
