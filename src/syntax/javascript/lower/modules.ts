import type { ValueId } from '../../../model/facts.ts';
import { ts } from '../tree.ts';
import { lowerExpression } from './expressions.ts';
import { entityValue } from './names.ts';
import { addValue, bindingOf, resolveName, type Lowering } from './state.ts';

export function lowerImport(file: Lowering, node: ts.ImportDeclaration): void {
  const specifier = textOf(node.moduleSpecifier);
  if (specifier === undefined) return;
  const clause = node.importClause;
  const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  // What is imported only as a type is gone when the code runs.
  if (!typeOnly) file.specifiers.add(specifier);
  noteImport(file, clause?.name, specifier, 'default', typeOnly);
  const bindings = clause?.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) {
    noteImport(file, bindings.name, specifier, '*', typeOnly);
    return;
  }
  for (const { name, propertyName, isTypeOnly } of bindings.elements) {
    noteImport(file, name, specifier, (propertyName ?? name).text, typeOnly || isTypeOnly);
  }
}

/** `import fs = require('fs')` and `import readFile = fs.readFile`. */
export function lowerImportEquals(file: Lowering, node: ts.ImportEqualsDeclaration): void {
  const reference = node.moduleReference;
  if (ts.isExternalModuleReference(reference)) {
    const specifier = textOf(reference.expression);
    if (specifier === undefined) return;
    file.specifiers.add(specifier);
    noteImport(file, node.name, specifier, '*', node.isTypeOnly);
  } else {
    const binding = resolveName(file, node.name.text);
    if (binding !== undefined) bindingOf(file, binding).init = entityValue(file, reference);
  }
  noteModifiers(file, node, nameValue(file, node.name));
}

function noteImport(
  file: Lowering,
  identifier: ts.Identifier | undefined,
  specifier: string,
  name: string,
  typeOnly: boolean,
): void {
  const binding = identifier && resolveName(file, identifier.text);
  if (binding !== undefined) bindingOf(file, binding).import = { specifier, name, typeOnly };
}

/** Notes `export` and `export default` before a declaration. */
export function noteModifiers(
  file: Lowering,
  node:
    | ts.FunctionDeclaration
    | ts.ClassDeclaration
    | ts.EnumDeclaration
    | ts.ModuleDeclaration
    | ts.ImportEqualsDeclaration
    | ts.VariableStatement,
  value?: ValueId,
): void {
  const has = (kind: ts.SyntaxKind): boolean => node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
  if (!has(ts.SyntaxKind.ExportKeyword)) return;
  if (ts.isVariableStatement(node)) {
    for (const { name } of node.declarationList.declarations) exportPattern(file, name);
    return;
  }
  const name = has(ts.SyntaxKind.DefaultKeyword) ? 'default' : node.name?.text;
  if (name !== undefined && value !== undefined) file.exports.push({ name, value });
}

function exportPattern(file: Lowering, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) {
    file.exports.push({ name: name.text, value: nameValue(file, name) });
    return;
  }
  for (const element of name.elements) if (ts.isBindingElement(element)) exportPattern(file, element.name);
}

export function lowerExportDeclaration(file: Lowering, node: ts.ExportDeclaration): void {
  if (node.isTypeOnly) return;
  const from = node.moduleSpecifier && textOf(node.moduleSpecifier);
  if (from !== undefined) file.specifiers.add(from);
  const clause = node.exportClause;
  if (!clause) {
    if (from !== undefined) file.exports.push({ name: '*', from, imported: '*' });
    return;
  }
  if (ts.isNamespaceExport(clause)) {
    if (from !== undefined) file.exports.push({ name: clause.name.text, from, imported: '*' });
    return;
  }
  for (const { name, propertyName, isTypeOnly } of clause.elements) {
    if (isTypeOnly) continue;
    const local = propertyName ?? name;
    if (from !== undefined) file.exports.push({ name: name.text, from, imported: local.text });
    else if (ts.isIdentifier(local)) file.exports.push({ name: name.text, value: nameValue(file, local) });
  }
}

/** `export default expression` and `export = expression`. */
export function lowerExportAssignment(file: Lowering, node: ts.ExportAssignment): void {
  const value = lowerExpression(file, node.expression);
  file.exports.push({ name: node.isExportEquals ? '=' : 'default', value });
}

function nameValue(file: Lowering, name: ts.Identifier): ValueId {
  const binding = resolveName(file, name.text);
  return addValue(file, name, binding === undefined ? { kind: 'global', name: name.text } : { kind: 'name', binding });
}

function textOf(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}
