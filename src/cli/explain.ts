import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleId } from '../model/rule.ts';
import { parseCommand, ruleNamed } from './arguments.ts';
import { exitCode, UsageError } from './exit-code.ts';
import type { Host } from './host.ts';

/** `unblock explain RULE`: the rule's page. Without a rule, the list of all. */
export async function explain(host: Host, args: readonly string[]): Promise<number> {
  const { positionals } = parseCommand('explain', args, {});
  const [name, ...others] = positionals;
  if (others.length > 0) throw new UsageError('Name one rule, as in `unblock explain blocking-call`.');
  const { ruleMetas } = host.createEngine();
  if (name === undefined) {
    const width = Math.max(...ruleMetas.map(({ id }) => id.length));
    for (const { id, summary } of ruleMetas) host.out(`${host.outStyle.bold(id.padEnd(width))}  ${summary}\n`);
    return exitCode.done;
  }
  host.out(await rulePage(host, ruleNamed(name, ruleMetas)));
  return exitCode.done;
}

async function rulePage(host: Host, rule: RuleId): Promise<string> {
  const page = join(host.packageFolder, 'media', 'rules', `${rule.slice('unblock/'.length)}.md`);
  try {
    return (await readFile(page, 'utf8')).trimEnd() + '\n';
  } catch {
    throw new UsageError(`The page of \`${rule}\` is missing from this installation: ${page}. Install Unblock again.`);
  }
}
