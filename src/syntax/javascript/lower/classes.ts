import type { ClassId, ClassMember, FunctionId, ValueId } from '../../../model/facts.ts';
import { ts } from '../tree.ts';
import { assignedMembers } from './assigned.ts';
import { lowerExpression, lowerNamed, lowerThis } from './expressions.ts';
import { fillFunction, functionOf, lowerFunction, openFunction } from './functions.ts';
import { propertyName } from './names.ts';
import { annotationOf, declareTypeParameters, methodType } from './types.ts';
import { hoist } from './declarations.ts';
import { lowerStatements } from './statements.ts';
import { addValue, collectSteps, declare, inScope, reserveClass, resolveName, spanOf, type Lowering } from './state.ts';

export function lowerClass(file: Lowering, node: ts.ClassLikeDeclaration): ClassId {
  const id = reserveClass(file);
  const decorators = lowerDecorators(file, node);
  const heritage = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const base = heritage && lowerExpression(file, heritage.expression);
  const members: ClassMember[] = [];
  const first = file.opened.length;
  inScope(file, () => {
    // A class expression knows itself by its own name.
    if (ts.isClassExpression(node) && node.name) declare(file, node.name.text, 'class', spanOf(file, node.name));
    declareTypeParameters(file, node.typeParameters);
    lowerMembers(file, node, id, members);
  });
  const binding = node.name ? resolveName(file, node.name.text) : undefined;
  const assigned = assignedMembers(file, id, first, members);
  file.classes[id] = {
    ...spanOf(file, node),
    ...(node.name ? { name: node.name.text } : {}),
    ...(binding === undefined ? {} : { binding }),
    ...(base === undefined ? {} : { extends: base }),
    members,
    ...(assigned.length === 0 ? {} : { assigned }),
    decorators,
  };
  return id;
}

function lowerMembers(file: Lowering, node: ts.ClassLikeDeclaration, owner: ClassId, members: ClassMember[]): void {
  let initializer: FunctionId | undefined;
  for (const member of node.members) {
    if (ts.isPropertyDeclaration(member)) {
      const isStatic = hasStatic(member);
      if (!isStatic && member.initializer) initializer ??= openInitializer(file, node, owner);

      const lower = (): void => {
        members.push(lowerField(file, member, isStatic ? undefined : initializer));
      };
      if (isStatic) inStaticPart(file, node, lower);
      else lower();
    } else if (ts.isClassStaticBlockDeclaration(member)) {
      inStaticPart(file, node, () => {
        inScope(file, () => {
          hoist(file, member.body.statements);
          lowerStatements(file, member.body.statements);
        });
      });
    } else if (isMethodLike(member)) {
      if (member.body) members.push(lowerMethod(file, member, owner));
      else if (isAbstract(member)) members.push(abstractMember(file, member));
      if (ts.isConstructorDeclaration(member) && member.body) members.push(...parameterProperties(file, member));
    }
  }
}

/** Static parts run where the class stands, but `this` is the class there. */
function inStaticPart(file: Lowering, node: ts.ClassLikeDeclaration, lower: () => void): void {
  const outer = file.staticPart;
  const binding = node.name && resolveName(file, node.name.text);
  file.staticPart = { function: file.function, class: binding };
  lower();
  file.staticPart = outer;
}

type Bodiless = ts.MethodDeclaration | ts.AccessorDeclaration;

function isAbstract(
  member: ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration,
): member is Bodiless {
  return !ts.isConstructorDeclaration(member) && (member.modifiers?.some(isAbstractKeyword) ?? false);
}

function isAbstractKeyword({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.AbstractKeyword;
}

function abstractMember(file: Lowering, member: Bodiless): ClassMember {
  return { name: propertyName(member.name) ?? '', isStatic: false, annotation: methodType(file, member) };
}

function isMethodLike(
  member: ts.ClassElement,
): member is ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration {
  return ts.isMethodDeclaration(member) || ts.isAccessor(member) || ts.isConstructorDeclaration(member);
}

function lowerMethod(
  file: Lowering,
  member: ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration,
  owner: ClassId,
): ClassMember {
  const name = ts.isConstructorDeclaration(member) ? 'constructor' : (memberName(file, member.name) ?? '');
  const isStatic = hasStatic(member);
  const decorators = lowerDecorators(file, member);
  const made = lowerFunction(file, member, { name, owner, isStatic, decorators });
  return { name, isStatic, function: made };
}

function lowerField(file: Lowering, member: ts.PropertyDeclaration, initializer: FunctionId | undefined): ClassMember {
  const name = memberName(file, member.name) ?? '';
  const annotation = annotationOf(file, member.type, member.questionToken !== undefined);
  const init = member.initializer && lowerInitial(file, member, name, member.initializer, initializer);
  return {
    name,
    isStatic: hasStatic(member),
    ...(init === undefined ? {} : { init }),
    ...(annotation ? { annotation } : {}),
  };
}

/** A field's value is made in the class's initializer, a static one's where the class stands. */
function lowerInitial(
  file: Lowering,
  member: ts.PropertyDeclaration,
  name: string,
  expression: ts.Expression,
  initializer: FunctionId | undefined,
): ValueId {
  let value: ValueId = -1;
  const lower = (): void => {
    value = lowerNamed(file, expression, name, member.name);
    const object = lowerThis(file, member.name, 'this');
    const target = addValue(file, member.name, { kind: 'member', object, name, nameSpan: spanOf(file, member.name) });
    file.steps.push({ kind: 'write', target, value, ...spanOf(file, member) });
  };
  if (initializer === undefined) {
    lower();
    return value;
  }
  const facts = functionOf(file, initializer);
  const before = facts.body;
  fillFunction(file, initializer, lower);
  facts.body = [...before, ...facts.body];
  return value;
}

function openInitializer(file: Lowering, node: ts.ClassLikeDeclaration, owner: ClassId): FunctionId {
  return openFunction(file, node, {
    kind: 'initializer',
    head: node.name ? spanOf(file, node.name) : { start: node.getStart(file.source), end: node.members.pos },
    isAsync: false,
    isGenerator: false,
    isStatic: false,
    decorators: [],
    owner,
  });
}

/** `constructor(private readonly db: Db)` declares a field. */
function parameterProperties(file: Lowering, node: ts.ConstructorDeclaration): ClassMember[] {
  return node.parameters.flatMap((parameter) => {
    if (!ts.isParameterPropertyDeclaration(parameter, node) || !ts.isIdentifier(parameter.name)) return [];
    const annotation = annotationOf(file, parameter.type, parameter.questionToken !== undefined);
    return [{ name: parameter.name.text, isStatic: false, ...(annotation ? { annotation } : {}) }];
  });
}

function memberName(file: Lowering, name: ts.PropertyName): string | undefined {
  if (ts.isComputedPropertyName(name)) {
    // Evaluated once, where the class stands; its steps add nothing to a member.
    collectSteps(file, () => lowerExpression(file, name.expression));
  }
  return propertyName(name);
}

function lowerDecorators(file: Lowering, node: ts.Node): ValueId[] {
  const decorators = ts.canHaveDecorators(node) ? ts.getDecorators(node) : undefined;
  return (decorators ?? []).map((decorator) => lowerExpression(file, decorator.expression));
}

function hasStatic(node: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}
