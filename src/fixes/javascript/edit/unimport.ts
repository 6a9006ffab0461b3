import { ts } from '../../../syntax/javascript/tree.ts';
import { importLine, existing, importValue, keyed, provide, type Wanted } from './imports.ts';
import { importedBy, isSameModule, requireOf } from './requires.ts';
import type { Declaration } from './scope.ts';
import { freshName, type Session } from './session.ts';

/**
 * Imports `wanted` for `place`, where the name `place` itself stands for is given up. When that name has no other use, its import
 * goes, and the new one takes its place.
 */
export function exchangeImport(session: Session, wanted: Wanted, place: ts.Identifier): string {
  const old = session.scopes.declarationOf(place);
  session.givenUp.add(place);
  const part = old && removable(session, old);
  if (!part) return importValue(session, wanted, place);

  const known = existing(session, wanted, place);
  if (known !== undefined) {
    remove(session, part);
    return known;
  }
  const module = importedBy(old.node)?.module ?? '';
  if (isSameModule(module, wanted.module)) {
    const local = freshName(session, ...wanted.names);
    const separator = session.commonjs ? ': ' : ' as ';
    session.draft.replace(spanOf(session, part.element), keyed(wanted.export, local, separator));
    return isLocal(session, place) ? local : provide(session, wanted, local);
  }
  if (isLocal(session, place)) {
    remove(session, part);
    return importValue(session, wanted, place);
  }
  if (part.isAlone && !importsFrom(session, wanted.module)) {
    const local = freshName(session, ...wanted.names);
    session.draft.replace(spanOf(session, part.statement), importLine(session, wanted, local));
    return provide(session, wanted, local);
  }
  remove(session, part);
  return importValue(session, wanted, place);
}

/** `const { readFileSync } = require('fs')` in a function: what comes in its place may be needed outside of that, too. */
export function isLocal({ scopes }: Session, place: ts.Identifier): boolean {
  return scopes.declarationOf(place) !== scopes.topLevel.get(place.text);
}

/** Gives up a use of an imported name, and takes its import away once no other is left. */
export function dropImport(session: Session, place: ts.Identifier): void {
  const old = session.scopes.declarationOf(place);
  session.givenUp.add(place);
  const part = old && removable(session, old);
  if (part) remove(session, part);
}

interface Part {
  readonly statement: ts.Statement;
  readonly element: ts.ImportSpecifier | ts.BindingElement;
  /** Nothing else is imported by the statement. */
  readonly isAlone: boolean;
}

function removable({ scopes, givenUp }: Session, declaration: Declaration): Part | undefined {
  if (scopes.referencesTo(declaration).some((use) => !givenUp.has(use))) return undefined;
  const { node } = declaration;
  if (ts.isImportSpecifier(node)) {
    const clause = node.parent.parent;
    const { elements } = node.parent;
    if (!ts.isImportDeclaration(clause.parent)) return undefined;
    return { statement: clause.parent, element: node, isAlone: elements.length === 1 && !clause.name };
  }
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return undefined;
  const { elements } = node.parent;
  const variable = node.parent.parent;
  if (!ts.isVariableDeclaration(variable) || !variable.initializer || requireOf(variable.initializer) === undefined)
    return undefined;
  const statement = variable.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1) return undefined;
  // What is left over by a rest element would change.
  if (elements.some((one) => one.dotDotDotToken)) return undefined;
  return { statement, element: node, isAlone: elements.length === 1 };
}

function importsFrom({ source }: Session, module: string): boolean {
  return source.statements.some((node) => {
    if (ts.isImportDeclaration(node)) {
      return ts.isStringLiteral(node.moduleSpecifier) && isSameModule(node.moduleSpecifier.text, module);
    }
    if (!ts.isVariableStatement(node)) return false;
    return node.declarationList.declarations.some(({ initializer }) => {
      const asked = initializer && requireOf(initializer);
      return asked !== undefined && isSameModule(asked, module);
    });
  });
}

function spanOf({ source }: Session, node: ts.Node): { start: number; end: number } {
  return { start: node.getStart(source), end: node.end };
}

function remove({ dropped, removed }: Session, { statement, element, isAlone }: Part): void {
  if (isAlone) dropped.add(statement);
  else removed.set(element, statement);
}

/** Takes out what was removed, all parts of a list at once. */
export function finishRemovals(session: Session): void {
  const { removed, dropped } = session;
  const lists = new Map([...removed].map(([{ parent }, statement]) => [parent, statement]));
  for (const [list, statement] of lists) {
    const elements: readonly (ts.ImportSpecifier | ts.BindingElement | ts.ArrayBindingElement)[] = [...list.elements];
    const isGone = (one: (typeof elements)[number]): boolean => !ts.isOmittedExpression(one) && removed.has(one);
    if (!elements.every(isGone)) {
      for (const [i, element] of elements.entries()) if (isGone(element)) takeOut(session, elements, i, isGone);
    } else if (!hasDefault(statement)) dropped.add(statement);
  }
}

function hasDefault(statement: ts.Statement): boolean {
  return ts.isImportDeclaration(statement) && statement.importClause?.name !== undefined;
}

function takeOut<T extends ts.Node>(
  { text, source, draft }: Session,
  elements: readonly T[],
  index: number,
  isGone: (one: T) => boolean,
): void {
  const element = elements[index];
  if (!element) return;
  const start = element.getStart(source);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^,?[ \t]*(?:\/\/[^\r\n]*)?\r?\n/.exec(text.slice(element.end))?.[0];
  if (text.slice(lineStart, start).trim() === '' && rest !== undefined) {
    draft.replace({ start: lineStart, end: element.end + rest.length }, '');
    return;
  }
  const next = elements[index + 1];
  if (next) {
    draft.replace({ start, end: next.getStart(source) }, '');
    return;
  }
  // From the comma behind the last one that stays.
  const kept = elements.slice(0, index).findLast((one) => !isGone(one));
  const first = kept && elements[elements.indexOf(kept) + 1];
  if (!kept || !first || !/^\s*,\s*$/.test(text.slice(kept.end, first.getStart(source)))) return;
  draft.replace({ start: kept.end, end: first.getStart(source) }, '');
  draft.replace({ start, end: element.end }, '');
}
