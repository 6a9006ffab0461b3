import { ts } from '../../../syntax/javascript/tree.ts';
import { isAsync, isGenerator, some, usesThis } from '../edit/nodes.ts';
import { importedBy } from '../edit/requires.ts';
import type { Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isConstant } from '../edit/writes.ts';
import { isPlainConstant } from './constants.ts';
import { declaredElsewhere, loadsQuietly, type Elsewhere } from './elsewhere.ts';

export type Movable = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

/** All that goes to the worker's file together with a function. */
export interface Luggage {
  /** Declarations of functions and constants, the function itself first. */
  readonly declarations: readonly Declaration[];
  readonly functions: readonly Movable[];
  /** What the code needs from other modules; `true` where only its type is needed. */
  readonly imports: ReadonlyMap<Declaration, boolean>;
  /** Types of this file that the code names. */
  readonly types: readonly Declaration[];
  /** Functions of other files of the project, by the name that imports them; the worker imports them, too. */
  readonly helpers: ReadonlyMap<Declaration, Helper>;
}

export interface Helper extends Elsewhere {
  readonly luggage: Luggage;
}

/** What the language itself offers in every thread alike. */
const everywhere = new Set([
  ...[
    'Math',
    'Number',
    'String',
    'Boolean',
    'BigInt',
    'Array',
    'Object',
    'JSON',
    'Map',
    'Set',
    'Date',
    'RegExp',
    'Intl',
  ],
  ...[
    'Error',
    'TypeError',
    'RangeError',
    'SyntaxError',
    'URIError',
    'EvalError',
    'ArrayBuffer',
    'DataView',
    'Int8Array',
  ],
  ...['Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array'],
  ...[
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array',
    'parseInt',
    'parseFloat',
    'isNaN',
    'isFinite',
    'NaN',
    'Infinity',
  ],
  ...['undefined', 'structuredClone', 'performance', 'TextEncoder', 'TextDecoder', 'encodeURIComponent'],
  ...['decodeURIComponent', 'encodeURI', 'decodeURI'],
]);

/** Files that a helper of a helper may be away. */
const FARTHEST = 4;

/** Collects what `start` needs; or says what ties it to this file. */
export function gather(session: Session, start: Declaration, depth = 0): Luggage | string {
  const { scopes } = session;
  const declarations = new Set<Declaration>([start]);
  const functions: Movable[] = [];
  const imports = new Map<Declaration, boolean>();
  const types = new Set<Declaration>();
  const helpers = new Map<Declaration, Helper>();

  for (const declaration of declarations) {
    const { node, name } = declaration;
    const movable = functionOf(node);
    const trouble = movable ? troubleWith(session, movable, name.text) : undefined;
    if (trouble !== undefined) return trouble;
    if (movable) functions.push(movable);
    for (const use of scopes.freeIn(node)) {
      const needed = scopes.declarationOf(use);
      if (needed === declaration || needed?.name === name) continue;
      const isType = isTypeName(use);
      if (!needed) {
        if (isType || everywhere.has(use.text)) continue;
        return `\`${name.text}\` uses \`${use.text}\`, which another thread does not share.`;
      }
      if (ts.isTypeParameterDeclaration(needed.node)) continue;
      const imported = importedBy(needed.node);
      if (needed.kind === 'type' || needed.kind === 'import' || imported) {
        if (needed.kind === 'type') types.add(needed);
        else if (isType) imports.set(needed, imports.get(needed) ?? true);
        else {
          const problem = imported
            ? problemWithImport(session, needed, imported.module, helpers, depth)
            : ofAnotherFile;
          if (problem !== undefined) return `\`${name.text}\` uses \`${use.text}\` ${problem}`;
          imports.set(needed, false);
        }
        continue;
      }
      const problem = problemWithTaking(session, needed);
      if (problem !== undefined) return `\`${name.text}\` uses \`${use.text}\`, ${problem}`;
      declarations.add(needed);
    }
  }
  return { declarations: [...declarations], functions, imports, types: [...types], helpers };
}

