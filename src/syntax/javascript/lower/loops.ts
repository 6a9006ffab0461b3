import type { ValueId } from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import type { Loop, Range } from '../../../model/step.ts';
import { ts } from '../tree.ts';
import { lowerExpression } from './expressions.ts';
import { assign, bindPattern, lowerPlace } from './patterns.ts';
import { addValue, bindingOf, collectSteps, inScope, noteAwait, resolveName, spanOf, type Lowering } from './state.ts';
import { declareVariables, lowerBlock, lowerVariables } from './statements.ts';

export function lowerLoop(file: Lowering, node: ts.IterationStatement): void {
  const head: Span = { start: node.getStart(file.source), end: headEnd(file, node) };
  inScope(file, () => {
    const loop = ts.isForStatement(node)
      ? lowerFor(file, node)
      : ts.isForOfStatement(node) || ts.isForInStatement(node)
        ? lowerForEach(file, node)
        : lowerWhile(file, node as ts.WhileStatement | ts.DoStatement);
    file.steps.push({ kind: 'loop', ...loop, head, ...spanOf(file, node) });
  });
}

type LoopParts = Omit<Loop, 'kind' | 'head' | 'start' | 'end'>;

function headEnd(file: Lowering, node: ts.IterationStatement): number {
  if (ts.isDoStatement(node)) return node.getStart(file.source) + 'do'.length;
  const { text } = file.source;
  let end = node.statement.getStart(file.source);
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

function lowerFor(file: Lowering, node: ts.ForStatement): LoopParts {
  const { initializer, condition, incrementor } = node;
  if (initializer && ts.isVariableDeclarationList(initializer)) {
    declareVariables(file, initializer);
    lowerVariables(file, initializer);
  } else if (initializer) lowerExpression(file, initializer);
  let test: ValueId | undefined;
  const body = collectSteps(file, () => {
    if (condition) test = lowerExpression(file, condition);
    file.steps.push(...lowerBlock(file, node.statement));
    if (incrementor) lowerExpression(file, incrementor);
  });
  const range = test === undefined ? undefined : rangeOf(file, node, test);
  return { form: 'for', body, ...(test === undefined ? {} : { test }), ...(range ? { range } : {}) };
}

function lowerForEach(file: Lowering, node: ts.ForOfStatement | ts.ForInStatement): LoopParts {
  const { initializer } = node;
  const source = lowerExpression(file, node.expression);
  const body = collectSteps(file, () => {
    const element = addValue(file, initializer, { kind: 'element', of: source });
    if (ts.isVariableDeclarationList(initializer)) {
      declareVariables(file, initializer);
      for (const { name } of initializer.declarations) bindPattern(file, name, element);
    } else assign(file, initializer, element, initializer);
    file.steps.push(...lowerBlock(file, node.statement));
  });
  const isAsync = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
  if (isAsync) noteAwait(file);
  return { form: isAsync ? 'for-await' : ts.isForOfStatement(node) ? 'for-of' : 'for-in', source, body };
}

function lowerWhile(file: Lowering, node: ts.WhileStatement | ts.DoStatement): LoopParts {
  let test: ValueId | undefined;
  const body = collectSteps(file, () => {
    if (ts.isWhileStatement(node)) test = lowerExpression(file, node.expression);
    file.steps.push(...lowerBlock(file, node.statement));
    if (ts.isDoStatement(node)) test = lowerExpression(file, node.expression);
  });
  return { form: ts.isDoStatement(node) ? 'do' : 'while', body, ...(test === undefined ? {} : { test }) };
}

const mirrored: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '!=': '!=',
  '!==': '!==',
};

/** The counter of `for (let i = from; i < to; i += by)`; undefined for any other shape. */
function rangeOf(file: Lowering, node: ts.ForStatement, test: ValueId): Range | undefined {
  const { initializer, incrementor } = node;
  if (!initializer || !incrementor || !ts.isVariableDeclarationList(initializer)) return undefined;
  const name = initializer.declarations[0]?.name;
  if (!name || !ts.isIdentifier(name)) return undefined;
  const variable = resolveName(file, name.text);
  if (variable === undefined) return undefined;
  const from = bindingOf(file, variable).init;
  const limit = limitOf(file, test, variable);
  const growth = growthOf(file, incrementor, name.text);
  if (from === undefined || !limit || !growth) return undefined;
  const upwards = growth.grows !== '-';
  if (limit.operator.startsWith(upwards ? '>' : '<')) return undefined;
  return {
    variable,
    from,
    to: limit.to,
    inclusive: limit.operator.endsWith('=') && !limit.operator.startsWith('!'),
    ...growth,
  };
}

function limitOf(file: Lowering, test: ValueId, variable: number): { operator: string; to: ValueId } | undefined {
  const condition = file.values[test];
  if (condition?.kind !== 'operation') return undefined;
  const [left, right] = condition.operands;
  if (left === undefined || right === undefined) return undefined;
  const operator = condition.operator;
  if (mirrored[operator] === undefined) return undefined;
  if (isVariable(file, left, variable)) return { operator, to: right };
  return isVariable(file, right, variable) ? { operator: mirrored[operator], to: left } : undefined;
}

function isVariable(file: Lowering, id: ValueId, variable: number): boolean {
  const value = file.values[id];
  return value?.kind === 'name' && value.binding === variable;
}

function growthOf(file: Lowering, node: ts.Expression, name: string): Pick<Range, 'by' | 'grows'> | undefined {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    if (!ts.isIdentifier(node.operand) || node.operand.text !== name) return undefined;
    return { grows: node.operator === ts.SyntaxKind.PlusPlusToken ? '+' : '-' };
  }
  if (!ts.isBinaryExpression(node) || !ts.isIdentifier(node.left) || node.left.text !== name) return undefined;
  const grows = growthOperators[node.operatorToken.kind];
  // The body may change a member between two rounds, so only a number or a name is a step's size.
  if (!grows || !(ts.isNumericLiteral(node.right) || ts.isIdentifier(node.right))) return undefined;
  const by = ts.isIdentifier(node.right)
    ? lowerPlace(file, node.right)
    : addValue(file, node.right, { kind: 'literal', value: Number(node.right.text) });
  return { grows, by };
}

const growthOperators: Partial<Record<ts.SyntaxKind, Range['grows']>> = {
  [ts.SyntaxKind.PlusEqualsToken]: '+',
  [ts.SyntaxKind.MinusEqualsToken]: '-',
  [ts.SyntaxKind.AsteriskEqualsToken]: '*',
};
