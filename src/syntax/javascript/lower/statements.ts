import type { ValueId } from '../../../model/facts.ts';
import type { Handler, Step } from '../../../model/step.ts';
import { ts } from '../tree.ts';
import { lowerClass } from './classes.ts';
import { declareList, declarePattern, hoistBlock, listKind } from './declarations.ts';
import { lowerExpression, lowerNamed } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import { lowerLoop } from './loops.ts';
import {
  lowerExportAssignment,
  lowerExportDeclaration,
  lowerImport,
  lowerImportEquals,
  noteModifiers,
} from './modules.ts';
import { lowerEnum, lowerNamespace } from './namespaces.ts';
import { bindPattern } from './patterns.ts';
import { lowerSwitch } from './switches.ts';
import { annotationOf, lowerTypeDeclaration } from './types.ts';
import {
  addValue,
  annotate,
  bindingOf,
  collectSteps,
  declare,
  inScope,
  resolveName,
  spanOf,
  type Lowering,
  type Mutable,
} from './state.ts';

export function lowerStatements(file: Lowering, statements: readonly ts.Statement[]): void {
  for (const [index, statement] of statements.entries()) {
    if (isUsing(statement)) {
      lowerUsing(file, statement, statement.declarationList.declarations, statements.slice(index + 1));
      return;
    }
    lowerStatement(file, statement);
  }
}

/** `using held = lock;`: what follows belongs to it. */
export function isUsing(node: ts.Statement): node is ts.VariableStatement {
  return ts.isVariableStatement(node) && (node.declarationList.flags & ts.NodeFlags.Using) !== 0;
}

/** `using held = lock;` is entered here and left at the end of the block: what follows it is the region's body. */
function lowerUsing(
  file: Lowering,
  node: ts.VariableStatement,
  [declaration, ...others]: readonly ts.VariableDeclaration[],
  rest: readonly ts.Statement[],
): void {
  if (!declaration) {
    lowerStatements(file, rest);
    return;
  }
  const { name, initializer } = declaration;
  const resource = initializer ? lowerExpression(file, initializer) : addValue(file, declaration, { kind: 'unknown' });
  const body = collectSteps(file, () => {
    bindPattern(file, name, resource);
    lowerUsing(file, node, others, rest);
  });
  // `await using` is marked as `using` and as `const` at once.
  const isAsync = (node.declarationList.flags & ts.NodeFlags.Const) !== 0;
  const { start } = spanOf(file, declaration);
  file.steps.push({ kind: 'region', resource, isAsync, body, start, end: (rest.at(-1) ?? node).end });
}

/** Lowers a block, or a single statement in the place of one, in a scope of its own. */
export function lowerBlock(file: Lowering, node: ts.Statement): Step[] {
  return collectSteps(file, () => {
    inScope(file, () => {
      const statements = ts.isBlock(node) ? node.statements : [node];
      hoistBlock(file, statements);
      lowerStatements(file, statements);
    });
  });
}

export function lowerStatement(file: Lowering, node: ts.Statement): void {
  switch (node.kind) {
    case ts.SyntaxKind.ExpressionStatement:
      lowerExpression(file, (node as ts.ExpressionStatement).expression);
      break;
    case ts.SyntaxKind.VariableStatement:
      lowerVariables(file, (node as ts.VariableStatement).declarationList);
      noteModifiers(file, node as ts.VariableStatement);
      break;
    case ts.SyntaxKind.FunctionDeclaration:
      lowerFunctionDeclaration(file, node as ts.FunctionDeclaration);
      break;
    case ts.SyntaxKind.ClassDeclaration:
      lowerClassDeclaration(file, node as ts.ClassDeclaration);
      break;
    case ts.SyntaxKind.ReturnStatement:
    case ts.SyntaxKind.ThrowStatement: {
      const { expression } = node as ts.ReturnStatement;
      const value = expression && lowerExpression(file, expression);
      const kind = node.kind === ts.SyntaxKind.ReturnStatement ? 'return' : 'throw';
      file.steps.push({ kind, ...(value === undefined ? {} : { value }), ...spanOf(file, node) });
      break;
    }
    case ts.SyntaxKind.BreakStatement:
    case ts.SyntaxKind.ContinueStatement: {
      const label = (node as ts.BreakStatement).label?.text;
      const kind = node.kind === ts.SyntaxKind.BreakStatement ? 'break' : 'continue';
      file.steps.push({ kind, ...(label === undefined ? {} : { label }), ...spanOf(file, node) });
      break;
    }
    case ts.SyntaxKind.IfStatement:
      lowerIf(file, node as ts.IfStatement);
      break;
    case ts.SyntaxKind.SwitchStatement:
      lowerSwitch(file, node as ts.SwitchStatement);
      break;
    case ts.SyntaxKind.TryStatement:
      lowerTry(file, node as ts.TryStatement);
      break;
    case ts.SyntaxKind.Block:
      file.steps.push(...lowerBlock(file, node));
      break;
    case ts.SyntaxKind.LabeledStatement:
      lowerLabeled(file, node as ts.LabeledStatement);
      break;
    case ts.SyntaxKind.WithStatement:
      lowerExpression(file, (node as ts.WithStatement).expression);
      file.steps.push(...lowerBlock(file, (node as ts.WithStatement).statement));
      break;
    case ts.SyntaxKind.InterfaceDeclaration:
    case ts.SyntaxKind.TypeAliasDeclaration:
      noteModifiers(
        file,
        node as ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
        lowerTypeDeclaration(file, node as ts.InterfaceDeclaration | ts.TypeAliasDeclaration),
      );
      break;
    case ts.SyntaxKind.EnumDeclaration:
      lowerEnum(file, node as ts.EnumDeclaration);
      break;
    case ts.SyntaxKind.ModuleDeclaration:
      lowerNamespace(file, node as ts.ModuleDeclaration);
      break;
    case ts.SyntaxKind.ImportDeclaration:
      lowerImport(file, node as ts.ImportDeclaration);
      break;
    case ts.SyntaxKind.ImportEqualsDeclaration:
      lowerImportEquals(file, node as ts.ImportEqualsDeclaration);
      break;
    case ts.SyntaxKind.ExportDeclaration:
      lowerExportDeclaration(file, node as ts.ExportDeclaration);
      break;
    case ts.SyntaxKind.ExportAssignment:
      lowerExportAssignment(file, node as ts.ExportAssignment);
      break;
    default:
      if (ts.isIterationStatement(node, false)) lowerLoop(file, node);
  }
}

