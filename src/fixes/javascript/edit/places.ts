import type { TextEdit } from '../../../model/fix.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import type { Session } from './session.ts';
import { isSameModule, requireOf } from './requires.ts';
import { namesOf } from './scope.ts';
import { finishRemovals } from './unimport.ts';

/** Where a new import goes, and what must stand before and after it. */
export interface Place {
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** After the last import; else below what must stay on top: `#!`, directives and the file's opening comment. */
export function placeForImport(session: Session): Place {
  const { source, style } = session;
  const last = lastImport(session);
  if (last) return { at: endOfLine(session, last), before: style.eol, after: '' };

  const directive = source.statements.filter(isDirective).at(-1);
  if (directive) return { at: endOfLine(session, directive), before: style.eol, after: '' };

  const header = headerEnd(session);
  if (header > 0)
    return { at: header, before: style.eol + (hasOnlyHashbang(session, header) ? '' : style.eol), after: '' };
  return { at: 0, before: '', after: source.statements.length > 0 ? style.eol + gapBelow(session) : style.eol };
}

/** Writes the new imports and constants, takes away the imports that go, and ends the work on this file. */
export function finishEdits(session: Session): readonly TextEdit[] | undefined {
  finishRemovals(session);
  const { draft, style, source, text, imports, dropped } = session;
  const last = lastImport(session);
  const later = constantsBelow(session, last);
  if (later) draft.insert(endOfLine(session, later), style.eol + session.constants.join(style.eol));
  const constants = later ? [] : session.constants;
  const blocks = [imports, constants].map((lines) => lines.join(style.eol)).filter((block) => block !== '');
  const code = blocks.join(style.eol + style.eol);
  for (const statement of dropped) {
    if (statement !== last || code === '') draft.replace(lineOf(session, statement), '');
    else draft.replace({ start: statement.getStart(source), end: statement.end }, code);
  }
  if (code !== '' && !(last && dropped.has(last))) {
    const { at, before, after } = placeForImport(session);
    const isFirst = !last;
    const isTight =
      (constants.length > 0 || isFirst) && after === '' && !/^(?:[ \t]*\r?\n){2}|^\s*$/.test(text.slice(at));
    const gap = imports.length === 0 && before !== '' ? style.eol : '';
    draft.insertFirst(at, before + gap + code + (isTight ? style.eol : after));
  }
  return draft.finish();
}

/**
 * A `require` below the run at the top that gives what a new constant is made of: before it, nobody can name that. Undefined where
 * the constants may stand with the imports.
 */
function constantsBelow(session: Session, top: ts.Statement | undefined): ts.Statement | undefined {
  const { source, commonjs, constants, provided } = session;
  if (!commonjs || constants.length === 0) return undefined;
  const words = new Set(constants.join(' ').match(/[\w$]+/g));
  const modules = [...provided.keys()].map((key) => key.slice(0, key.lastIndexOf('#')));
  const gives = (node: ts.Statement): boolean =>
    ts.isVariableStatement(node) &&
    node.declarationList.declarations.some(({ name, initializer }) => {
      const module = initializer && requireOf(initializer);
      if (module === undefined) return false;
      return modules.some((each) => isSameModule(each, module)) || namesOf(name).some(({ text }) => words.has(text));
    });
  const found = source.statements.findLast(gives);
  return found && found.pos >= (top?.end ?? 0) && found !== top ? found : undefined;
}

/** A statement with the end of its line, and with one of the two gaps around it. */
function lineOf({ source, text }: Session, node: ts.Node): { start: number; end: number } {
  const start = node.getStart(source);
  const isApart = start === 0 || /\n[ \t]*\r?\n$/.test(text.slice(0, start));
  const ends = isApart ? /^[ \t]*\r?\n(?:[ \t]*\r?\n)?/ : /^[ \t]*\r?\n/;
  return { start, end: node.end + (ends.exec(text.slice(node.end))?.[0].length ?? 0) };
}

function lastImport({ source, commonjs }: Session): ts.Statement | undefined {
  const isImport = (node: ts.Statement): boolean =>
    ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node) || (commonjs && isRequireStatement(node));
  if (!commonjs) return source.statements.findLast(isImport);
  // Further down `require` may be a choice of that place; only the run at the top counts.
  let last: ts.Statement | undefined;
  for (const statement of source.statements) {
    if (isDirective(statement)) continue;
    if (!isImport(statement)) break;
    last = statement;
  }
  return last;
}

function isRequireStatement(node: ts.Statement): boolean {
  if (ts.isExpressionStatement(node)) return requireOf(node.expression) !== undefined;
  if (!ts.isVariableStatement(node)) return false;
  return node.declarationList.declarations.every((one) => one.initializer && requireOf(one.initializer) !== undefined);
}

export function isDirective(node: ts.Statement): boolean {
  return ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
}

/** Past a comment that ends the statement's line; right behind the statement where more code follows on it. */
export function endOfLine({ text }: Session, node: ts.Node): number {
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n|$)/.exec(text.slice(node.end));
  return node.end + (rest?.[0].length ?? 0);
}

/** The end of the comments that speak of the whole file; one that touches the first statement speaks of that statement. */
function headerEnd({ source, text }: Session): number {
  const shebang = /^#!.*/.exec(text)?.[0].length ?? 0;
  let end = shebang;
  const comments = ts.getLeadingCommentRanges(text, source.getFullStart()) ?? [];
  for (const comment of comments) {
    const words = text.slice(comment.pos, comment.end);
    const isApart = /^[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(comment.end));
    const isAboutFile = /^\/\*!|licen[cs]e|copyright|SPDX|@ts-|@flow|eslint|prettier|jest|istanbul|^\/\/\/\s*</i.test(
      words,
    );
    if (isApart || isAboutFile) end = comment.end;
  }
  return end;
}

function hasOnlyHashbang({ text }: Session, end: number): boolean {
  return /^#!.*$/.test(text.slice(0, end));
}

function gapBelow({ style, source, text }: Session): string {
  const first = source.statements[0];
  return first && /^\s*\r?\n\s*\r?\n/.test(text.slice(0, first.getStart(source))) ? '' : style.eol;
}
