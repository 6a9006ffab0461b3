import { ts } from '../../../syntax/javascript/tree.ts';

/** `m` of `require('m')`. */
export function requireOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [argument] = node.arguments;
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** `node:fs` and `fs` are one module. */
export function isSameModule(a: string, b: string): boolean {
  return a.replace(/^node:/, '') === b.replace(/^node:/, '');
}

/** One name of the module's top level that stands for a module or for one of its exports. */
export interface Imported {
  readonly module: string;
  /** `*` for the whole module, `default`, or an export's name. */
  readonly export: string;
}

/** What a top-level declaration imports, by `import` or by `require`. */
export function importedBy(node: ts.Node): Imported | undefined {
  if (ts.isImportClause(node)) return fromClause(node, 'default');
  if (ts.isNamespaceImport(node)) return fromClause(node.parent, '*');
  if (ts.isImportSpecifier(node)) {
    return node.isTypeOnly ? undefined : fromClause(node.parent.parent, (node.propertyName ?? node.name).text);
  }
  if (ts.isImportEqualsDeclaration(node)) {
    const { moduleReference: reference } = node;
    if (node.isTypeOnly || !ts.isExternalModuleReference(reference) || !ts.isStringLiteral(reference.expression))
      return undefined;
    return { module: reference.expression.text, export: '*' };
  }
  if (ts.isVariableDeclaration(node) && node.initializer) {
    const module = requireOf(node.initializer);
    return module === undefined ? undefined : { module, export: '*' };
  }
  if (ts.isBindingElement(node) && !node.dotDotDotToken && !node.initializer) {
    const declaration = node.parent.parent;
    const module =
      ts.isVariableDeclaration(declaration) && declaration.initializer && requireOf(declaration.initializer);
    const name = node.propertyName ?? node.name;
    return module !== undefined && module !== false && ts.isIdentifier(name)
      ? { module, export: name.text }
      : undefined;
  }
  return undefined;
}

function fromClause(clause: ts.ImportClause, name: string): Imported | undefined {
  const { moduleSpecifier } = clause.parent;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  return { module: moduleSpecifier.text, export: name };
}
