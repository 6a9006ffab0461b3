import { expect, test } from 'vitest';
import { findingsIn } from './findings.ts';

/** So many functions that await each of the calls. */
function others(calls: readonly string[], count: number): string {
  const bodies = Array.from(
    { length: count },
    (_, index) => `export async function f${String(index)}() {
${calls.map((call) => `  await ${call};`).join('\n')}
}`,
  );
  return `import db from './db';\n${bodies.join('\n')}`;
}

const db = 'export default open(process.env.DATABASE);';
const main = `import db from './db';

export async function leave(id) {
  try {
    await db.read(id);
  } finally {
    db.remove(id);
  }
  if (!db.has(id)) return;
  db.later(id, () => undefined);
}
`;

const calls = ['db.remove(1)', 'db.has(1)', 'db.later(1)'];

test('what ten other places of the program await is a slip where it is dropped', () => {
  const files = { 'main.ts': main, 'others.ts': others(calls, 10), 'db.ts': db };
  expect(findingsIn('main.ts', files, 'unblock/floating-promise')).toEqual([
    'information Nobody awaits `db.remove` here, as 10 other places of this program do.',
  ]);
  expect(findingsIn('main.ts', files, 'unblock/missing-await')).toEqual([
    'information Nobody awaits `db.has` here, as 10 other places of this program do: it is taken for its result.',
  ]);
});

test('some others are no habit, nor is what others drop as well', () => {
  const few = { 'main.ts': main, 'others.ts': others(calls, 9), 'db.ts': db };
  expect(findingsIn('main.ts', few, 'unblock/floating-promise')).toEqual([]);
  expect(findingsIn('main.ts', few, 'unblock/missing-await')).toEqual([]);

  const dropped = "import db from './db';\nexport const g = () => { db.remove(1); db.has(1); };";
  const mixed = { 'main.ts': main, 'others.ts': others(calls, 10), 'more.ts': dropped, 'db.ts': db };
  expect(findingsIn('main.ts', mixed, 'unblock/floating-promise')).toEqual([]);
});

test('the same name of another module says nothing', () => {
  const files = {
    'main.ts': main.replace('./db', './other'),
    'others.ts': others(calls, 10),
    'db.ts': db,
    'other.ts': db,
  };
  expect(findingsIn('main.ts', files, 'unblock/floating-promise')).toEqual([]);
});
