import type { ValueId } from '../../../model/facts.ts';
import type { Step } from '../../../model/step.ts';
import { ts } from '../tree.ts';
import { lowerArguments, lowerExpression } from './expressions.ts';
import { addValue, evaluate, spanOf, type Lowering } from './state.ts';

/**
 * `a?.b` and all that follows in its chain: what stands behind a `?.` happens only where there is something before it. Walked in a
 * loop from the inside out.
 */
export function lowerChain(file: Lowering, node: ts.OptionalChain): ValueId {
  const links: ts.OptionalChain[] = [];
  let first: ts.Expression = node;
  for (; ts.isOptionalChain(first); first = first.expression) links.push(first);
  let value = lowerExpression(file, first, 'part');
  const outer = file.steps;
  const lists: Step[][] = [outer];
  for (const link of links.reverse()) {
    if (ts.isNonNullExpression(link)) continue;
    const isOptional = link.questionDotToken !== undefined;
    if (isOptional) {
      const arm: Step[] = [];
      file.steps.push({ kind: 'branch', form: '?.', test: value, arms: [arm, []], ...spanOf(file, node) });
      lists.push(arm);
      file.steps = arm;
    }
    value = lowerLink(file, link, value, isOptional ? { isOptional } : {});
  }
  file.steps = outer;
  // A branch in which nothing happens is no step.
  for (let inner = lists.pop(); inner?.length === 0 && lists.length > 0; inner = lists.pop()) lists.at(-1)?.pop();
  return value;
}

function lowerLink(
  file: Lowering,
  link: Exclude<ts.OptionalChain, ts.NonNullChain>,
  before: ValueId,
  optional: { isOptional?: true },
): ValueId {
  if (ts.isCallExpression(link)) {
    const args = lowerArguments(file, link.arguments);
    return evaluate(file, addValue(file, link, { kind: 'call', callee: before, args, ...optional }));
  }
  const name = ts.isPropertyAccessExpression(link) ? link.name : link.argumentExpression;
  if (ts.isPropertyAccessExpression(link) || ts.isStringLiteralLike(name)) {
    const text = (name as ts.MemberName | ts.StringLiteralLike).text;
    const nameSpan = spanOf(file, name);
    return addValue(file, link, { kind: 'member', object: before, name: text, nameSpan, ...optional });
  }
  return addValue(file, link, { kind: 'index', object: before, key: lowerExpression(file, name), ...optional });
}