const ofAnotherFile =
  'of another file, which would be loaded a second time in the worker. Hand its value over as an argument.';

/** A package is loaded once more; so is a file of the project, where nothing but declarations stands in it. */
function problemWithImport(
  session: Session,
  declaration: Declaration,
  module: string,
  helpers: Map<Declaration, Helper>,
  depth: number,
): string | undefined {
  const { program, file } = session.request;
  if (!/^[.#]/.test(module) && !program.resolve(file, module)) return undefined;
  const found = depth < FARTHEST ? declaredElsewhere(session, declaration) : undefined;
  if (!found || !loadsQuietly(found.session)) return ofAnotherFile;
  if (!functionOf(found.declaration.node))
    return isPlainConstant(found.session, found.declaration, true) ? undefined : ofAnotherFile;
  const luggage = gather(found.session, found.declaration, depth + 1);
  if (typeof luggage === 'string') return `of another file, and there ${luggage}`;
  helpers.set(declaration, { ...found, luggage });
  return undefined;
}

export function isTypeName(node: ts.Identifier): boolean {
  return ts.isPartOfTypeNode(node) || ts.isTypeQueryNode(node.parent) || ts.isExpressionWithTypeArguments(node.parent);
}

export function functionOf(node: ts.Node): Movable | undefined {
  if (ts.isFunctionDeclaration(node)) return node;
  const value = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
}

/** The statement at the top level that declares just this. */
export function statementOf({ node }: Declaration): ts.FunctionDeclaration | ts.VariableStatement | undefined {
  if (ts.isFunctionDeclaration(node)) return ts.isSourceFile(node.parent) ? node : undefined;
  if (!ts.isVariableDeclaration(node) || !ts.isVariableDeclarationList(node.parent)) return undefined;
  const statement = node.parent.parent;
  const isAlone = node.parent.declarations.length === 1 && ts.isSourceFile(statement.parent);
  return isAlone && ts.isVariableStatement(statement) ? statement : undefined;
}

export function hasModifier(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

function problemWithTaking(session: Session, needed: Declaration): string | undefined {
  const statement = statementOf(needed);
  if (needed.kind !== 'function' && needed.kind !== 'const' && needed.kind !== 'let' && needed.kind !== 'var') {
    return `which is a ${needed.kind} of this file and cannot go along.`;
  }
  if (!isConstant(session.scopes, needed)) return 'which is assigned more than once.';
  if (!statement) return 'which is not declared by itself at the top level of this file.';
  if (functionOf(needed.node) && (needed.kind === 'function' || needed.kind === 'const')) return undefined;
  const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
  if (isPlainConstant(session, needed, isExported)) return undefined;
  return 'state of this module that a worker would not share. Hand it over as an argument.';
}

function troubleWith({ source }: Session, node: Movable, name: string): string | undefined {
  if (isAsync(node) || isGenerator(node)) return `\`${name}\` is not a plain synchronous function.`;
  if (!node.body || hasOverloads(source, node)) return `\`${name}\` has several signatures.`;
  if (node.typeParameters) return `\`${name}\` is generic, and the pool would lose the type of its result.`;
  if (ts.isFunctionDeclaration(node) && hasModifier(node, ts.SyntaxKind.DefaultKeyword)) {
    return `\`${name}\` is the default export of this file. Export it by name first.`;
  }
  if (usesThis(node)) return `\`${name}\` uses \`this\` or \`arguments\`, which cannot be handed to a worker.`;
  const isOdd = some(node, (part) => part.kind === ts.SyntaxKind.ImportKeyword || ts.isClassLike(part));
  return isOdd ? `\`${name}\` loads modules or declares classes, which a worker would not share.` : undefined;
}

function hasOverloads(source: ts.SourceFile, node: Movable): boolean {
  if (!ts.isFunctionDeclaration(node)) return false;
  const same = source.statements.filter((one) => ts.isFunctionDeclaration(one) && one.name?.text === node.name?.text);
  return same.length > 1;
}
