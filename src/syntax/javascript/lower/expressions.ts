import type { ValueId } from '../../../model/facts.ts';
import type { Argument, Property, This } from '../../../model/value.ts';
import { ts } from '../tree.ts';
import { lowerChain } from './chains.ts';
import { lowerClass } from './classes.ts';
import { lowerFunction } from './functions.ts';
import { lowerMarkup } from './markup.ts';
import { propertyName, unwrap } from './names.ts';
import { lowerBinary, lowerConditional } from './operators.ts';
import { lowerPlace, readPlace, writePlace } from './patterns.ts';
import { isShared } from './shared.ts';
import { addValue, bindingOf, evaluate, noteAwait, resolveName, spanOf, type Lowering } from './state.ts';
import { assertType } from './types.ts';

/**
 * `whole`: the expression's value is wanted, so reading shared state is an event. `part`: it is only the way to a member or to a
 * callee, whose own read tells enough.
 */
export type Wanted = 'whole' | 'part';

/** Lowers an expression: adds the steps it takes to the current list and gives its value. Never throws, whatever the tree. */
export function lowerExpression(file: Lowering, node: ts.Expression, wanted: Wanted = 'whole'): ValueId {
  switch (node.kind) {
    case ts.SyntaxKind.Identifier:
      return lowerIdentifier(file, node as ts.Identifier, wanted);
    case ts.SyntaxKind.PropertyAccessExpression:
    case ts.SyntaxKind.ElementAccessExpression: {
      const value = lowerPlace(file, node);
      return wanted === 'whole' ? evaluate(file, value) : value;
    }
    case ts.SyntaxKind.CallExpression:
      return lowerCall(file, node as ts.CallExpression);
    case ts.SyntaxKind.NewExpression: {
      const { expression, arguments: args } = node as ts.NewExpression;
      const callee = lowerExpression(file, expression, 'part');
      return evaluate(file, addValue(file, node, { kind: 'new', callee, args: lowerArguments(file, args ?? []) }));
    }
    case ts.SyntaxKind.AwaitExpression: {
      noteAwait(file);
      const of = lowerExpression(file, (node as ts.AwaitExpression).expression);
      return evaluate(file, addValue(file, node, { kind: 'await', of }));
    }
    case ts.SyntaxKind.YieldExpression: {
      const { expression, asteriskToken } = node as ts.YieldExpression;
      const delegates = asteriskToken !== undefined;
      const of = expression && lowerExpression(file, expression);
      return evaluate(file, addValue(file, node, { kind: 'yield', delegates, ...(of === undefined ? {} : { of }) }));
    }
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression: {
      const made = lowerFunction(file, node as ts.ArrowFunction | ts.FunctionExpression, {});
      return addFunctionValue(file, node, made);
    }
    case ts.SyntaxKind.ClassExpression:
      return addValue(file, node, { kind: 'class', class: lowerClass(file, node as ts.ClassExpression) });
    case ts.SyntaxKind.BinaryExpression:
      return lowerBinary(file, node as ts.BinaryExpression);
    case ts.SyntaxKind.ConditionalExpression:
      return lowerConditional(file, node as ts.ConditionalExpression);
    case ts.SyntaxKind.ObjectLiteralExpression:
      return addValue(file, node, {
        kind: 'object',
        properties: lowerProperties(file, node as ts.ObjectLiteralExpression),
      });
    case ts.SyntaxKind.ArrayLiteralExpression: {
      const elements = lowerArguments(file, (node as ts.ArrayLiteralExpression).elements);
      return addValue(file, node, { kind: 'array', elements });
    }
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.SatisfiesExpression:
    case ts.SyntaxKind.ExpressionWithTypeArguments:
      return lowerExpression(file, (node as ts.ParenthesizedExpression).expression, wanted);
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.TypeAssertionExpression: {
      const { expression, type } = node as ts.AssertionExpression;
      return assertType(file, lowerExpression(file, expression, wanted), type);
    }
    case ts.SyntaxKind.TemplateExpression: {
      const { templateSpans } = node as ts.TemplateExpression;
      const parts = templateSpans.map((span) => lowerExpression(file, span.expression));
      return addValue(file, node, { kind: 'template', texts: textsOf(node as ts.TemplateExpression), parts });
    }
    case ts.SyntaxKind.TaggedTemplateExpression:
      return lowerTaggedTemplate(file, node as ts.TaggedTemplateExpression);
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.PostfixUnaryExpression:
      return lowerUnary(file, node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression);
    case ts.SyntaxKind.TypeOfExpression:
      return lowerKeyword(file, node as ts.TypeOfExpression, 'typeof');
    case ts.SyntaxKind.VoidExpression:
      return lowerKeyword(file, node as ts.VoidExpression, 'void');
    case ts.SyntaxKind.DeleteExpression:
      return lowerKeyword(file, node as ts.DeleteExpression, 'delete');
    case ts.SyntaxKind.JsxElement:
    case ts.SyntaxKind.JsxSelfClosingElement:
    case ts.SyntaxKind.JsxFragment:
      return lowerMarkup(file, node as ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment);
    case ts.SyntaxKind.ThisKeyword:
      return lowerThis(file, node, 'this');
    case ts.SyntaxKind.SuperKeyword:
      return lowerThis(file, node, 'super');
    case ts.SyntaxKind.MetaProperty:
      // `import.meta` is a global of its own in every module.
      return isNewTarget(node as ts.MetaProperty)
        ? lowerThis(file, node, 'new.target')
        : addValue(file, node, { kind: 'global', name: 'import.meta' });
    case ts.SyntaxKind.RegularExpressionLiteral: {
      const { text } = node as ts.RegularExpressionLiteral;
      const slash = text.lastIndexOf('/');
      return addValue(file, node, { kind: 'regex', source: text.slice(1, slash), flags: text.slice(slash + 1) });
    }
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return addValue(file, node, { kind: 'literal', value: (node as ts.StringLiteral).text });
    case ts.SyntaxKind.NumericLiteral:
      return addValue(file, node, { kind: 'literal', value: Number((node as ts.NumericLiteral).text) });
    case ts.SyntaxKind.BigIntLiteral:
      return addValue(file, node, { kind: 'literal', value: (node as ts.BigIntLiteral).text });
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return addValue(file, node, { kind: 'literal', value: node.kind === ts.SyntaxKind.TrueKeyword });
    case ts.SyntaxKind.NullKeyword:
      return addValue(file, node, { kind: 'literal', value: null });
    default:
      return addValue(file, node, { kind: 'unknown' });
  }
}

