import type { ThreadHazard } from '../../effects/threads/threads.ts';
import { functionOf } from '../../effects/program.ts';

/** Why a function cannot go to a thread, for a person. */
export function hazardWords({ kind, name, in: ref }: ThreadHazard): string {
  const inside = functionOf(ref.file, ref.function).name ?? 'a function on the way';
  switch (kind) {
    case 'loop':
      return `\`${inside}\` uses the event loop (\`${name}\`), which only the loop’s own thread may do. Hand over only the part that blocks.`;
    case 'writes':
      return `\`${inside}\` changes \`${name}\`, which code on the event loop could use at the same moment. Let it return what it found, and store that here.`;
    case 'shares':
      return `\`${inside}\` calls \`${name}\` of an object that others use, too, and that is not made for threads. Make one of its own where it is used.`;
    case 'binds':
      return `\`${inside}\` gives away what \`${name}\` made, and only the thread that made it may use that. Hand over a function that makes it, uses it and closes it.`;
    case 'context':
      return `\`${inside}\` sets a context variable (\`${name}\`). A thread works on a copy of them, so nobody here would see it. Let it return the value, and set it here.`;
    case 'thread':
      return `What \`${name}\` gives in \`${inside}\` depends on the thread that it is called on, or on who called it. Take it here, and hand it over.`;
    case 'main':
      return `\`${inside}\` calls \`${name}\`, which only the main thread may do.`;
    case 'process':
      return `\`${inside}\` changes something for the whole program (\`${name}\`), and other tasks would run while it is changed.`;
    case 'stops':
      return `\`${inside}\` may raise \`StopIteration\`, which cannot leave a thread: whoever waits would wait for ever.`;
  }
}

/** Names in a sentence: `` `a`, `b` and 2 more ``. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${String(more)} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
