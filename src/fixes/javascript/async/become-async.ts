import { ts } from '../../../syntax/javascript/tree.ts';
import { isGenerator, nameOf, some, type Callable } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';

/** Why a function cannot become async, whoever calls it. */
export function troubleWithBeingAsync({ source }: Session, callable: Callable): string | undefined {
  const name = nameOf(callable);
  if (ts.isConstructorDeclaration(callable))
    return 'A constructor cannot wait. Make the object in a static async function, and hand it what it needs.';
  if (ts.isAccessor(callable))
    return `\`${name}\` is a ${ts.isGetAccessor(callable) ? 'getter' : 'setter'}, which cannot wait. Make it a method first.`;
  if (isGenerator(callable)) return `\`${name}\` is a generator, whose order of steps a wait would change.`;
  if (callable.type && ts.isTypePredicateNode(callable.type))
    return `\`${name}\` tells the compiler about its argument (\`${callable.type.getText(source)}\`), which no async function can.`;
  if (isTypedFromOutside(callable))
    return `The type of \`${name}\` is written elsewhere, as that of a function that does not wait. Change it there first.`;
  if (some(callable, (node) => ts.isIdentifier(node) && node.text === 'await'))
    return `\`${name}\` uses \`await\` as a name.`;
  return undefined;
}

/** `const load: Loader = (path) => …`. */
function isTypedFromOutside({ parent }: Callable): boolean {
  return (
    (ts.isVariableDeclaration(parent) && parent.type !== undefined) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isAsExpression(parent)
  );
}

/** Writes `async` in front of it, and `Promise<…>` around the type of what it gives. */
export function writeAsync(session: Session, callable: Callable): void {
  const { draft, source, text } = session;
  draft.insert(startOf(callable, source), 'async ');
  const { type } = callable;
  if (!session.typescript) writeDocumented(session, callable);
  if (!type || /^Promise\b/.test(type.getText(source))) return;
  // A line that begins with the type's own comment stays as it is.
  draft.insert(type.getStart(source), 'Promise<');
  draft.insert(text.slice(0, type.end).trimEnd().length, '>');
}

/** `@returns {string}` in the comment above, which type checkers of JavaScript read. */
function writeDocumented({ draft, source, text }: Session, callable: Callable): void {
  const holder = documentedBy(callable);
  const comment = ts.getLeadingCommentRanges(text, holder.getFullStart())?.at(-1);
  if (!comment || comment.end > holder.getStart(source)) return;
  const found = /(@returns?\s*\{)([^{}]*)\}/.exec(text.slice(comment.pos, comment.end));
  const [, before = '', type = ''] = found ?? [];
  if (!found || /^\s*Promise\b/.test(type)) return;
  const start = comment.pos + found.index + before.length;
  draft.insert(start, 'Promise<');
  draft.insert(start + type.length, '>');
}

/** What the comment stands above: `const f = …`, `exports.f = …`, `{ f: … }`, or the function itself. */
function documentedBy(callable: Callable): ts.Node {
  const { parent } = callable;
  if (ts.isVariableDeclaration(parent)) return parent.parent.parent;
  if (ts.isBinaryExpression(parent)) return parent.parent;
  return ts.isPropertyAssignment(parent) ? parent : callable;
}

/** Behind `export`, `static` and the like, in front of `function` or the name. */
function startOf(callable: Callable, source: ts.SourceFile): number {
  if (ts.isMethodDeclaration(callable)) return callable.name.getStart(source);
  const last = ts.canHaveModifiers(callable) ? ts.getModifiers(callable)?.at(-1) : undefined;
  if (!last) return callable.getStart(source);
  const rest = source.text.slice(last.end);
  return last.end + (/^\s*/.exec(rest)?.[0].length ?? 0);
}
