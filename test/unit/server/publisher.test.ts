import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { Publisher } from '../../../src/server/publisher.ts';

const uri = 'file:///work/a.ts';

function finding(line: number): Diagnostic {
  return { message: 'slow', range: { start: { line, character: 0 }, end: { line, character: 4 } } };
}

function setUp() {
  const sent: PublishDiagnosticsParams[] = [];
  return { sent, publisher: new Publisher((params) => void sent.push(params)) };
}

test('says the same of one version once', () => {
  const { sent, publisher } = setUp();
  publisher.publish(uri, 1, [finding(1)]);
  publisher.publish(uri, 1, [finding(1)]);
  publisher.publish(uri, 1, [finding(2)]);
  expect(sent.map(({ diagnostics }) => diagnostics[0]?.range.start.line)).toEqual([1, 2]);
});

test('says the same of another version only when an edit touched what is shown', () => {
  const { sent, publisher } = setUp();
  publisher.publish(uri, 1, [finding(1)]);
  publisher.publish(uri, 2, [finding(1)], false);
  expect(sent).toHaveLength(1);
  publisher.publish(uri, 3, [finding(1)], true);
  expect(sent).toHaveLength(2);
});

test('says what an opened file holds, and that a closed one holds nothing, whatever the address looks like', () => {
  const { sent, publisher } = setUp();
  publisher.publish(uri, undefined, []);
  expect(sent).toEqual([]);
  publisher.publish(uri, undefined, [finding(1)]);
  publisher.publish(uri, 1, [finding(1)], false);
  publisher.publish('file:///work/%61.ts', undefined, []);
  publisher.publish(uri, undefined, []);
  expect(sent.map(({ version, diagnostics }) => [version, diagnostics.length])).toEqual([
    [undefined, 1],
    [1, 1],
    [undefined, 0],
  ]);
});
