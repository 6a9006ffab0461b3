import { expect, test } from 'vitest';
import { findingsIn } from './findings.ts';

const rule = 'unblock/unbundled-worker-path';
const message = 'information `./report` is looked for from the current directory, not from beside this file.';

function serverWith(call: string): string {
  return `import { fork } from 'node:child_process';
export const start = () => ${call};
`;
}

test('a relative path of a file beside this one is looked for from the current directory', () => {
  const files = { 'src/server.ts': serverWith("fork('./report')"), 'src/report.ts': 'export {};' };
  expect(findingsIn('src/server.ts', files, rule)).toEqual([message]);
  expect(
    findingsIn('src/server.ts', { ...files, 'src/server.ts': serverWith("fork('./report', ['-v'])") }, rule),
  ).toEqual([message]);
});

test.each([
  ['no such file lies beside it', { 'src/server.ts': serverWith("fork('./report')") }],
  [
    'the call says where',
    { 'src/server.ts': serverWith("fork('./report', { cwd: import.meta.dirname })"), 'src/report.ts': 'export {};' },
  ],
  [
    'options that cannot be looked into',
    { 'src/server.ts': serverWith("fork('./report', options)"), 'src/report.ts': 'export {};' },
  ],
  ['one starts it from its own folder', { 'server.ts': serverWith("fork('./report')"), 'report.ts': 'export {};' }],
])('is silent: %s', (_, files) => {
  const [path = ''] = Object.keys(files);
  expect(findingsIn(path, files, rule)).toEqual([]);
});
