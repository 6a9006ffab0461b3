import type { ValueId } from '../../../model/facts.ts';
import type { Handler } from '../../../model/step.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import {
  childBy,
  childOfKind,
  childrenBy,
  childrenOf,
  endOf,
  firstOf,
  hasWord,
  kindOf,
  spanOf,
  startOf,
  textOf,
  unwrap,
} from './nodes.ts';
import { declareOwn } from './scopes.ts';
import { collectSteps, declare, inScope, type Lowering } from './state.ts';
import { lowerBlock } from './statements.ts';
import { assign } from './targets.ts';

/** `with a as x, b:` is one region in the other. */
export function lowerWith(file: Lowering, node: NodeId): void {
  const items = childrenOf(file, childOfKind(file, node, 'with_clause'));
  inScope(file, 'block', () => {
    declareOwn(file, node);
    lowerItems(file, node, items, hasWord(file, node, 'async'));
  });
}

function lowerItems(
  file: Lowering,
  node: NodeId,
  [item, ...rest]: readonly NodeId[],
  isAsync: boolean,
  isFirst = true,
): void {
  if (item === undefined) {
    lowerBlock(file, childBy(file, node, 'body'));
    return;
  }
  // `with (a as x):` is one item in parentheses.
  const value = unwrap(file, childBy(file, item, 'value'));
  const alias = childBy(file, value, 'alias');
  const resource = lowerExpression(file, kindOf(file, value) === 'as_pattern' ? firstOf(file, value) : value);
  const body = collectSteps(file, () => {
    // What a resource gives when it is entered is mostly itself; whoever knows the resource knows better.
    if (alias >= 0) assign(file, alias, resource, alias);
    lowerItems(file, node, rest, isAsync, false);
  });
  const start = startOf(file, isFirst ? node : item);
  file.steps.push({ kind: 'region', resource, isAsync, body, start, end: endOf(file, node) });
}

export function lowerTry(file: Lowering, node: NodeId): void {
  const otherwise = childOfKind(file, node, 'else_clause');
  const body = collectSteps(file, () => lowerBlock(file, childBy(file, node, 'body')));
  const clauses = childrenOf(file, node).filter((child) => kindOf(file, child).startsWith('except'));
  const handlers = clauses.map((clause) => lowerHandler(file, clause));
  const after = otherwise < 0 ? [] : collectSteps(file, () => lowerBlock(file, childBy(file, otherwise, 'body')));
  const isGroup = clauses.some((clause) => /^except\s*\*/.test(textOf(file, clause)));
  const last = childOfKind(file, node, 'finally_clause');
  const finalizer = last < 0 ? undefined : collectSteps(file, () => lowerBlock(file, childOfKind(file, last, 'block')));
  file.steps.push({
    kind: 'try',
    body,
    handlers,
    ...(after.length > 0 ? { otherwise: after } : {}),
    ...(finalizer ? { finalizer } : {}),
    ...(isGroup ? { isGroup } : {}),
    ...spanOf(file, node),
  });
}

function lowerHandler(file: Lowering, clause: NodeId): Handler {
  const catches: ValueId[] = [];
  let binding: number | undefined;
  const body = collectSteps(file, () => {
    inScope(file, 'block', () => {
      for (const value of childrenBy(file, clause, 'value')) {
        const isNamed = kindOf(file, value) === 'as_pattern';
        catches.push(...lowerClasses(file, isNamed ? firstOf(file, value) : value));
        const name = isNamed ? firstOf(file, childBy(file, value, 'alias')) : childBy(file, clause, 'alias');
        if (kindOf(file, name) === 'identifier') {
          binding = declare(file, textOf(file, name), 'catch', spanOf(file, name));
        }
      }
      lowerBlock(file, childOfKind(file, clause, 'block'));
    });
  });
  return { ...(binding === undefined ? {} : { binding }), catches, body };
}

/** One class, or several in a tuple. */
function lowerClasses(file: Lowering, node: NodeId): ValueId[] {
  const inner = unwrap(file, node);
  const several = kindOf(file, inner) === 'tuple' || kindOf(file, inner) === 'expression_list';
  return (several ? childrenOf(file, inner) : [inner]).map((each) => lowerExpression(file, each, 'part'));
}
