import { describe, expect, it } from 'vitest';
import { lowerPython } from '../../../src/syntax/python/lower.ts';
import { initPython, parsePython, release } from '../../../src/syntax/python/tree.ts';
import { startPython } from './parser.ts';

const none = { runtime: new Uint8Array(8), grammar: new Uint8Array(8) };

describe('the parser', () => {
  it('says that it is not ready, and what it cannot read', async () => {
    expect(() => parsePython('a.py', '')).toThrow('initPython');
    await expect(initPython(none)).rejects.toThrow();
  });

  it('is ready once it has both files, whatever was before', async () => {
    await startPython();
    await initPython(none); // asked again
    const tree = parsePython('a.py', 'x = 1\n');
    expect(tree.table.length).toBeGreaterThan(3);
    release(tree);
    release(tree);
  });
});

describe('an edit', () => {
  it('leaves the tree before as it was', async () => {
    await startPython();
    const first = parsePython('a.py', 'def f():\n    return 1\n\n\ndef g():\n    return 2\n');
    const facts = lowerPython(first);
    const change = { start: 9, length: 0, newLength: 6 };
    const text = `${first.text.slice(0, 9)}    f\n${first.text.slice(9)}`;
    const second = parsePython('a.py', text, { tree: first, change });
    const again = parsePython('a.py', text, { tree: first, change });
    expect(lowerPython(first)).toEqual(facts);
    expect(lowerPython(again)).toEqual(lowerPython(second));
    expect(lowerPython(second).functions[2]?.start).toBe((facts.functions[2]?.start ?? 0) + 6);
    for (const tree of [first, second, again]) release(tree);
  });
});
