import type { ClassId, ClassMember, FunctionId, ValueId } from '../../../model/facts.ts';
import type { NodeId } from '../table.ts';
import { assignedMembers } from './attributes.ts';
import { lowerExpression } from './expressions.ts';
import { declareTypeParameters, functionOf } from './functions.ts';
import { childBy, childrenOf, kindOf, spanOf, textOf } from './nodes.ts';
import { hoist } from './scopes.ts';
import { bindingOf, inScope, resolveName, type Lowering, type Scope } from './state.ts';
import { lowerBlock } from './statements.ts';

/** The body of a class runs once, where the class stands. */
export function lowerClass(file: Lowering, node: NodeId, decorators: readonly ValueId[]): ClassId {
  const id = file.classes.push(undefined) - 1;
  file.attributes.push(new Map());
  const nameNode = childBy(file, node, 'name');
  const name = nameNode < 0 ? '' : textOf(file, nameNode);
  const members: ClassMember[] = [];
  let bases: Bases = { real: [], formal: [] };
  inScope(file, 'block', () => {
    declareTypeParameters(file, node);
    bases = lowerBases(file, childBy(file, node, 'superclasses'));
    const first = file.functions.length;
    inScope(
      file,
      'class',
      (scope) => {
        const body = childBy(file, node, 'body');
        if (body >= 0) hoist(file, body);
        lowerBlock(file, body);
        members.push(...methodsOf(file, id, first), ...fieldsOf(file, scope));
      },
      id,
    );
  });
  const binding = name === '' ? undefined : resolveName(file, name);
  const [base, ...others] = bases.real;
  const assigned = assignedMembers(file, id, members);
  file.classes[id] = {
    ...spanOf(file, node),
    ...(name === '' ? {} : { name }),
    ...(typeof binding === 'number' ? { binding } : {}),
    ...(base === undefined ? {} : { extends: base }),
    ...(others.length === 0 ? {} : { alsoExtends: others }),
    ...(bases.formal.length === 0 ? {} : { formal: bases.formal }),
    members,
    ...(assigned.length === 0 ? {} : { assigned }),
    decorators,
  };
  return id;
}

/** Bases that only say how the class is to be checked. */
const formal = /^(?!asyncio\.)(.*\.)?(Generic|Protocol|ABC|object)(\[|$)/;

interface Bases {
  readonly real: ValueId[];
  readonly formal: ValueId[];
}

function lowerBases(file: Lowering, list: NodeId): Bases {
  const bases: Bases = { real: [], formal: [] };
  for (const child of childrenOf(file, list)) {
    const isKeyword = kindOf(file, child) === 'keyword_argument';
    const value = lowerExpression(file, isKeyword ? childBy(file, child, 'value') : child, 'part');
    if (!isKeyword) (formal.test(textOf(file, child)) ? bases.formal : bases.real).push(value);
  }
  return bases;
}

/** The methods among the functions from `from` on, in their order. */
function methodsOf(file: Lowering, owner: ClassId, from: FunctionId): ClassMember[] {
  const members: ClassMember[] = [];
  for (let id = from; id < file.functions.length; id++) {
    const { owner: of, kind, name = '', isStatic } = functionOf(file, id);
    if (of === owner) members.push({ name: kind === 'constructor' ? kind : name, isStatic, function: id });
  }
  return members;
}

/** Names that the class body assigns are shared by all instances; names with nothing but a type say what each instance has. */
function fieldsOf(file: Lowering, scope: Scope): ClassMember[] {
  return [...scope.names].flatMap(([name, id]): ClassMember[] => {
    if (typeof id !== 'number') return [];
    const { kind, init, reassigned, annotation } = bindingOf(file, id);
    if (kind !== 'const' && kind !== 'let') return [];
    const isDeclared = init === undefined && reassigned === 0;
    return [
      {
        name,
        isStatic: !isDeclared,
        ...(init === undefined || reassigned > 0 ? {} : { init }),
        ...(annotation ? { annotation } : {}),
      },
    ];
  });
}
