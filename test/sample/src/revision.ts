import { execFileSync } from 'node:child_process';

/** What is deployed, for the status page. */
export async function revision(): Promise<string> {
  const hash = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' });
  return hash.trim();
}
