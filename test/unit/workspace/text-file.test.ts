import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeText, isProblem, readTextFile, type Encoding } from '../../../src/workspace/text-file.ts';
import { temporaryFolder } from './folder.ts';

test.each<[Encoding, string]>([
  ['utf-8', ''],
  ['utf-8', 'const ä = "日本"\r\n'],
  ['utf-8-bom', 'const ä = 1;\n'],
  ['utf-16le', 'const ä = 1;\n'],
  ['utf-16be', 'const ä = 1;\n'],
])('reads %s, and writes back the same bytes', async (encoding, text) => {
  const folder = temporaryFolder({ 'a.ts': encodeText(text, encoding) });
  const file = await readTextFile(join(folder, 'a.ts'));
  if (isProblem(file)) throw new Error(file.message);
  expect(file.text).toBe(text);
  expect(file.encoding).toBe(encoding);
  expect(Buffer.from(encodeText(file.text, file.encoding)).equals(file.bytes)).toBe(true);
});

test('says what stands in the way', async () => {
  const folder = temporaryFolder({ 'a.ts': 'x\0y', 'long.ts': ' '.repeat(2000) });
  mkdirSync(join(folder, 'folder.ts'));
  expect(await readTextFile(join(folder, 'a.ts'))).toMatchObject({ kind: 'binary' });
  expect(await readTextFile(join(folder, 'folder.ts'))).toMatchObject({ kind: 'unreadable' });
  expect(await readTextFile(join(folder, 'no.ts'))).toMatchObject({ kind: 'missing' });
  expect(await readTextFile(join(folder, 'a.ts', 'b'))).toMatchObject({ kind: 'missing' });
  expect(await readTextFile(join(folder, 'long.ts'), 1024)).toMatchObject({ kind: 'too-large' });
});

test('takes a NUL far into the file for text, as git does', async () => {
  const folder = temporaryFolder({ 'a.ts': `${' '.repeat(8192)}\0` });
  expect(isProblem(await readTextFile(join(folder, 'a.ts')))).toBe(false);
});
