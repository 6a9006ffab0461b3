import { applyEdits, type TextEdit } from '../../../model/fix.ts';
import type { Span } from '../../../model/span.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { homeOf, isCallable, nameOf, some, suspends, usesThis, type Callable } from '../edit/nodes.ts';
import { endOfLine } from '../edit/places.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import { freshName, semicolon, type Session } from '../edit/session.ts';
import { topOf } from '../edit/statements.ts';
import { lineIndent } from '../edit/style.ts';
import { isWritten } from '../edit/writes.ts';
import { parametersFor } from './loop-inputs.ts';
import { madeBefore } from './loop-results.ts';

/** A loop as a function at the top level of its file, and what stands in its place. */
export interface Extracted {
  readonly edits: readonly TextEdit[];
  /** The whole file after them. */
  readonly text: string;
  /** The function's name, which nothing else goes by. */
  readonly name: string;
}

/**
 * Pulls the loop at `span` out of its function, together with the variables right before it that it fills. Values that it needs become
 * parameters, what is used later is returned. As text: why that cannot be done.
 */
export function extractLoop(session: Session, span: Span): Extracted | string {
  const { source, scopes, text, draft } = session;
  const loop = loopAt(source, span);
  const owner = loop && homeOf(loop);
  if (!loop || !owner || !isCallable(owner) || !ts.isBlock(loop.parent))
    return 'The loop is no statement of its own in a function. Move it to a function of its own first.';
  const trouble = troubleWithLeaving(loop);
  if (trouble !== undefined) return trouble;

  const made = madeBefore(session, loop);
  if (typeof made === 'string') return made;
  const moved = [...made.statements, loop];
  const isMoved = (node: ts.Node): boolean => moved.some((one) => isWithin(node, one));
  const written = scopes.freeIn(loop).find((name) => isWritten(name) && !isMoved(declaredAt(session, name) ?? source));
  if (written) return `The loop assigns to \`${written.text}\`, which is not declared right before it.`;
  const results = made.declarations.filter((one) => scopes.referencesTo(one).some((use) => !isMoved(use)));
  if (results.length === 0) return 'What the loop does is not seen after it by a variable of its own.';
  const parameters = parametersFor(session, moved);
  if (typeof parameters === 'string') return parameters;

  const name = freshName(session, functionName(owner), 'longLoop');
  const outer = topStatement(owner);
  const code = [
    `function ${name}(${parameters.declared.join(', ')}) {`,
    ...moved.map((one) => indented(session, one)),
    `${session.style.indent}return ${returned(results)}${semicolon(session)}`,
    '}',
  ].join(session.style.eol);
  const at = topOf(session, outer);
  draft.insert(at, code + session.style.eol + session.style.eol);
  for (const one of made.statements) removeLine(session, one);
  const isLater = (one: Declaration): boolean =>
    scopes.referencesTo(one).some((use) => !isMoved(use) && isWritten(use));
  const word = results.some(isLater) ? 'let' : 'const';
  const call = `${word} ${returned(results)} = ${name}(${parameters.names.join(', ')})${semicolon(session)}`;
  draft.replace({ start: loop.getStart(source), end: loop.end }, call);
  const edits = draft.finish();
  return edits ? { edits, name, text: applyEdits(text, edits) } : 'The loop is tied up with the code around it.';
}

/** The loop whose head is at `span`. */
export function loopAt(source: ts.SourceFile, { start, end }: Span): ts.IterationStatement | undefined {
  let found: ts.IterationStatement | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false) && node.getStart(source) === start && end <= node.end) found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function troubleWithLeaving(loop: ts.IterationStatement): string | undefined {
  if (suspends(loop)) return 'The loop waits, so that it does not stop anything else.';
  if (usesThis(loop)) return 'The loop uses `this` or `arguments`, which cannot be handed to a worker.';
  const inner = (node: ts.Node): boolean => !isCallable(node);
  if (some(loop, ts.isReturnStatement, inner))
    return 'The loop returns from the function around it. Move it to a function of its own first.';
  const isJump = (node: ts.Node): boolean => ts.isBreakOrContinueStatement(node) && node.label !== undefined;
  return some(loop, isJump, inner) ? 'The loop jumps to a label.' : undefined;
}

function declaredAt({ scopes }: Session, name: ts.Identifier): ts.Node | undefined {
  return scopes.declarationOf(name)?.node;
}

function functionName(owner: Callable): string {
  const name = nameOf(owner);
  return /^[\w$]+$/.test(name) && name !== 'constructor' ? `${name}Loop` : 'longLoop';
}

function topStatement(node: ts.Node): ts.Node {
  let one = node;
  while (!ts.isSourceFile(one.parent)) one = one.parent;
  return one;
}

function returned(results: readonly Declaration[]): string {
  const [only, ...others] = results.map(({ name }) => name.text);
  return others.length === 0 && only !== undefined ? only : `{ ${[only, ...others].join(', ')} }`;
}

/** A statement with its comments, one level deep. Lines of a template literal are part of its value and stay as they are. */
function indented(session: Session, statement: ts.Statement): string {
  const { text, style, source } = session;
  const top = topOf(session, statement);
  const code = text.slice(top, endOfLine(session, statement));
  const base = lineIndent(text, top);
  const isFixed = some(statement, (node) => isTemplate(node) && /\n/.test(node.getText(source)));
  const lines = code.split(/\r?\n/).map((line, index) => {
    if (index > 0 && isFixed) return line;
    const rest = index > 0 && line.startsWith(base) ? line.slice(base.length) : line;
    return rest === '' ? '' : style.indent + rest;
  });
  return lines.join(style.eol);
}

function isTemplate(node: ts.Node): boolean {
  return ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
}

function removeLine(session: Session, statement: ts.Statement): void {
  const { text, draft } = session;
  const start = topOf(session, statement);
  const end = endOfLine(session, statement);
  const lineStart = start - lineIndent(text, start).length;
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  const isOwnLine = rest > 0 && (lineStart === 0 || text[lineStart - 1] === '\n');
  draft.replace(isOwnLine ? { start: lineStart, end: end + rest } : { start, end }, '');
}
