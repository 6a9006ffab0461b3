#!/usr/bin/env -S npx tsx
// A command-line script: nobody else waits for this process, so the simple synchronous calls are right.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

async function main(): Promise<void> {
  const month = process.argv[2] ?? new Date().toISOString().slice(0, 7);
  const author = execFileSync('git', ['config', 'user.name'], { encoding: 'utf8' }).trim();
  const template = readFileSync('templates/invoice.html', 'utf8');
  writeFileSync(`report-${month}.html`, template.replace('{{id}}', `${month} (${author})`));
}

await main();
