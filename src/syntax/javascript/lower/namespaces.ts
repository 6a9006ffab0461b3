import type { ValueId } from '../../../model/facts.ts';
import type { Property } from '../../../model/value.ts';
import { ts } from '../tree.ts';
import { hoist } from './declarations.ts';
import { lowerExpression } from './expressions.ts';
import { noteModifiers } from './modules.ts';
import { propertyName } from './names.ts';
import { addValue, bindingOf, declare, inScope, resolveName, spanOf, type Lowering } from './state.ts';
import { lowerStatements, noteDeclared } from './statements.ts';

/** A namespace is an object of what it exports, none of which the module exports. Its body runs in place. */
export function lowerNamespace(file: Lowering, node: ts.ModuleDeclaration): void {
  const value = namespaceValue(file, node);
  if (value === undefined || !ts.isIdentifier(node.name)) return;
  const binding = resolveName(file, node.name.text);
  // Merged into a function, class or enum of the same name, it only adds members to that.
  if (binding === undefined || bindingOf(file, binding).kind !== 'const') return;
  noteDeclared(file, node.name, value);
  noteModifiers(file, node, value);
}

function namespaceValue(file: Lowering, node: ts.ModuleDeclaration): ValueId | undefined {
  const { body } = node;
  if (!body || node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return undefined;
  const properties: Property[] = [];
  if (ts.isModuleDeclaration(body)) {
    const value = namespaceValue(file, body);
    if (value !== undefined) properties.push({ name: body.name.text, value, spread: false });
  } else if (ts.isModuleBlock(body)) {
    const before = file.exports.length;
    inScope(file, () => {
      hoist(file, body.statements);
      lowerStatements(file, body.statements);
    });
    for (const { name, value } of file.exports.splice(before)) {
      if (value !== undefined) properties.push({ name, value, spread: false });
    }
  }
  return addValue(file, node, { kind: 'object', properties });
}

/** An enum is an object of its members' values, as far as they are written down or counted up. */
export function lowerEnum(file: Lowering, node: ts.EnumDeclaration): void {
  const properties: Property[] = [];
  let next: number | undefined = 0;
  inScope(file, () => {
    for (const member of node.members) {
      const value = memberValue(file, member, next);
      const made = file.values[value];
      next = made?.kind === 'literal' && typeof made.value === 'number' ? made.value + 1 : undefined;
      const name = propertyName(member.name);
      if (name !== undefined) bindingOf(file, declare(file, name, 'const', spanOf(file, member.name))).init = value;
      properties.push({ ...(name === undefined ? {} : { name }), value, spread: false });
    }
  });
  const value = addValue(file, node, { kind: 'object', properties });
  noteDeclared(file, node.name, value);
  noteModifiers(file, node, value);
}

function memberValue(file: Lowering, { name, initializer }: ts.EnumMember, next: number | undefined): ValueId {
  if (initializer) return lowerExpression(file, initializer);
  return addValue(file, name, next === undefined ? { kind: 'unknown' } : { kind: 'literal', value: next });
}
