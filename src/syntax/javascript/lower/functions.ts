import type { ClassId, FunctionFacts, FunctionId, FunctionKind, Parameter, ValueId } from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import { ts } from '../tree.ts';
import {
  declare,
  annotate,
  addValue,
  bindingOf,
  collectSteps,
  inScope,
  spanOf,
  takeId,
  type Lowering,
  type Mutable,
} from './state.ts';
import { declarePattern, hoist } from './declarations.ts';
import { lowerExpression, lowerNamed } from './expressions.ts';
import { bindPattern } from './patterns.ts';
import { lowerStatements } from './statements.ts';
import { annotationOf, declareTypeParameters } from './types.ts';

/** What the place where a function stands says about it. */
export interface FunctionPlace {
  readonly name?: string;
  readonly head?: Span;
  readonly owner?: ClassId;
  readonly isStatic?: boolean;
  readonly decorators?: readonly number[];
}

/** Adds the facts of a function with its body, nested functions included. */
export function lowerFunction(file: Lowering, node: ts.FunctionLikeDeclaration, place: FunctionPlace): FunctionId {
  const flags = ts.getCombinedModifierFlags(node);
  const made = openFunction(file, node, {
    kind: kindOf(node),
    head: place.head ?? headOf(file, node),
    isAsync: (flags & ts.ModifierFlags.Async) !== 0,
    isGenerator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    isStatic: place.isStatic ?? false,
    decorators: place.decorators ?? [],
    ...nameOf(node, place),
    ...(place.owner === undefined ? {} : { owner: place.owner }),
  });
  fillFunction(file, made, () => {
    // A function expression knows itself by its own name.
    if (ts.isFunctionExpression(node) && node.name) {
      file.ownNames.set(made, declare(file, node.name.text, 'function', spanOf(file, node.name)));
    }
    const facts = functionOf(file, made);
    declareTypeParameters(file, node.typeParameters);
    facts.parameters = lowerParameters(file, made, node.parameters);
    const returns = annotationOf(file, node.type);
    if (returns) facts.returns = returns;
    lowerBody(file, node);
  });
  return made;
}

type OpenFacts = Omit<FunctionFacts, 'start' | 'end' | 'parameters' | 'captures' | 'usesThis' | 'body'>;

/** Reserves the place of a function, so that it comes before those nested in it. */
export function openFunction(file: Lowering, node: ts.Node, facts: OpenFacts): FunctionId {
  const id = takeId(file, 'functions');
  file.opened.push(id);
  file.functions[id] = {
    ...facts,
    ...spanOf(file, node),
    ...(id === 0 ? {} : { parent: file.function }),
    parameters: [],
    captures: [],
    usesThis: false,
    body: [],
  };
  file.captures[id] = new Set();
  return id;
}

/** Lowers what belongs to function `id` in a scope of its own. */
export function fillFunction(file: Lowering, id: FunctionId, lower: () => void): void {
  const outer = file.function;
  file.function = id;
  inScope(file, () => {
    functionOf(file, id).body = collectSteps(file, lower);
  });
  file.function = outer;
}

export function functionOf(file: Lowering, id: FunctionId): Mutable<FunctionFacts> {
  const found = file.functions[id];
  if (!found) throw new RangeError(`No function ${id}`);
  return found;
}

function lowerBody(file: Lowering, node: ts.FunctionLikeDeclaration): void {
  const { body } = node;
  if (!body) return;
  if (ts.isBlock(body)) {
    const directives = directivesOf(body.statements);
    if (directives) functionOf(file, file.function).directives = directives;
    hoist(file, body.statements);
    lowerStatements(file, body.statements);
  } else {
    const value = lowerExpression(file, body);
    file.steps.push({ kind: 'return', value, ...spanOf(file, body) });
  }
}

/** The strings that a body begins with. */
export function directivesOf(statements: readonly ts.Statement[]): readonly string[] | undefined {
  const found: string[] = [];
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    found.push(statement.expression.text);
  }
  return found.length === 0 ? undefined : found;
}

function lowerParameters(
  file: Lowering,
  owner: FunctionId,
  nodes: readonly ts.ParameterDeclaration[],
): readonly Parameter[] {
  const visible = nodes.filter(({ name }) => !ts.isIdentifier(name) || name.text !== 'this');
  return visible.map((node, index) => {
    const { name } = node;
    const simple = ts.isIdentifier(name);
    // A pattern gets a nameless binding for the whole and one for each of its names.
    const key = simple ? name.text : `{${String(index)}}`;
    const binding = declare(file, key, 'parameter', spanOf(file, name));
    const declared = bindingOf(file, binding);
    if (!simple) declared.name = '';
    declared.parameter = { function: owner, index };
    const annotation = annotationOf(file, node.type);
    annotate(declared, annotation);
    const fallback = node.initializer && lowerDefault(file, node.initializer, binding, name);
    if (!simple) {
      declarePattern(file, name, 'const', file.scope);
      bindPattern(file, name, addValue(file, name, { kind: 'name', binding }));
    }
    return {
      name: declared.name,
      binding,
      isRest: node.dotDotDotToken !== undefined,
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(annotation ? { annotation } : {}),
    };
  });
}

/** What the parameter holds when nothing is passed. That is no second assignment: it holds one value per call. */
function lowerDefault(file: Lowering, initializer: ts.Expression, binding: number, name: ts.BindingName): ValueId {
  const test = addValue(file, name, { kind: 'name', binding });
  let value = test;
  const arm = collectSteps(file, () => {
    value = lowerNamed(file, initializer, ts.isIdentifier(name) ? name.text : undefined, name);
    const target = addValue(file, name, { kind: 'name', binding });
    file.steps.push({ kind: 'write', target, value, ...spanOf(file, initializer) });
  });
  file.steps.push({ kind: 'branch', form: '??', test, arms: [[], arm], ...spanOf(file, initializer) });
  return value;
}

function nameOf(node: ts.FunctionLikeDeclaration, place: FunctionPlace): { name?: string } {
  const own =
    node.name && (ts.isIdentifier(node.name) || ts.isPrivateIdentifier(node.name)) ? node.name.text : undefined;
  const name = own ?? place.name;
  return name ? { name } : {};
}

function kindOf(node: ts.FunctionLikeDeclaration): FunctionKind {
  if (ts.isArrowFunction(node)) return 'arrow';
  if (ts.isGetAccessor(node)) return 'getter';
  if (ts.isSetAccessor(node)) return 'setter';
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  return ts.isMethodDeclaration(node) ? 'method' : 'function';
}

/** The name, or else everything before the body. */
function headOf(file: Lowering, node: ts.FunctionLikeDeclaration): Span {
  if (node.name) return spanOf(file, node.name);
  const start = node.getStart(file.source);
  if (ts.isArrowFunction(node)) return { start, end: node.equalsGreaterThanToken.end };
  return { start, end: node.body ? Math.max(start + 1, node.body.getStart(file.source) - 1) : node.end };
}
