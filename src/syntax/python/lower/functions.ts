import type { FunctionFacts, FunctionId, FunctionKind, ValueId } from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { annotationOf } from './types.ts';
import { childBy, childOfKind, childrenOf, endOf, firstOf, hasWord, kindOf, nextOf, spanOf, textOf } from './nodes.ts';
import { lowerParameters } from './parameters.ts';
import { hoist } from './scopes.ts';
import { collectSteps, declare, inScope, type Lowering, type Mutable, type Scope } from './state.ts';
import { lowerBlock } from './statements.ts';

/** What the place where a function stands says about it. */
export interface FunctionPlace {
  readonly name?: string;
  readonly head?: Span;
  readonly decorators?: readonly ValueId[];
  /** The decorators as written. */
  readonly marks?: readonly string[];
}

/** Adds the facts of a function with its body, nested functions included. Its default values are evaluated where it stands. */
export function lowerFunction(file: Lowering, node: NodeId, place: FunctionPlace): FunctionId {
  const isLambda = kindOf(file, node) === 'lambda';
  const nameNode = isLambda ? -1 : childBy(file, node, 'name');
  const name = nameNode >= 0 ? textOf(file, nameNode) : place.name;
  const owner = isLambda ? undefined : enclosingClass(file.scope);
  const marks = place.marks ?? [];
  const member = owner === undefined ? undefined : memberKind(name ?? '', marks);
  const parameters = childrenOf(file, childBy(file, node, 'parameters'));
  const defaults = parameters.map((each) => lowerDefault(file, each));
  const made = openFunction(file, spanOf(file, node), {
    kind: isLambda ? 'arrow' : (member?.kind ?? 'function'),
    head: place.head ?? (nameNode >= 0 ? spanOf(file, nameNode) : headOf(file, node)),
    isAsync: hasWord(file, node, 'async'),
    isGenerator: false,
    isStatic: member?.isStatic ?? false,
    decorators: place.decorators ?? [],
    ...(name === undefined || name === '' ? {} : { name }),
    ...(owner === undefined ? {} : { owner }),
  });
  inScope(file, 'block', () => {
    declareTypeParameters(file, node);
    fillFunction(file, made, () => {
      const facts = functionOf(file, made);
      const returns = annotationOf(file, childBy(file, node, 'return_type'));
      if (returns) facts.returns = returns;
      facts.parameters = lowerParameters(file, made, parameters, defaults, member?.takesSelf ?? false);
      facts.isGenerator = lowerBody(file, node, isLambda);
    });
  });
  return made;
}

/** The class whose body this is, also within its `if` and `try` statements. */
function enclosingClass(scope: Scope): number | undefined {
  let current: Scope | undefined = scope;
  while (current?.kind === 'block') current = current.parent;
  return current?.owner;
}

interface MemberKind {
  readonly kind: FunctionKind;
  readonly isStatic: boolean;
  readonly takesSelf: boolean;
}

const implicitlyStatic = new Set(['__new__', '__init_subclass__', '__class_getitem__']);

function memberKind(name: string, marks: readonly string[]): MemberKind {
  const has = (pattern: RegExp): boolean => marks.some((mark) => pattern.test(mark));
  if (name === '__init__') return { kind: 'constructor', isStatic: false, takesSelf: true };
  if (has(/^staticmethod$/)) return { kind: 'method', isStatic: true, takesSelf: false };
  const isStatic = implicitlyStatic.has(name) || has(/^(abc\.)?(classmethod|abstractclassmethod)$/);
  if (has(/^(abc\.)?(property|abstractproperty)$|(^|\.)cached_property$/))
    return { kind: 'getter', isStatic, takesSelf: true };
  return { kind: has(/\.(setter|deleter)$/) ? 'setter' : 'method', isStatic, takesSelf: true };
}

function lowerDefault(file: Lowering, parameter: NodeId): ValueId | undefined {
  const value = childBy(file, parameter, 'value');
  return value < 0 ? undefined : lowerExpression(file, value);
}

export function declareTypeParameters(file: Lowering, node: NodeId): void {
  const list = childBy(file, node, 'type_parameters');
  for (const parameter of childrenOf(file, list)) {
    for (let name = parameter; name < nextOf(file, parameter); name++) {
      if (kindOf(file, name) !== 'identifier') continue;
      declare(file, textOf(file, name), 'const', spanOf(file, name));
      break;
    }
  }
}

/** Tells whether the body makes a generator of the function. */
function lowerBody(file: Lowering, node: NodeId, isLambda: boolean): boolean {
  const body = childBy(file, node, 'body');
  if (body < 0) return false;
  const yields = hoist(file, isLambda ? node : body);
  if (isLambda) {
    const value = lowerExpression(file, body);
    file.steps.push({ kind: 'return', value, ...spanOf(file, body) });
  } else lowerBlock(file, body);
  return yields;
}

type OpenFacts = Omit<FunctionFacts, 'start' | 'end' | 'parameters' | 'captures' | 'usesThis' | 'body'>;

/** Reserves the place of a function, so that it comes before those nested in it. */
export function openFunction(file: Lowering, span: Span, facts: OpenFacts): FunctionId {
  const id = file.functions.length;
  file.functions.push({
    ...facts,
    ...span,
    ...(id === 0 ? {} : { parent: file.function }),
    parameters: [],
    captures: [],
    usesThis: false,
    body: [],
  });
  file.captures.push(new Set());
  return id;
}

/** Lowers what belongs to function `id` in a scope of its own. */
function fillFunction(file: Lowering, id: FunctionId, lower: () => void): void {
  const outer = file.function;
  file.function = id;
  inScope(file, 'function', () => {
    functionOf(file, id).body = collectSteps(file, lower);
  });
  file.function = outer;
}

export function functionOf(file: Lowering, id: FunctionId): Mutable<FunctionFacts> {
  const found = file.functions[id];
  if (!found) throw new RangeError(`No function ${id}`);
  return found;
}

/** `lambda` with its parameters. */
function headOf(file: Lowering, node: NodeId): Span {
  const { start, end } = spanOf(file, node);
  const parameters = childOfKind(file, node, 'lambda_parameters');
  const last = parameters >= 0 ? parameters : firstOf(file, node);
  return { start, end: parameters >= 0 ? endOf(file, last) : Math.min(end, start + 'lambda'.length) };
}