/** `for` heads declare in a scope made for them; everywhere else the names were hoisted before. */
export function lowerVariables(file: Lowering, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) {
    const { name, initializer } = declaration;
    if (ts.isIdentifier(name)) {
      const binding = resolveName(file, name.text);
      if (binding !== undefined) annotate(bindingOf(file, binding), annotationOf(file, declaration.type));
    }
    if (!initializer) {
      // `let x;` holds nothing yet; what it is given later is an assignment like any other.
      continue;
    }
    const value = ts.isIdentifier(name)
      ? lowerNamed(file, initializer, name.text, name)
      : lowerExpression(file, initializer);
    bindPattern(file, name, value);
  }
}

export function declareVariables(file: Lowering, list: ts.VariableDeclarationList): void {
  if (listKind(list) !== 'var') declareList(file, list, file.scope);
}

function lowerFunctionDeclaration(file: Lowering, node: ts.FunctionDeclaration): void {
  if (!node.body) return; // an overload's signature
  const made = lowerFunction(file, node, node.name ? {} : { name: 'default' });
  const value = addValue(file, node, { kind: 'function', function: made });
  noteDeclared(file, node.name, value);
  noteModifiers(file, node, value);
}

function lowerClassDeclaration(file: Lowering, node: ts.ClassDeclaration): void {
  const value = addValue(file, node, { kind: 'class', class: lowerClass(file, node) });
  noteDeclared(file, node.name, value);
  noteModifiers(file, node, value);
}

/** What a declaration gives its name; a second one makes the name ambiguous. */
export function noteDeclared(file: Lowering, name: ts.Identifier | undefined, value: ValueId): void {
  const binding = name && resolveName(file, name.text);
  if (binding === undefined) return;
  const declared = bindingOf(file, binding);
  if (declared.init === undefined) declared.init = value;
  else declared.reassigned++;
}

/** `else if` chains may be thousands long: each one lies in the other arm of the one before, reached in a loop, not by recursion. */
function lowerIf(file: Lowering, node: ts.IfStatement): void {
  const outer = file.steps;
  for (let link: ts.Statement | undefined = node; link;) {
    if (!ts.isIfStatement(link)) {
      file.steps.push(...lowerBlock(file, link));
      break;
    }
    const test = lowerExpression(file, link.expression);
    const otherwise: Step[] = [];
    const arms = [lowerBlock(file, link.thenStatement), otherwise];
    file.steps.push({ kind: 'branch', form: 'if', test, arms, ...spanOf(file, link) });
    file.steps = otherwise;
    link = link.elseStatement;
  }
  file.steps = outer;
}

/** What is labelled is the last step of its statement. A block is none: leaving it goes on with what follows. */
function lowerLabeled(file: Lowering, { label, statement }: ts.LabeledStatement): void {
  lowerStatement(file, statement);
  const step: Mutable<Step> | undefined = ts.isBlock(statement) ? undefined : file.steps.at(-1);
  if (step?.kind === 'loop' || step?.kind === 'branch' || step?.kind === 'try') step.label = label.text;
}

function lowerTry(file: Lowering, node: ts.TryStatement): void {
  const body = lowerBlock(file, node.tryBlock);
  const handlers: Handler[] = node.catchClause ? [lowerCatch(file, node.catchClause)] : [];
  const finalizer = node.finallyBlock && lowerBlock(file, node.finallyBlock);
  file.steps.push({ kind: 'try', body, handlers, ...(finalizer ? { finalizer } : {}), ...spanOf(file, node) });
}

function lowerCatch(file: Lowering, node: ts.CatchClause): Handler {
  let binding: number | undefined;
  const body = collectSteps(file, () => {
    inScope(file, () => {
      const name = node.variableDeclaration?.name;
      if (name && ts.isIdentifier(name)) binding = declare(file, name.text, 'catch', spanOf(file, name));
      else if (name) {
        declarePattern(file, name, 'catch', file.scope);
        bindPattern(file, name, addValue(file, name, { kind: 'unknown' }));
      }
      hoistBlock(file, node.block.statements);
      lowerStatements(file, node.block.statements);
    });
  });
  return { ...(binding === undefined ? {} : { binding }), catches: [], body };
}
