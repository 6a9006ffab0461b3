import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCacheFolder } from '../../../src/workspace/cache-folder.ts';
import { temporaryFolder } from './folder.ts';

const bytes = (text: string): Uint8Array[] => [Buffer.from(text.slice(0, 3)), Buffer.from(text.slice(3))];
const textOf = async (body: Promise<Buffer | undefined>): Promise<string | undefined> => (await body)?.toString();

test('gives back what was written', async () => {
  const folder = openCacheFolder(join(temporaryFolder({}), 'new', 'folder'), 'one');
  expect(await folder.read('facts')).toBeUndefined();
  await folder.write('facts', bytes('some facts'));
  expect(await textOf(folder.read('facts'))).toBe('some facts');
  expect(await folder.read('results')).toBeUndefined();
});

test('knows nothing of another version', async () => {
  const path = temporaryFolder({});
  await openCacheFolder(path, 'one').write('facts', bytes('some facts'));
  expect(await openCacheFolder(path, 'two').read('facts')).toBeUndefined();
});

test('takes no broken file for its own', async () => {
  const path = temporaryFolder({});
  const folder = openCacheFolder(path, 'one');
  await folder.write('facts', bytes('some facts'));
  const [name] = readdirSync(path);
  const file = join(path, name ?? '');
  const whole = readFileSync(file);
  const broken = [Buffer.alloc(0), whole.subarray(0, 12), whole.subarray(0, -1), Buffer.from('{}'), Buffer.alloc(90)];
  for (let at = 0; at < whole.length; at++) {
    const copy = Buffer.from(whole);
    copy[at] = (copy[at] ?? 0) ^ 1;
    broken.push(copy);
  }
  for (const each of broken) {
    writeFileSync(file, each);
    expect(await folder.read('facts')).toBeUndefined();
  }
});

test('writers at the same time leave the work of one of them, and nothing else', async () => {
  const path = temporaryFolder({});
  const texts = Array.from({ length: 30 }, (_, index) => `${index} `.repeat(5_000 + index));
  const folders = [openCacheFolder(path, 'one'), openCacheFolder(path, 'one')];
  await Promise.all(texts.flatMap((text, index) => folders[index % 2]?.write('facts', bytes(text)) ?? []));
  expect(texts).toContain(await textOf(openCacheFolder(path, 'one').read('facts')));
  expect(readdirSync(path)).toHaveLength(1);
});

test('is not there where nothing can be written', async () => {
  const path = temporaryFolder({ file: 'in the way' });
  const folder = openCacheFolder(join(path, 'file'), 'one');
  await folder.write('facts', bytes('some facts'));
  expect(await folder.read('facts')).toBeUndefined();
});

test('forgets what nobody has read for long, and leaves the files of others alone', async () => {
  const path = temporaryFolder({ 'notes.txt': 'mine' });
  const folder = openCacheFolder(path, 'one');
  await folder.write('old', bytes('some facts'));
  const [old = ''] = readdirSync(path).filter((name) => name.startsWith('old'));
  const then = Date.now() / 1000 - 40 * 24 * 3600;
  for (const name of [old, 'notes.txt']) utimesSync(join(path, name), then, then);
  await folder.write('new', bytes('other facts'));
  expect(readdirSync(path).toSorted()).toEqual([expect.stringMatching(/^new/), 'notes.txt']);
});
