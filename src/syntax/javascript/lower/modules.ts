import type { BindingId, ValueId } from '../../../model/facts.ts';
import { ts } from '../tree.ts';
import { lowerExpression } from './expressions.ts';
import { entityValue } from './names.ts';
import { addValue, bindingOf, resolveName, type Lowering } from './state.ts';
import { typeBinding } from './types.ts';

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
    | ts.InterfaceDeclaration
    | ts.TypeAliasDeclaration
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
  if (name === undefined || value === undefined) return;
  const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  file.exports.push(isType ? { name, value, typeOnly: true } : { name, value });
}

function exportPattern(file: Lowering, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) {
    file.exports.push({ name: name.text, value: nameValue(file, name) });
    return;
  }
  for (const element of name.elements) if (ts.isBindingElement(element)) exportPattern(file, element.name);
}

export function lowerExportDeclaration(file: Lowering, node: ts.ExportDeclaration): void {
  const from = node.moduleSpecifier && textOf(node.moduleSpecifier);
  const typeOnly = node.isTypeOnly ? ({ typeOnly: true } as const) : {};
  if (from !== undefined && !node.isTypeOnly) file.specifiers.add(from);
  const clause = node.exportClause;
  if (!clause) {
    if (from !== undefined) file.exports.push({ name: '*', from, imported: '*', ...typeOnly });
    return;
  }
  if (ts.isNamespaceExport(clause)) {
    if (from !== undefined) file.exports.push({ name: clause.name.text, from, imported: '*', ...typeOnly });
    return;
  }
  for (const { name, propertyName, isTypeOnly } of clause.elements) {
    const local = propertyName ?? name;
    const kind = isTypeOnly ? ({ typeOnly: true } as const) : typeOnly;
    if (from !== undefined) file.exports.push({ name: name.text, from, imported: local.text, ...kind });
    else if (ts.isIdentifier(local)) exportLocal(file, name.text, local, kind.typeOnly ?? false);
  }
}

/** A value, a type, or both where one of each has the name. */
function exportLocal(file: Lowering, name: string, local: ts.Identifier, typeOnly: boolean): void {
  const type = typeBinding(file, local.text);
  const isType = type !== undefined && bindingOf(file, type).kind === 'type';
  if (isType || typeOnly) {
    const value = type === undefined ? nameValue(file, local) : typeValue(file, local, type);
    file.exports.push({ name, value, typeOnly: true });
  }
  const isValue = !isType || resolveName(file, local.text) !== undefined;
  if (isValue && !typeOnly) file.exports.push({ name, value: nameValue(file, local) });
}

function typeValue(file: Lowering, name: ts.Identifier, binding: BindingId): ValueId {
  return addValue(file, name, { kind: 'name', binding, inType: true });
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
