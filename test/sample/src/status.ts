import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What is deployed. */
export async function revision(): Promise<string> {
  const hash = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' });
  return hash.trim();
}

/** What has changed since last week. */
export async function news(): Promise<string[]> {
  const text = readFileSync('CHANGELOG.md', 'utf8');
  return text.split('\n').slice(0, 20);
}