function isNewTarget(node: ts.MetaProperty): boolean {
  return node.keywordToken === ts.SyntaxKind.NewKeyword;
}

function lowerIdentifier(file: Lowering, node: ts.Identifier, wanted: Wanted): ValueId {
  const name = node.text;
  const binding = resolveName(file, name);
  if (binding !== undefined) {
    const value = addValue(file, node, { kind: 'name', binding });
    return wanted === 'whole' && isShared(file, binding) ? evaluate(file, value) : value;
  }
  if (name === 'undefined') return addValue(file, node, { kind: 'literal' });
  if (name === 'arguments') return lowerThis(file, node, 'arguments');
  if (name === 'exports' || name === 'module') file.usesCommonJs = true;
  return addValue(file, node, { kind: 'global', name });
}

/** Arrows hand the use of `this` on to the function around them; static parts of a class have one of their own. */
export function lowerThis(file: Lowering, node: ts.Node, kind: This['kind']): ValueId {
  let owner = file.function;
  for (let facts = file.functions[owner]; facts; facts = file.functions[owner]) {
    if (file.staticPart?.function === owner) return lowerStaticThis(file, node, kind);
    facts.usesThis = true;
    if (facts.kind !== 'arrow' || facts.parent === undefined) break;
    owner = facts.parent;
  }
  return addValue(file, node, { kind, function: owner });
}

function lowerStaticThis(file: Lowering, node: ts.Node, kind: This['kind']): ValueId {
  const binding = kind === 'this' ? file.staticPart?.class : undefined;
  return addValue(file, node, binding === undefined ? { kind: 'unknown' } : { kind: 'name', binding });
}

function lowerCall(file: Lowering, node: ts.CallExpression): ValueId {
  if (ts.isOptionalChain(node)) return lowerChain(file, node);
  const specifier = importedSpecifier(file, node);
  if (specifier) return specifier();
  const callee = lowerExpression(file, node.expression, 'part');
  return evaluate(file, addValue(file, node, { kind: 'call', callee, args: lowerArguments(file, node.arguments) }));
}

/** Handles `import(…)` and `require(…)`; undefined for any other call. */
function importedSpecifier(file: Lowering, node: ts.CallExpression): (() => ValueId) | undefined {
  const form = importForm(file, node.expression);
  if (!form) return undefined;
  const [argument] = node.arguments;
  if (form === 'require' && (!argument || !ts.isStringLiteralLike(argument))) return undefined;
  return () => {
    if (form === 'require') file.usesCommonJs = true;
    const of = argument && !ts.isStringLiteralLike(argument) ? lowerExpression(file, argument) : undefined;
    const specifier = argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
    if (specifier !== undefined) file.specifiers.add(specifier);
    return evaluate(
      file,
      addValue(file, node, {
        kind: 'import',
        form,
        ...(specifier === undefined ? {} : { specifier }),
        ...(of === undefined ? {} : { of }),
      }),
    );
  };
}

function importForm(file: Lowering, callee: ts.Expression): 'import' | 'require' | undefined {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return 'import';
  if (!ts.isIdentifier(callee) || callee.text !== 'require') return undefined;
  return resolveName(file, 'require') === undefined || declaresCreatedRequire(file) ? 'require' : undefined;
}

