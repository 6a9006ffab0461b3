import { ts } from '../../../syntax/javascript/tree.ts';

export type DeclarationKind =
  'const' | 'let' | 'var' | 'parameter' | 'function' | 'class' | 'import' | 'catch' | 'enum' | 'namespace' | 'type';

export interface Declaration {
  readonly name: ts.Identifier;
  readonly kind: DeclarationKind;
  /** The node that introduces the name: variable, parameter, binding element, function, import specifier, … */
  readonly node: ts.Node;
  /** The function, block, loop or file within which the name is known. */
  readonly scope: ts.Node;
}

/** Who declares which name, by the language's own rules of scope. */
export interface Scopes {
  declarationOf(reference: ts.Identifier): Declaration | undefined;
  /** Every use besides the declaration itself. */
  referencesTo(declaration: Declaration): readonly ts.Identifier[];
  /** What `node` uses and does not declare itself, in the order of the text. */
  freeIn(node: ts.Node): readonly ts.Identifier[];
  /** What `name` would mean at `place`. */
  lookUp(name: string, place: ts.Node): Declaration | undefined;
  /** The names that `scope` itself introduces. */
  declaredIn(scope: ts.Node): Iterable<Declaration>;
  /** Whether anything in the file goes by this name. */
  isTaken(name: string): boolean;
  readonly topLevel: ReadonlyMap<string, Declaration>;
}

