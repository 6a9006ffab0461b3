import { ts } from '../tree.ts';
import { declare, spanOf, type Lowering, type Scope } from './state.ts';
import { declareType } from './types.ts';
import type { BindingKind } from '../../../model/facts.ts';

/**
 * Names are visible in their whole block, or function for `var`, whatever the order. So each scope's declarations are entered before
 * its statements are lowered.
 */
export function hoist(file: Lowering, statements: readonly ts.Statement[]): void {
  hoistBlock(file, statements);
  for (const statement of statements) hoistVariables(file, statement, file.scope);
}

/** The same for a block within a function, to which its `var` names belong. */
export function hoistBlock(file: Lowering, statements: readonly ts.Statement[]): void {
  for (const statement of statements) hoistLexical(file, statement);
}

function hoistLexical(file: Lowering, node: ts.Statement): void {
  switch (node.kind) {
    case ts.SyntaxKind.FunctionDeclaration: {
      declareIdentifier(file, (node as ts.FunctionDeclaration).name, 'function');
      return;
    }
    case ts.SyntaxKind.ClassDeclaration: {
      declareIdentifier(file, (node as ts.ClassDeclaration).name, 'class');
      return;
    }
    case ts.SyntaxKind.EnumDeclaration: {
      declareIdentifier(file, (node as ts.EnumDeclaration).name, 'enum');
      return;
    }
    case ts.SyntaxKind.InterfaceDeclaration:
    case ts.SyntaxKind.TypeAliasDeclaration: {
      declareType(file, (node as ts.InterfaceDeclaration | ts.TypeAliasDeclaration).name);
      return;
    }
    case ts.SyntaxKind.ModuleDeclaration: {
      const { name } = node as ts.ModuleDeclaration;
      if (ts.isIdentifier(name)) declareIdentifier(file, name, 'const');
      return;
    }
    case ts.SyntaxKind.VariableStatement: {
      const list = (node as ts.VariableStatement).declarationList;
      if (list.flags & ts.NodeFlags.BlockScoped) declareList(file, list, file.scope);
      return undefined;
    }
    case ts.SyntaxKind.ImportDeclaration: {
      hoistImport(file, node as ts.ImportDeclaration);
      return;
    }
    case ts.SyntaxKind.ImportEqualsDeclaration: {
      declareIdentifier(file, (node as ts.ImportEqualsDeclaration).name, 'import');
      return;
    }
    default:
      return undefined;
  }
}

function hoistImport(file: Lowering, node: ts.ImportDeclaration): void {
  const clause = node.importClause;
  declareIdentifier(file, clause?.name, 'import');
  const bindings = clause?.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) declareIdentifier(file, bindings.name, 'import');
  else for (const element of bindings.elements) declareIdentifier(file, element.name, 'import');
}

/** `var` belongs to the function, from however deep a block. */
function hoistVariables(file: Lowering, node: ts.Node, functionScope: Scope): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
  if (ts.isVariableDeclarationList(node)) {
    if (!(node.flags & ts.NodeFlags.BlockScoped)) declareList(file, node, functionScope);
    return;
  }
  // No `var` hides in an expression but inside a function, which is skipped anyway.
  if (!ts.isStatement(node) && !isStatementContainer(node)) return;
  ts.forEachChild(node, (child) => {
    hoistVariables(file, child, functionScope);
  });
}

function isStatementContainer(node: ts.Node): boolean {
  return (
    ts.isCaseBlock(node) ||
    ts.isCaseOrDefaultClause(node) ||
    ts.isCatchClause(node) ||
    ts.isVariableDeclarationList(node)
  );
}

export function declareList(file: Lowering, list: ts.VariableDeclarationList, scope: Scope): void {
  const kind = listKind(list);
  for (const declaration of list.declarations) declarePattern(file, declaration.name, kind, scope);
}

export function listKind(list: ts.VariableDeclarationList): BindingKind {
  if (!(list.flags & ts.NodeFlags.BlockScoped)) return 'var';
  return list.flags & ts.NodeFlags.Let ? 'let' : 'const'; // `using` holds one value, too
}

export function declarePattern(file: Lowering, name: ts.BindingName, kind: BindingKind, scope: Scope): void {
  if (ts.isIdentifier(name)) {
    declare(file, name.text, kind, spanOf(file, name), scope);
    return;
  }
  for (const element of name.elements) {
    if (!ts.isOmittedExpression(element)) declarePattern(file, element.name, kind, scope);
  }
}

function declareIdentifier(file: Lowering, name: ts.Identifier | undefined, kind: BindingKind): void {
  if (name) declare(file, name.text, kind, spanOf(file, name));
}
