import type { ValueId } from '../../../model/facts.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { nameValue } from './names.ts';
import { childBy, childrenBy, childrenOf, firstOf, fieldOf, kindOf, spanOf, textOf } from './nodes.ts';
import { captureOf } from './collect.ts';
import { addValue, collectSteps, evaluate, type Lowering } from './state.ts';
import { lowerBlock } from './statements.ts';
import { assign } from './targets.ts';

/** `match subject:` is a switch whose cases first take the subject apart. */
export function lowerMatch(file: Lowering, node: NodeId): void {
  const subjects = childrenBy(file, node, 'subject');
  const [only = -1, ...more] = subjects;
  const test =
    more.length === 0
      ? lowerExpression(file, only)
      : addValue(file, only, {
          kind: 'array',
          elements: subjects.map((each) => ({ value: lowerExpression(file, each), spread: false })),
        });
  const cases = childrenBy(file, childBy(file, node, 'body'), 'alternative');
  const tests = cases.map((): ValueId[] => []);
  const arms = cases.map((clause, index) =>
    collectSteps(file, () => lowerCase(file, clause, test, tests[index] ?? [])),
  );
  const told = cases.map((clause, index) => ({
    tests: tests[index] ?? [],
    isDefault: isDefault(file, clause),
    fallsThrough: false,
  }));
  file.steps.push({ kind: 'branch', form: 'switch', test, arms, cases: told, ...spanOf(file, node) });
}

/** `case _:` and `case name:` */
function isDefault(file: Lowering, clause: NodeId): boolean {
  const [only = -1, ...more] = patternsOf(file, clause);
  if (more.length > 0 || childBy(file, clause, 'guard') >= 0) return false;
  return textOf(file, only) === '_' || captureOf(file, only) >= 0;
}

function patternsOf(file: Lowering, clause: NodeId): NodeId[] {
  return childrenOf(file, clause).filter((child) => kindOf(file, child) === 'case_pattern');
}

/** The values that the whole subject is compared with: literals and dotted names, and several of them with `|` in between. */
function noteTests(file: Lowering, pattern: NodeId, from: ValueId, tests: ValueId[]): void {
  const text = kindOf(file, pattern) === 'case_pattern' ? firstOf(file, pattern) : pattern;
  const parts = kindOf(file, text) === 'union_pattern' ? childrenOf(file, text) : [text];
  const spans = parts.filter((part) => comparable.has(kindOf(file, part))).map((part) => spanOf(file, part));
  for (let id = from; id < file.values.length; id++) {
    const value = file.values[id];
    if (spans.some(({ start, end }) => value?.start === start && value.end === end)) tests.push(id);
  }
}

const comparable = new Set([
  'string',
  'concatenated_string',
  'integer',
  'float',
  'true',
  'false',
  'none',
  'dotted_name',
]);

function lowerCase(file: Lowering, clause: NodeId, subject: ValueId, tests: ValueId[]): void {
  const patterns = patternsOf(file, clause);
  const before = file.values.length;
  const [only = -1, ...more] = patterns;
  if (more.length === 0) lowerPattern(file, only, subject);
  else lowerItems(file, patterns, subject);
  if (more.length === 0 && captureOf(file, only) < 0) noteTests(file, only, before, tests);
  const guard = childBy(file, clause, 'guard');
  const body = (): void => lowerBlock(file, childBy(file, clause, 'consequence'));
  if (guard < 0) {
    body();
    return;
  }
  const test = lowerExpression(file, firstOf(file, guard));
  file.steps.push({ kind: 'branch', form: 'if', test, arms: [collectSteps(file, body), []], ...spanOf(file, clause) });
}

function lowerPattern(file: Lowering, node: NodeId, value: ValueId): void {
  const inner = firstOf(file, node);
  switch (kindOf(file, node)) {
    case 'case_pattern': {
      const capture = captureOf(file, node);
      if (capture >= 0) assign(file, capture, value, capture);
      else if (inner >= 0) lowerPattern(file, inner, value);
      break;
    }
    case 'as_pattern': {
      lowerPattern(file, inner, value);
      const capture = captureOf(file, node);
      if (capture >= 0) assign(file, capture, value, capture);
      break;
    }
    case 'union_pattern':
      for (const child of childrenOf(file, node)) lowerPattern(file, child, value);
      break;
    case 'list_pattern':
    case 'tuple_pattern':
      lowerItems(file, childrenOf(file, node), value);
      break;
    case 'dict_pattern':
      lowerMapping(file, node, value);
      break;
    case 'class_pattern':
      lowerClassPattern(file, node, value);
      break;
    case 'splat_pattern':
      assign(file, inner, addValue(file, node, { kind: 'unknown' }), node);
      break;
    case 'dotted_name':
      lowerDotted(file, node);
      break;
    default:
      if (node >= 0 && inner >= 0) lowerExpression(file, node);
  }
}

function lowerItems(file: Lowering, patterns: readonly NodeId[], value: ValueId): void {
  let afterStar = false;
  patterns.forEach((pattern, index) => {
    const star = kindOf(file, firstOf(file, pattern)) === 'splat_pattern' || kindOf(file, pattern) === 'splat_pattern';
    afterStar ||= star;
    const item = addValue(file, pattern, afterStar ? { kind: 'unknown' } : { kind: 'item', of: value, index });
    lowerPattern(file, pattern, item);
  });
}

function lowerMapping(file: Lowering, node: NodeId, object: ValueId): void {
  let key: ValueId | undefined;
  for (const child of childrenOf(file, node)) {
    if (fieldOf(file, child) === 'key') {
      key = lowerExpression(file, child);
    } else if (fieldOf(file, child) === 'value' && key !== undefined) {
      lowerPattern(file, child, evaluate(file, addValue(file, child, { kind: 'index', object, key })));
    } else lowerPattern(file, child, object);
  }
}

/** `Point(0, y=top)`: positions are looked up by the class, keywords are members. */
function lowerClassPattern(file: Lowering, node: NodeId, object: ValueId): void {
  for (const child of childrenOf(file, node)) {
    if (kindOf(file, child) === 'dotted_name') {
      lowerDotted(file, child);
      continue;
    }
    const keyword = kindOf(file, child) === 'keyword_pattern' ? child : firstOf(file, child);
    if (kindOf(file, keyword) !== 'keyword_pattern') {
      lowerPattern(file, child, addValue(file, child, { kind: 'unknown' }));
      continue;
    }
    const [name = -1, part = -1] = childrenOf(file, keyword);
    const origin = { kind: 'member', object, name: textOf(file, name), nameSpan: spanOf(file, name) } as const;
    const member = evaluate(file, addValue(file, keyword, origin));
    const capture = captureOf(file, keyword);
    if (capture >= 0) assign(file, capture, member, capture);
    else lowerPattern(file, part, member);
  }
}

/** A class, or a constant to compare with. */
function lowerDotted(file: Lowering, node: NodeId): ValueId {
  const [first = -1, ...members] = childrenOf(file, node);
  let value = nameValue(file, spanOf(file, first), textOf(file, first));
  for (const member of members) {
    const nameSpan = spanOf(file, member);
    value = addValue(file, node, { kind: 'member', object: value, name: textOf(file, member), nameSpan });
  }
  return value;
}
