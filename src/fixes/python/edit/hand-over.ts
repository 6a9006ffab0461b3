import {
  childBy,
  childrenOf,
  endOf,
  kindOf,
  spanOf,
  startOf,
  textOf,
  type NodeId,
} from '../../../syntax/python/tree.ts';
import { needsParentheses } from './awaiting.ts';
import { hasComment, parentOf, statementOf } from './nodes.ts';
import type { Session } from './session.ts';
import { lineEnd, lineIndent, lineStart } from './style.ts';

/** What a call is handed to: `before` and `after` stand around the function and its arguments, within the parentheses of `runner`. */
export interface Runner {
  /** `asyncio.to_thread` */
  readonly name: string;
  /** `functools.partial(` */
  readonly before: string;
  readonly after: string;
}

/** `f(x)` becomes `await runner(f, x)`, laid out as Black would where the call was. */
export function handOver(session: Session, call: NodeId, runner: Runner): void {
  const { draft } = session;
  const isWrapped = needsParentheses(session, call);
  const short = inOneLine(session, call, runner);
  const text =
    short === undefined ? inSeveralLines(session, call, runner) : fitted(session, call, runner, short, isWrapped);
  draft.replace(spanOf(session, call), isWrapped && !text.startsWith('(') ? `(${text})` : text);
}

function argumentsOf(session: Session, call: NodeId): NodeId[] {
  return childrenOf(session, childBy(session, call, 'arguments'));
}

/** Where the first argument begins and the last one ends. */
function contentOf(session: Session, call: NodeId): { readonly start: number; readonly end: number } | undefined {
  const all = argumentsOf(session, call);
  const first = all[0];
  const last = all.at(-1);
  return first === undefined || last === undefined
    ? undefined
    : { start: startOf(session, first), end: endOf(session, last) };
}

/** The text between the parentheses, with the function before it; undefined where the arguments begin on a line of their own. */
function inOneLine(session: Session, call: NodeId, { before, after }: Runner): string | undefined {
  const callee = textOf(session, childBy(session, call, 'function'));
  const content = contentOf(session, call);
  if (!content) return `${before}${callee}${after}`;
  const opening = endOf(session, childBy(session, call, 'function'));
  if (session.text.slice(opening, content.start).includes('\n')) return undefined;
  const rest = session.text.slice(content.start, endOf(session, call) - 1);
  return `${before}${callee}, ${rest}${after}`;
}

/** Breaks the line where it got too long and nothing but the end of the statement follows. */
function fitted(session: Session, call: NodeId, runner: Runner, content: string, isWrapped: boolean): string {
  const { text, style } = session;
  const start = startOf(session, call);
  const end = endOf(session, call);
  const awaited = `await ${runner.name}(${content})`;
  const prefix = text.slice(lineStart(text, start), start);
  const suffix = text.slice(end, lineEnd(text, end));
  const length = prefix.length + awaited.length + (isWrapped ? 2 : 0) + suffix.replace(/[ \t]*#.*$/, '').length;
  if (content.includes('\n') || length <= style.lineLength || !isBreakable(session, call)) return awaited;
  const { eol } = style;
  const indent = lineIndent(text, start);
  const inner = indent + style.indent;
  if (!isWrapped) return /^:?[ \t]*(#.*)?$/.test(suffix) ? broken(session, call, runner, content, indent) : awaited;
  if (!/^(\.\w+(\(\))?)+[ \t]*(#.*)?$/.test(suffix)) return awaited;
  const isShort = inner.length + awaited.length <= style.lineLength;
  return `(${eol}${inner}${isShort ? awaited : broken(session, call, runner, content, inner)}${eol}${indent})`;
}

/** What is handed over on a line of its own or, where that is too long, on one line each. */
function broken(session: Session, call: NodeId, runner: Runner, content: string, indent: string): string {
  const { eol, lineLength, indent: step } = session.style;
  const inner = indent + step;
  const isShort = inner.length + content.length <= lineLength;
  const isPlain = runner.after === '' && contentOf(session, call) !== undefined;
  const callee = textOf(session, childBy(session, call, 'function'));
  const first = runner.before === '' ? '' : `${runner.before.trimEnd()}${eol}${inner}`;
  const lines = isShort || !isPlain ? content : `${first}${callee},${eol}${inner}${exploded(session, call, inner)}`;
  return `await ${runner.name}(${eol}${inner}${lines}${eol}${indent})`;
}

/** Not within other brackets, whose own layout would have to change, nor within a string. */
function isBreakable(session: Session, call: NodeId): boolean {
  const statement = statementOf(session, call);
  for (let node = parentOf(session, call); node > statement; node = parentOf(session, node)) {
    if (
      !/^(await|attribute|call|assignment|augmented_assignment|parenthesized_expression|return_statement)$/.test(
        kindOf(session, node),
      )
    )
      return false;
    if (kindOf(session, node) === 'parenthesized_expression') return false;
  }
  return true;
}

/** The arguments stay on their lines, and the function gets one of its own above them. */
function inSeveralLines(session: Session, call: NodeId, { name, before, after }: Runner): string {
  const { text, style } = session;
  const { eol } = style;
  const callee = childBy(session, call, 'function');
  const content = contentOf(session, call) ?? { start: 0, end: 0 };
  const gap = text.slice(endOf(session, callee), content.start).replace(/^\s*\(/, '');
  const indent = lineIndent(text, content.start);
  const listed = text.slice(content.start, content.end);
  const tail = text.slice(content.end, endOf(session, call) - 1);
  const isListed = listed.includes('\n') || tail.trimStart().startsWith(',');
  const joined = `${after === '' ? before : ''}${textOf(session, callee)}, ${listed}`;
  const isShort = !isListed && indent.length + joined.length <= style.lineLength;
  const first = before === '' || after !== '' ? '' : `${before.trimEnd()}${eol}${indent}`;
  const lines = isShort
    ? `${joined}${tail}`
    : `${first}${textOf(session, callee)},${eol}${indent}${isListed ? listed + tail : exploded(session, call, indent) + tail}`;
  if (after === '') return `await ${name}(${gap}${lines})`;
  const open = gap.includes('\n') ? before.trimEnd() : before;
  const shift = (code: string): string => code.replace(/\n(?=[^\r\n])/g, `\n${style.indent}`);
  const base = lineIndent(text, startOf(session, call));
  const isText = argumentsOf(session, call).some((each) => /("""|''')/.test(textOf(session, each)));
  if (isText) return `await ${name}(${open}${gap}${lines}${after})`;
  return `await ${name}(${eol}${base}${style.indent}${open}${shift(gap + lines)}${after}${eol}${base})`;
}

/** One argument per line, with a comma behind the last. */
function exploded(session: Session, call: NodeId, indent: string): string {
  const { text, style } = session;
  const all = argumentsOf(session, call);
  const gaps = { start: startOf(session, all[0] ?? 0), end: endOf(session, all.at(-1) ?? 0) };
  if (hasComment(session, gaps)) return text.slice(gaps.start, gaps.end);
  return `${all.map((each) => textOf(session, each)).join(`,${style.eol}${indent}`)},`;
}
