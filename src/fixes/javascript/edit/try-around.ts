import { ts } from '../../../syntax/javascript/tree.ts';
import { some } from './nodes.ts';
import { semicolon, type Session } from './session.ts';
import { lineIndent } from './style.ts';

export type Inline = ts.ArrowFunction | ts.FunctionExpression;

export interface Frame {
  /** Lines above the `try`. */
  readonly above?: readonly string[];
  /** `catch (error)` or `finally`, and the statement in it, without a semicolon. */
  readonly clause: string;
  readonly then: string;
}

/** Puts the whole body of a function into a `try`. Says whether it could. */
export function tryAround(session: Session, owner: Inline, frame: Frame): boolean {
  const { body } = owner;
  const { source, text, draft, style } = session;
  const from = body.getStart(source);
  const isText = (node: ts.Node): boolean =>
    (ts.isTemplateLiteral(node) || ts.isStringLiteral(node)) && node.getText(source).includes('\n');
  if (some(body, isText)) return false;
  const isLong = text.slice(from, body.end).includes('\n');
  const outer = lineIndent(text, isLong ? body.end - 1 : owner.getStart(source));
  const [inner, deep] = [outer + style.indent, outer + style.indent + style.indent];
  const end = semicolon(session);
  const line = (indent: string, code: string): string => style.eol + indent + code;
  const opening = `${(frame.above ?? []).map((code) => line(inner, code + end)).join('')}${line(inner, 'try {')}`;
  const closing = `} ${frame.clause} {${line(deep, frame.then + end)}${line(inner, '}')}${style.eol}${outer}`;

  if (!ts.isBlock(body)) {
    if (isLong) return false;
    draft.insert(from, `{${opening}${style.eol}${deep}`);
    draft.insert(body.end, `${end}${style.eol}${inner}${closing}}`);
    return true;
  }
  const [first, last] = [body.statements[0], body.statements.at(-1)];
  if (!first || !last || (ts.isExpressionStatement(first) && ts.isStringLiteral(first.expression))) return false;
  if (isLong) {
    // What shares a line with one of the braces would stay there.
    const opens = /^\{[ \t]*(?:\/\/.*)?(?=\r?\n)/.exec(text.slice(from))?.[0];
    if (opens === undefined || !/\n[ \t]*$/.test(text.slice(from, body.end - 1))) return false;
    draft.insert(from + opens.length, opening);
    for (const { index } of text.slice(from, body.end).matchAll(/\n(?=[ \t]*[^\s])/g)) {
      const at = from + index + 1;
      if (text.slice(at, body.end - 1).trim() !== '') draft.insert(at, style.indent);
    }
    draft.insert(body.end - 1, style.indent + closing);
    return true;
  }
  const [start, stop] = [first.getStart(source), last.end];
  if (/\S/.test(text.slice(from + 1, start)) || /\S/.test(text.slice(stop, body.end - 1))) return false;
  draft.replace({ start: from + 1, end: start }, opening + style.eol + deep);
  const stopped = /[;}]/.test(text[stop - 1] ?? '') ? '' : end;
  draft.replace({ start: stop, end: body.end - 1 }, stopped + style.eol + inner + closing);
  return true;
}

/** The first of these names that nothing in `node` goes by. */
export function nameWithin(node: ts.Node, ...candidates: readonly string[]): string | undefined {
  return candidates.find((name) => !some(node, (child) => ts.isIdentifier(child) && child.text === name));
}

/** Adds a parameter at the end of a function's list. */
export function addParameter({ source, text, draft }: Session, owner: Inline, name: string): void {
  const last = owner.parameters.at(-1);
  if (!last) return;
  const isBare = ts.isArrowFunction(owner) && !/^\s*[,)]/.test(text.slice(last.end));
  if (isBare) draft.insert(last.getStart(source), '(');
  draft.insert(last.end, `, ${name}${isBare ? ')' : ''}`);
}
