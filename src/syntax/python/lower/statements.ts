import type { ValueId } from '../../../model/facts.ts';
import type { Exit } from '../../../model/step.ts';
import type { NodeId } from '../table.ts';
import { lowerClass } from './classes.ts';
import { lowerExpression } from './expressions.ts';
import { lowerFunction, type FunctionPlace } from './functions.ts';
import { lowerFromImport, lowerFuture, lowerImport } from './imports.ts';
import { lowerFor, lowerWhile } from './loops.ts';
import { lowerMatch } from './match.ts';
import {
  childBy,
  childrenBy,
  childrenOf,
  endOf,
  fieldOf,
  firstOf,
  kindOf,
  nextOf,
  spanOf,
  startOf,
  textOf,
} from './nodes.ts';
import { lowerTry, lowerWith } from './regions.ts';
import { aliasName } from './collect.ts';
import { noteAssigned } from './scopes.ts';
import { addValue, collectSteps, resolveName, type Lowering } from './state.ts';
import { lowerDelete } from './targets.ts';

/** Lowers the statements of a block or a module in place: a block is no scope. */
export function lowerBlock(file: Lowering, block: NodeId): void {
  if (block < 0) return;
  const end = nextOf(file, block);
  for (let statement = block + 1; statement < end; statement = nextOf(file, statement)) lowerStatement(file, statement);
}

export function lowerStatement(file: Lowering, node: NodeId): void {
  switch (kindOf(file, node)) {
    case 'expression_statement':
      lowerExpressions(file, node);
      break;
    case 'if_statement':
      lowerIf(file, node, childBy(file, node, 'consequence'), childrenBy(file, node, 'alternative'), node);
      break;
    case 'for_statement':
      lowerFor(file, node);
      break;
    case 'while_statement':
      lowerWhile(file, node);
      break;
    case 'try_statement':
      lowerTry(file, node);
      break;
    case 'with_statement':
      lowerWith(file, node);
      break;
    case 'match_statement':
      lowerMatch(file, node);
      break;
    case 'function_definition':
      declareFunction(file, node, node, []);
      break;
    case 'class_definition':
      declareClass(file, node, node, []);
      break;
    case 'decorated_definition':
      lowerDecorated(file, node);
      break;
    case 'return_statement':
      exit(file, node, 'return', firstOf(file, node));
      break;
    case 'raise_statement':
      lowerRaise(file, node);
      break;
    case 'break_statement':
    case 'continue_statement':
      exit(file, node, kindOf(file, node) === 'break_statement' ? 'break' : 'continue', -1);
      break;
    case 'assert_statement':
      lowerAssert(file, node);
      break;
    case 'delete_statement':
      lowerDelete(file, node);
      break;
    case 'import_statement':
      lowerImport(file, node);
      break;
    case 'import_from_statement':
      lowerFromImport(file, node);
      break;
    case 'future_import_statement':
      lowerFuture(file, node);
      break;
    case 'type_alias_statement':
      lowerTypeAlias(file, node);
      break;
    case 'pass_statement':
    case 'global_statement':
    case 'nonlocal_statement':
      break;
    case 'ERROR':
    case 'block':
    case 'print_statement':
    case 'exec_statement':
      lowerBlock(file, node); // what can be made out of it
      break;
    default:
      lowerExpression(file, node);
  }
}

/** A string that nobody takes is a comment. */
function lowerExpressions(file: Lowering, node: NodeId): void {
  const end = nextOf(file, node);
  for (let child = node + 1; child < end; child = nextOf(file, child)) {
    const isText = kindOf(file, child) === 'string' && nextOf(file, child) <= child + 2;
    if (!isText) lowerExpression(file, child);
  }
}

function lowerIf(
  file: Lowering,
  node: NodeId,
  consequence: NodeId,
  [next, ...others]: readonly NodeId[],
  whole: NodeId,
): void {
  const condition = childBy(file, node, 'condition');
  const test = lowerExpression(file, condition);
  const outer = file.typeOnly;
  file.typeOnly ||= isTypeChecking(file, condition);
  const whenTrue = collectSteps(file, () => lowerBlock(file, consequence));
  file.typeOnly = outer;
  const whenFalse = collectSteps(file, () => {
    if (next === undefined) return;
    if (kindOf(file, next) === 'elif_clause') lowerIf(file, next, childBy(file, next, 'consequence'), others, whole);
    else lowerBlock(file, childBy(file, next, 'body'));
  });
  const span = { start: startOf(file, node), end: endOf(file, whole) };
  file.steps.push({ kind: 'branch', form: 'if', test, arms: [whenTrue, whenFalse], ...span });
}

