import { ts } from '../../../syntax/javascript/tree.ts';
import { bare } from '../edit/nodes.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isTypeName } from './movable.ts';

/** What statements need of the functions around them. */
export interface Parameters {
  readonly names: readonly string[];
  /** With their types, where the file has types. */
  readonly declared: readonly string[];
}

/** The values that have to be handed to `statements` when they become a function of their own; as text why one cannot be. */
export function parametersFor(session: Session, statements: readonly ts.Statement[]): Parameters | string {
  const { scopes } = session;
  const inputs = new Set<Declaration>();
  for (const name of statements.flatMap((one) => scopes.freeIn(one))) {
    const declaration = scopes.declarationOf(name);
    if (!declaration || ts.isSourceFile(declaration.scope)) continue;
    if (statements.some((one) => isWithin(declaration.node, one))) continue;
    if (declaration.kind === 'type' || isTypeName(name))
      return `The loop uses the type \`${name.text}\` of its function.`;
    if (declaration.kind === 'function' || declaration.kind === 'class')
      return `The loop uses \`${name.text}\`, which stands inside of another function. Move it to the top level of the file first.`;
    inputs.add(declaration);
  }
  const declared: string[] = [];
  for (const one of inputs) {
    const type = session.typescript ? typeOf(session, one) : '';
    if (type === undefined)
      return `The type of \`${one.name.text}\` is not written down, and a function of its own would need it. Add it first.`;
    declared.push(type === '' ? one.name.text : `${one.name.text}: ${type}`);
  }
  return { names: [...inputs].map(({ name }) => name.text), declared };
}

function typeOf(session: Session, { node }: Declaration): string | undefined {
  if (ts.isParameter(node)) {
    if (node.questionToken || node.dotDotDotToken) return undefined;
    return node.type ? written(session, node.type) : literalType(node.initializer);
  }
  if (!ts.isVariableDeclaration(node)) return undefined;
  return node.type ? written(session, node.type) : literalType(node.initializer);
}

/** A test before the loop may have made a union smaller, and a type parameter means something only where it is declared. */
function written({ source, scopes }: Session, type: ts.TypeNode): string | undefined {
  if (ts.isUnionTypeNode(type) && type.types.some((one) => /^(?:undefined|null)$/.test(one.getText(source))))
    return undefined;
  const isLocal = scopes.freeIn(type).some((name) => {
    const scope = scopes.declarationOf(name)?.scope;
    return scope !== undefined && !ts.isSourceFile(scope);
  });
  return isLocal ? undefined : type.getText(source);
}

function literalType(initializer: ts.Expression | undefined): string | undefined {
  const value = initializer && bare(initializer);
  if (!value) return undefined;
  if (ts.isNumericLiteral(value)) return 'number';
  if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) return 'string';
  if (ts.isPropertyAccessExpression(value)) return ['length', 'size'].includes(value.name.text) ? 'number' : undefined;
  if (ts.isCallExpression(value)) {
    const callee = value.expression.getText();
    if (/^(?:Number|parseInt|parseFloat|Number\.parseInt|Number\.parseFloat|Math\.\w+)$/.test(callee)) return 'number';
    return callee === 'String' ? 'string' : undefined;
  }
  return undefined;
}
