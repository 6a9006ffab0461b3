import { ts } from '../../../syntax/javascript/tree.ts';
import { bare } from '../edit/nodes.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isWritten } from '../edit/writes.ts';
import { readers } from './methods.ts';

/** Variables that are made for a loop right before it, to be filled by it. */
export interface Made {
  readonly statements: readonly ts.VariableStatement[];
  readonly declarations: readonly Declaration[];
}

/** The declarations directly above `loop` that it writes to; as text why they cannot leave with it. */
export function madeBefore(session: Session, loop: ts.IterationStatement): Made | string {
  const { scopes } = session;
  const block = loop.parent as ts.Block;
  const statements: ts.VariableStatement[] = [];
  const declarations: Declaration[] = [];
  for (let at = block.statements.indexOf(loop) - 1; at >= 0; at--) {
    const statement = block.statements[at];
    if (!statement || !ts.isVariableStatement(statement)) break;
    const own = statement.declarationList.declarations.map((node) =>
      ts.isIdentifier(node.name) ? scopes.lookUp(node.name.text, loop) : undefined,
    );
    const filled = own.filter((one) => one && isWithin(one.node, statement) && isFilledIn(session, one, loop));
    if (filled.length === 0) {
      // It may use what stands above, or change it.
      if (!statement.declarationList.declarations.every(({ initializer }) => !initializer || isPlain(initializer)))
        break;
      continue;
    }
    const [first] = filled;
    const isPure = statement.declarationList.declarations.every(
      ({ initializer }) => !initializer || isPlain(initializer),
    );
    if (filled.length < own.length || !isPure)
      return `The loop fills \`${first?.name.text ?? ''}\`, which is made together with other things or by other code.`;
    statements.unshift(statement);
    declarations.unshift(...own.flatMap((one) => one ?? []));
  }
  return { statements, declarations };
}

/** Assigned to, or changed through a method or a field. */
function isFilledIn({ scopes }: Session, declaration: Declaration, loop: ts.IterationStatement): boolean {
  return scopes.referencesTo(declaration).some((use) => isWithin(use, loop) && isChanged(use));
}

function isChanged(use: ts.Expression): boolean {
  if (isWritten(use)) return true;
  const { parent } = use;
  const isRoot =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === use;
  if (!isRoot)
    return ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent) ? isChanged(parent) : false;
  if (isChanged(parent)) return true;
  const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
  return isCalled && ts.isPropertyAccessExpression(parent) && !readers.has(parent.name.text);
}

const containers = /^(?:Map|Set|Array|(?:Big)?(?:Int|Uint|Float)\w*Array)$/;

/** Made of literals and of the sizes of other things, so that it comes out the same a few lines further down. */
function isPlain(node: ts.Expression): boolean {
  const value = bare(node);
  if (ts.isLiteralExpression(value) || ts.isIdentifier(value)) return true;
  if ([ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(value.kind))
    return true;
  if (ts.isPrefixUnaryExpression(value))
    return (
      ![ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(value.operator) && isPlain(value.operand)
    );
  if (ts.isBinaryExpression(value))
    return /^[-+*/%]$/.test(value.operatorToken.getText()) && isPlain(value.left) && isPlain(value.right);
  if (ts.isPropertyAccessExpression(value)) return ts.isIdentifier(value.expression);
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(isPlain);
  if (ts.isObjectLiteralExpression(value))
    return value.properties.every((one) => ts.isPropertyAssignment(one) && isPlain(one.initializer));
  if (ts.isNewExpression(value)) {
    const isContainer = ts.isIdentifier(value.expression) && containers.test(value.expression.text);
    return isContainer && (value.arguments?.every(isPlain) ?? true);
  }
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return false;
  return (
    value.expression.name.text === 'fill' && isPlain(value.expression.expression) && value.arguments.every(isPlain)
  );
}