function isTypeChecking(file: Lowering, condition: NodeId): boolean {
  const name = kindOf(file, condition) === 'attribute' ? childBy(file, condition, 'attribute') : condition;
  return kindOf(file, name) === 'identifier' && textOf(file, name) === 'TYPE_CHECKING';
}

function exit(file: Lowering, node: NodeId, kind: Exit['kind'], operand: NodeId): void {
  const value = operand < 0 ? undefined : lowerExpression(file, operand);
  file.steps.push({ kind, ...(value === undefined ? {} : { value }), ...spanOf(file, node) });
}

/** The cause after `from` is evaluated second. */
function lowerRaise(file: Lowering, node: NodeId): void {
  const [value, ...more] = childrenOf(file, node).filter((child) => kindOf(file, child) !== 'from');
  const isBare = value === undefined || fieldOf(file, value) === 'cause';
  const raised = isBare ? undefined : lowerExpression(file, value);
  const [cause] = isBare && value !== undefined ? [value] : more;
  const from = cause === undefined ? undefined : lowerExpression(file, cause);
  file.steps.push({
    kind: 'throw',
    ...(raised === undefined ? {} : { value: raised }),
    ...(from === undefined ? {} : { cause: from }),
    ...spanOf(file, node),
  });
}

/** `assert test, message` raises when the test fails. */
function lowerAssert(file: Lowering, node: NodeId): void {
  const [condition = -1, message = -1] = childrenOf(file, node);
  const test = lowerExpression(file, condition);
  const failed = collectSteps(file, () => exit(file, node, 'throw', message));
  file.steps.push({ kind: 'branch', form: 'if', test, arms: [[], failed], ...spanOf(file, node) });
}

/** `type Name = …` is evaluated when somebody asks, and then only names things. */
function lowerTypeAlias(file: Lowering, node: NodeId): void {
  const name = aliasName(file, node);
  const binding = name < 0 ? undefined : resolveName(file, textOf(file, name));
  if (typeof binding === 'number') noteAssigned(file, binding, addValue(file, node, { kind: 'unknown' }));
}

function lowerDecorated(file: Lowering, node: NodeId): void {
  const definition = childBy(file, node, 'definition');
  const decorators: ValueId[] = [];
  const expressions = childrenOf(file, node).flatMap((child) =>
    kindOf(file, child) === 'decorator' ? [firstOf(file, child)] : [],
  );
  if (kindOf(file, definition) === 'function_definition' && isOverload(file, expressions)) return;
  for (const expression of expressions) if (expression >= 0) decorators.push(lowerExpression(file, expression));
  if (kindOf(file, definition) === 'class_definition') declareClass(file, node, definition, decorators);
  else if (definition >= 0) declareFunction(file, node, definition, decorators, expressions);
}

/** A signature for type checkers, without a body of its own. */
function isOverload(file: Lowering, decorators: readonly NodeId[]): boolean {
  return decorators.some((each) => /^(typing\.|t\.)?overload$/.test(each < 0 ? '' : textOf(file, each)));
}

function declareFunction(
  file: Lowering,
  whole: NodeId,
  node: NodeId,
  decorators: readonly ValueId[],
  marks: readonly NodeId[] = [],
): void {
  const place: FunctionPlace = { decorators, marks: marks.map((each) => (each < 0 ? '' : textOf(file, each))) };
  const value = addValue(file, whole, { kind: 'function', function: lowerFunction(file, node, place) });
  noteDeclared(file, node, value);
}

function declareClass(file: Lowering, whole: NodeId, node: NodeId, decorators: readonly ValueId[]): void {
  noteDeclared(file, node, addValue(file, whole, { kind: 'class', class: lowerClass(file, node, decorators) }));
}

function noteDeclared(file: Lowering, node: NodeId, value: ValueId): void {
  const name = childBy(file, node, 'name');
  const binding = name < 0 ? undefined : resolveName(file, textOf(file, name));
  if (typeof binding === 'number') noteAssigned(file, binding, value);
}
