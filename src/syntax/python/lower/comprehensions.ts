import type { ValueId } from '../../../model/facts.ts';
import type { Loop } from '../../../model/step.ts';
import type { Property } from '../../../model/value.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { rangeCall, rangeOf } from './loops.ts';
import { childBy, childrenOf, fieldOf, firstOf, hasWord, kindOf, spanOf } from './nodes.ts';
import { declareTargets } from './scopes.ts';
import { addValue, collectSteps, inScope, type Lowering } from './state.ts';
import { assign } from './targets.ts';

/**
 * A comprehension is a loop in the place where it stands, and a list (or object) with one element for each round. So is a generator
 * expression, though it runs only as far as somebody asks it to: nearly all are consumed by the call they are handed to, and one that
 * is not does no more than what is said of it.
 */
export function lowerComprehension(file: Lowering, node: NodeId): ValueId {
  const body = childBy(file, node, 'body');
  const clauses = childrenOf(file, node).filter((child) => fieldOf(file, child) !== 'body');
  const per: ValueId[] = [];
  let value = -1;
  let key: Pick<Property, 'name' | 'key'> = {};
  lowerClauses(file, node, clauses, per, () => {
    if (kindOf(file, body) === 'pair') {
      const named = lowerExpression(file, childBy(file, body, 'key'));
      const name = file.values[named];
      key = name?.kind === 'literal' && typeof name.value === 'string' ? { name: name.value } : { key: named };
      value = lowerExpression(file, childBy(file, body, 'value'));
    } else value = lowerExpression(file, body);
  });
  if (kindOf(file, node) === 'dictionary_comprehension') {
    const property = { ...key, value, spread: false };
    return addValue(file, node, { kind: 'object', properties: [property], per });
  }
  const lazy = kindOf(file, node) === 'generator_expression' ? ({ isLazy: true } as const) : {};
  return addValue(file, node, { kind: 'array', elements: [{ value, spread: false }], per, ...lazy });
}

function lowerClauses(
  file: Lowering,
  node: NodeId,
  [clause, ...rest]: readonly NodeId[],
  per: ValueId[],
  lowerBody: () => void,
): void {
  if (clause === undefined) {
    lowerBody();
    return;
  }
  const next = (): void => lowerClauses(file, node, rest, per, lowerBody);
  if (kindOf(file, clause) === 'for_in_clause') lowerForClause(file, node, clause, per, next);
  else if (kindOf(file, clause) === 'if_clause') {
    const test = lowerExpression(file, firstOf(file, clause));
    const arms = [collectSteps(file, next), []];
    file.steps.push({ kind: 'branch', form: 'if', test, arms, ...spanOf(file, clause) });
  } else next();
}

function lowerForClause(file: Lowering, node: NodeId, clause: NodeId, per: ValueId[], next: () => void): void {
  const left = childBy(file, clause, 'left');
  const right = childBy(file, clause, 'right');
  // What the first loop runs over is evaluated outside, before there are any variables.
  const counted = rangeCall(file, left, right);
  const source = counted?.call ?? lowerExpression(file, right);
  per.push(source);
  const parts: { body: Loop['body']; range?: Loop['range'] } = { body: [] };
  inScope(file, 'comprehension', () => {
    declareTargets(file, left);
    parts.body = collectSteps(file, () => {
      const range = counted && rangeOf(file, left, counted);
      if (range) parts.range = range;
      else assign(file, left, addValue(file, left, { kind: 'element', of: source }), left);
      next();
    });
  });
  file.steps.push({
    kind: 'loop',
    form: hasWord(file, clause, 'async') ? 'for-await' : 'comprehension',
    head: spanOf(file, clause),
    source,
    ...(parts.range ? { range: parts.range } : {}),
    body: parts.body,
    ...spanOf(file, node),
  });
}
