import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bodyOfLoop } from './callback/loop-body.ts';
import { visitOf } from './callback/collection.ts';
import { bare, isStatement, usesThis } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { namesOf } from './edit/scope.ts';
import { openSession, type Session } from './edit/session.ts';
import { troubleWithWaiting } from './edit/waiting.ts';
import { isWritten } from './edit/writes.ts';

const id = 'for-of-await';

/** A `for…of` loop that waits for each element, in place of a `forEach` that waits for none. */
export const forOfAwait: Remedy = {
  id,
  rules: ['unblock/async-callback'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'async-callback' || subject.method !== 'forEach') return undefined;
  const session = openSession(request);
  const visit = visitOf(session, subject);
  if (visit === undefined) return undefined;
  if (typeof visit === 'string') return { id, reason: visit };
  const { call, list, callback } = visit;
  const outer = ts.isAwaitExpression(call.parent) ? call.parent : call;
  if (!isStatement(outer) || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return undefined;
  if (ts.isFunctionExpression(callback) && (callback.name || usesThis(callback.body))) return undefined;
  const trouble = troubleWithWaiting(session, call, subject.function, subject.call);
  if (trouble !== undefined) return { id, reason: trouble };
  const head = headOf(session, call, list, callback);
  if (head === undefined) return undefined;
  const statement = outer.parent;
  const trouble2 = bodyOfLoop(session, statement, callback, head);
  if (trouble2 !== undefined) return trouble2 === '' ? undefined : { id, reason: trouble2 };
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: 'Wait for one after the other in a `for…of` loop', safety: 'suggestion', packages: [] },
      changes:
        'Elements are done one after the other instead of all at once, which takes longer, and what follows waits for the last. The first failure is thrown here, and what is left is not begun.',
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

/** `for (const [index, each] of list.entries())`; undefined where the parameters mean something else. */
function headOf(
  session: Session,
  call: ts.CallExpression,
  list: ts.Expression,
  callback: ts.ArrowFunction | ts.FunctionExpression,
): string | undefined {
  const { source, scopes } = session;
  const { parameters } = callback;
  const [each, index] = parameters;
  if (parameters.length > 2 || parameters.some((one) => one.initializer ?? one.dotDotDotToken)) return undefined;
  const text = textOnOneLine(session, list);
  if (text === undefined) return undefined;
  const declared = parameters.flatMap(({ name }) => namesOf(name));
  // In the head of the loop the names of the round hide those that the list is made of.
  if (scopes.freeIn(list).some((name) => declared.some((one) => one.text === name.text))) return undefined;
  const isAssigned = declared.some((name) => {
    const declaration = scopes.lookUp(name.text, callback.body);
    return declaration && scopes.referencesTo(declaration).some(isWritten);
  });
  const kind = isAssigned ? 'let' : 'const';
  const whole = call.flags & ts.NodeFlags.OptionalChain ? `${text} ?? []` : text;
  const name = each ? each.name.getText(source) : '_';
  if (name.includes('\n')) return undefined;
  const steady = isSteady(session, list, callback) ? whole : undefined;
  if (index) {
    const entries = steady ?? `[...${paren(whole)}]`;
    return `for (${kind} [${index.name.getText(source)}, ${name}] of ${paren(entries)}.entries()) `;
  }
  return `for (${kind} ${name} of ${steady ?? `[...${paren(whole)}]`}) `;
}

function paren(text: string): string {
  return text.includes(' ?? ') ? `(${text})` : text;
}

/** What is iterated, on one line; undefined where it says more than that. */
function textOnOneLine({ source }: Session, list: ts.Expression): string | undefined {
  const text = list.getText(source);
  if (!text.includes('\n')) return text;
  return /\/[/*]|`/.test(text) ? undefined : text.replaceAll(/\s*\n\s*(?=\?*\.)/g, '').replaceAll(/\s*\n\s*/g, ' ');
}

/**
 * Whether nobody else changes the list while the loop waits: it was made in place, or is a local that the callback does not touch.
 * `forEach` had begun with all elements by then.
 */
function isSteady({ scopes }: Session, list: ts.Expression, callback: ts.Node): boolean {
  const inner = bare(list);
  if (ts.isCallExpression(inner) || ts.isArrayLiteralExpression(inner) || ts.isAwaitExpression(inner)) return true;
  const declaration = ts.isIdentifier(inner) ? scopes.declarationOf(inner) : undefined;
  if (!declaration || declaration.scope.kind === ts.SyntaxKind.SourceFile) return false;
  if (declaration.kind !== 'const' && declaration.kind !== 'parameter') return false;
  return !scopes.freeIn(callback).some((name) => scopes.declarationOf(name)?.name === declaration.name);
}
