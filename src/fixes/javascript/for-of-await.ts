import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bodyOfLoop } from './callback/loop-body.ts';
import { visitOf } from './callback/collection.ts';
import { bare, isStatement, usesThis } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { namesOf } from './edit/scope.ts';
import { freshName, openSession, type Session } from './edit/session.ts';
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
  const trouble2 = bodyOfLoop(session, statement, callback, head.text);
  if (trouble2 !== undefined) return trouble2 === '' ? undefined : { id, reason: trouble2 };
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: 'Wait for one after the other in a `for…of` loop', safety: 'suggestion', packages: [] },
      changes: [
        'Elements are done one after the other instead of all at once, which takes longer, and what follows waits for the last. The first failure is thrown here, and what is left is not begun.',
        ...(head.isLive ? [`What is added to \`${head.list}\` meanwhile is done, too.`] : []),
      ].join(' '),
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

interface Head {
  readonly text: string;
  /** What is iterated, and whether others may add to it while the loop waits. */
  readonly list: string;
  readonly isLive: boolean;
}

/** `for (const [index, each] of list.entries())`; undefined where the parameters mean something else. */
function headOf(
  session: Session,
  call: ts.CallExpression,
  list: ts.Expression,
  callback: ts.ArrowFunction | ts.FunctionExpression,
): Head | undefined {
  const { source, scopes } = session;
  const { parameters } = callback;
  const [each, index] = parameters;
  if (parameters.length > 2 || parameters.some((one) => one.initializer ?? one.dotDotDotToken)) return undefined;
  // A loop's variable has the type of what is iterated, and no other.
  if (parameters.some(({ type }) => type?.kind === ts.SyntaxKind.AnyKeyword)) return undefined;
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
  const name = each ? each.name.getText(source) : freshName(session, '_', '_each');
  if (name.includes('\n')) return undefined;
  const kept = keptList(session, list, callback);
  const iterated = kept === 'other' ? `[...${paren(whole)}]` : whole;
  const variable = index ? `[${index.name.getText(source)}, ${name}]` : name;
  const items = index ? `${kept === 'other' ? iterated : paren(iterated)}.entries()` : iterated;
  return { text: `for (${kind} ${variable} of ${items}) `, list: text, isLive: kept === 'local' };
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

const making =
  /(?:^Object\.(?:keys|values|entries)|^Array\.(?:from|of)|\.(?:map|filter|slice|concat|split|flat|flatMap|to[A-Z]\w+))$/;

/**
 * Who else may change the list while the loop waits, where `forEach` had begun with all elements: nobody when it was made in place,
 * somebody who holds it too when it is a local that the callback does not touch, or anybody.
 */
function keptList({ scopes, source }: Session, list: ts.Expression, callback: ts.Node): 'made' | 'local' | 'other' {
  const inner = bare(list);
  if (ts.isArrayLiteralExpression(inner)) return 'made';
  if (ts.isCallExpression(inner) && making.test(inner.expression.getText(source))) return 'made';
  if (ts.isAwaitExpression(inner)) return 'local';
  const declaration = ts.isIdentifier(inner) ? scopes.declarationOf(inner) : undefined;
  if (!declaration || declaration.scope.kind === ts.SyntaxKind.SourceFile) return 'other';
  if (declaration.kind !== 'const' && declaration.kind !== 'parameter') return 'other';
  return scopes.freeIn(callback).some((name) => scopes.declarationOf(name)?.name === declaration.name)
    ? 'other'
    : 'local';
}