/** `const require = createRequire(import.meta.url)` makes the usual `require`. */
function declaresCreatedRequire(file: Lowering): boolean {
  const binding = resolveName(file, 'require');
  const init = binding === undefined ? undefined : file.bindings[binding]?.init;
  const call = init === undefined ? undefined : file.values[init];
  const callee = call?.kind === 'call' ? file.values[call.callee] : undefined;
  return callee?.kind === 'name' && file.bindings[callee.binding]?.import?.name === 'createRequire';
}

export function lowerArguments(file: Lowering, nodes: readonly ts.Expression[]): Argument[] {
  return nodes.map((node) =>
    ts.isSpreadElement(node)
      ? { value: lowerExpression(file, node.expression), spread: true }
      : { value: lowerExpression(file, node), spread: false },
  );
}

function textsOf(node: ts.TemplateLiteral): string[] {
  return ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
    : [node.text];
}

function lowerTaggedTemplate(file: Lowering, node: ts.TaggedTemplateExpression): ValueId {
  const callee = lowerExpression(file, node.tag, 'part');
  const { template } = node;
  const spans = ts.isTemplateExpression(template) ? template.templateSpans : [];
  const given = lowerArguments(
    file,
    spans.map((span) => span.expression),
  );
  // The tag is given the texts first. That they are a list matters less than what they say together with the parts.
  const parts = given.map(({ value }) => value);
  const text = addValue(file, template, { kind: 'template', texts: textsOf(template), parts });
  const args = [{ value: text, spread: false }, ...given];
  return evaluate(file, addValue(file, node, { kind: 'call', callee, args }));
}

function lowerUnary(file: Lowering, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): ValueId {
  const operator = ts.tokenToString(node.operator) ?? '';
  if (operator !== '++' && operator !== '--') {
    const operand = lowerExpression(file, node.operand);
    return addValue(file, node, { kind: 'operation', operator, operands: [operand] });
  }
  const target = lowerPlace(file, node.operand);
  readPlace(file, target);
  const one = addValue(file, node, { kind: 'literal', value: 1 });
  const operation = { kind: 'operation', operator: operator.slice(1), operands: [target, one] } as const;
  const value = addValue(file, node, operation);
  writePlace(file, target, one, node, operator.slice(1));
  return value;
}

function lowerKeyword(
  file: Lowering,
  node: ts.TypeOfExpression | ts.VoidExpression | ts.DeleteExpression,
  operator: 'typeof' | 'void' | 'delete',
): ValueId {
  if (operator === 'delete') {
    const target = lowerPlace(file, node.expression);
    writePlace(file, target, addValue(file, node, { kind: 'literal' }), node);
    return addValue(file, node, { kind: 'operation', operator, operands: [target] });
  }
  return addValue(file, node, { kind: 'operation', operator, operands: [lowerExpression(file, node.expression)] });
}

function lowerProperties(file: Lowering, node: ts.ObjectLiteralExpression): Property[] {
  return node.properties.map((property): Property => {
    if (ts.isSpreadAssignment(property)) return { value: lowerExpression(file, property.expression), spread: true };
    const name = propertyName(property.name);
    const key = ts.isComputedPropertyName(property.name) ? lowerExpression(file, property.name.expression) : undefined;
    const value = lowerPropertyValue(file, property, name);
    if (name !== undefined) return { name, value, spread: false };
    return key === undefined ? { value, spread: false } : { key, value, spread: false };
  });
}

function lowerPropertyValue(
  file: Lowering,
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  name: string | undefined,
): ValueId {
  if (ts.isShorthandPropertyAssignment(property)) return lowerIdentifier(file, property.name, 'whole');
  if (ts.isPropertyAssignment(property)) return lowerNamed(file, property.initializer, name, property.name);
  const made = lowerFunction(file, property, { name: name ?? '' });
  return addFunctionValue(file, property, made);
}

function addFunctionValue(file: Lowering, node: ts.Node, made: number): ValueId {
  const value = addValue(file, node, { kind: 'function', function: made });
  // Inside, its own name means the function itself.
  const own = file.ownNames.get(made);
  if (own !== undefined) bindingOf(file, own).init = value;
  return value;
}

/** Lowers an expression that is stored under `name`, which an anonymous function or class takes as its own. */
export function lowerNamed(
  file: Lowering,
  node: ts.Expression,
  name: string | undefined,
  nameNode: ts.Node | undefined,
): ValueId {
  const inner = unwrap(node);
  if (name !== undefined && (ts.isArrowFunction(inner) || (ts.isFunctionExpression(inner) && !inner.name))) {
    const head = nameNode ? spanOf(file, nameNode) : undefined;
    return addFunctionValue(file, inner, lowerFunction(file, inner, { name, ...(head ? { head } : {}) }));
  }
  return lowerExpression(file, node);
}