export function scopesOf(source: ts.SourceFile): Scopes {
  const declared = new Map<ts.Node, Map<string, Declaration>>();
  const references = new Map<string, ts.Identifier[]>();
  const inOrder: ts.Identifier[] = [];
  const free = new WeakMap<ts.Node, readonly ts.Identifier[]>();
  const names = new Set<string>();

  const declare = (name: ts.Identifier, kind: DeclarationKind, node: ts.Node, scope: ts.Node): void => {
    const known = declared.get(scope) ?? new Map<string, Declaration>();
    declared.set(scope, known);
    // A type and a value may share a name; the value is what runs.
    if (!known.has(name.text) || known.get(name.text)?.kind === 'type')
      known.set(name.text, { name, kind, node, scope });
  };

  const visit = (node: ts.Node): void => {
    declareNames(node, declare);
    if (ts.isIdentifier(node) && !isPropertyName(node)) {
      names.add(node.text);
      if (!isDeclarationName(node)) {
        const known = references.get(node.text);
        if (known) known.push(node);
        else references.set(node.text, [node]);
        inOrder.push(node);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  inOrder.sort((a, b) => a.pos - b.pos);

  const lookUp = (name: string, place: ts.Node): Declaration | undefined => {
    for (let node: ts.Node | undefined = place; node; node = node.parent as ts.Node | undefined) {
      const found = declared.get(node)?.get(name);
      if (found) return found;
    }
    return undefined;
  };
  const declarationOf = (reference: ts.Identifier): Declaration | undefined => lookUp(reference.text, reference);

  return {
    declarationOf,
    lookUp,
    referencesTo: (declaration) =>
      (references.get(declaration.name.text) ?? []).filter((name) => declarationOf(name)?.name === declaration.name),
    freeIn: (node) => {
      const known = free.get(node);
      if (known) return known;
      const found = within(inOrder, node).filter((name) => {
        const scope = declarationOf(name)?.scope;
        return !scope || !isWithin(scope, node);
      });
      free.set(node, found);
      return found;
    },
    declaredIn: (scope) => declared.get(scope)?.values() ?? [],
    isTaken: (name) => names.has(name),
    topLevel: declared.get(source) ?? new Map<string, Declaration>(),
  };
}

/** Those of some names, given in the order of the text, that stand in `node`. */
function within(names: readonly ts.Identifier[], node: ts.Node): readonly ts.Identifier[] {
  let from = 0;
  for (let to = names.length; from < to;) {
    const middle = (from + to) >> 1;
    if ((names[middle]?.pos ?? 0) < node.pos) from = middle + 1;
    else to = middle;
  }
  let end = from;
  while (end < names.length && (names[end]?.end ?? 0) <= node.end) end++;
  return names.slice(from, end);
}

export function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

type Declare = (name: ts.Identifier, kind: DeclarationKind, node: ts.Node, scope: ts.Node) => void;

function declareNames(node: ts.Node, declare: Declare): void {
  if (ts.isVariableDeclaration(node)) {
    const kind = variableKind(node);
    for (const name of namesOf(node.name)) declare(name, kind, nodeOf(name), scopeFor(node, kind));
  } else if (ts.isParameter(node)) {
    for (const name of namesOf(node.name)) declare(name, 'parameter', nodeOf(name), node.parent);
  } else if (ts.isFunctionDeclaration(node)) {
    if (node.name) declare(node.name, 'function', node, blockScope(node.parent));
  } else if (ts.isFunctionExpression(node)) {
    if (node.name) declare(node.name, 'function', node, node);
  } else if (ts.isClassDeclaration(node)) {
    if (node.name) declare(node.name, 'class', node, blockScope(node.parent));
  } else if (ts.isClassExpression(node)) {
    if (node.name) declare(node.name, 'class', node, node);
  } else if (ts.isImportClause(node)) {
    if (node.name) declare(node.name, 'import', node, node.getSourceFile());
  } else if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || ts.isImportEqualsDeclaration(node)) {
    declare(node.name, 'import', node, node.getSourceFile());
  } else if (ts.isEnumDeclaration(node)) {
    declare(node.name, 'enum', node, blockScope(node.parent));
  } else if (ts.isModuleDeclaration(node)) {
    if (ts.isIdentifier(node.name)) declare(node.name, 'namespace', node, blockScope(node.parent));
  } else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    declare(node.name, 'type', node, blockScope(node.parent));
  } else if (ts.isTypeParameterDeclaration(node)) {
    declare(node.name, 'type', node, node.parent);
  }
}

export function variableKind(node: ts.VariableDeclaration): DeclarationKind {
  if (ts.isCatchClause(node.parent)) return 'catch';
  const flags = node.parent.flags;
  if (flags & ts.NodeFlags.Const || flags & ts.NodeFlags.Using) return 'const';
  return flags & ts.NodeFlags.Let ? 'let' : 'var';
}

function scopeFor(node: ts.VariableDeclaration, kind: DeclarationKind): ts.Node {
  if (kind !== 'var') return blockScope(node.parent);
  for (let scope: ts.Node = node.parent; ; scope = scope.parent) {
    if (ts.isFunctionLike(scope) || isHome(scope) || ts.isClassStaticBlockDeclaration(scope)) return scope;
  }
}

function isHome(node: ts.Node): boolean {
  return ts.isSourceFile(node) || ts.isModuleBlock(node);
}

/** A function's block is one with its parameters, so that both are found at the function. */
function blockScope(node: ts.Node): ts.Node {
  for (let scope = node; ; scope = scope.parent) {
    if (ts.isBlock(scope) && ts.isFunctionLike(scope.parent)) return scope.parent;
    const isScope = ts.isBlock(scope) || ts.isCaseBlock(scope) || ts.isIterationStatement(scope, false);
    if (isScope || ts.isCatchClause(scope) || ts.isFunctionLike(scope) || isHome(scope)) return scope;
  }
}

export function namesOf(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}

function nodeOf(name: ts.Identifier): ts.Node {
  return name.parent;
}

function isDeclarationName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isExportSpecifier(parent) || ts.isShorthandPropertyAssignment(parent)) return false;
  return 'name' in parent && parent.name === node;
}

/** A name after a dot, a key or a label: it means no variable. */
function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isImportSpecifier(parent)) return parent.propertyName === node;
  if (ts.isExportSpecifier(parent)) {
    if (parent.parent.parent.moduleSpecifier) return true;
    return parent.propertyName ? parent.name === node : false;
  }
  if (ts.isNamespaceExport(parent) || ts.isMetaProperty(parent) || ts.isJsxAttribute(parent)) return true;
  if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) return parent.name === node;
  if (ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isObjectLiteralElementLike(parent)) {
    return parent.name === node && !ts.isShorthandPropertyAssignment(parent);
  }
  if (ts.isNamedTupleMember(parent)) return parent.name === node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return parent.label === node;
  return (ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent)) && /^[a-z]/.test(node.text);
}
