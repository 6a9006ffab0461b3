import { parseCommand } from './arguments.ts';
import { exitCode, UsageError } from './exit-code.ts';
import type { Host } from './host.ts';
import { parseLocation } from './location.ts';
import { openFile } from './open-file.ts';
import { printable } from './printable.ts';

/** `unblock why FILE:LINE`: what is known of a place, and why it is reported or not. */
export async function why(host: Host, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseCommand('why', args, { config: { type: 'string' } });
  const [place, ...others] = positionals;
  if (place === undefined || others.length > 0) {
    throw new UsageError('Name one place, as in `unblock why src/app.ts:12`.');
  }
  const location = parseLocation(place, 'why');
  const engine = host.createEngine();
  const { analysis, line } = await openFile(host, engine, location, values.config);
  for (const text of engine.whyAt(analysis, line).lines) host.out(`${printable(text)}\n`);
  return exitCode.done;
}
