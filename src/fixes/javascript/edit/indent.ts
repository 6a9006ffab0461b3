import { ts } from '../../../syntax/javascript/tree.ts';
import { some } from './nodes.ts';
import type { Session } from './session.ts';

/** Moves the lines that begin within `node` to the left by this white space, where they begin with that much. */
export function moveLeft({ text, source, draft }: Session, node: ts.Node, by: string): void {
  if (by === '') return;
  const from = node.getStart(source);
  for (const { index } of text.slice(from, node.end).matchAll(/\n/g)) {
    const line = from + index + 1;
    const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
    if (indent.endsWith(by)) draft.replace({ start: line, end: line + by.length }, '');
  }
}

/** A text over several lines, whose blanks belong to it. */
export function hasTextOverLines(node: ts.Node): boolean {
  const isText = (each: ts.Node): boolean => ts.isTemplateLiteral(each) || ts.isStringLiteral(each);
  return some(node, (each) => isText(each) && each.getText().includes('\n'));
}

/** Whether there is one in code without texts and patterns. */
export function hasComment(code: string): boolean {
  return /\/[/*]/.test(code);
}
