import { createProgram, fileOf } from '../../../src/effects/program.ts';
import { knowledge } from '../../../src/knowledge/index.ts';
import type { FileFacts } from '../../../src/model/facts.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Subject } from '../../../src/model/subjects/index.ts';
import type { RuleId } from '../../../src/model/rule.ts';
import { importedBy, type Imported } from '../../../src/fixes/javascript/edit/requires.ts';
import { scopesOf, type Scopes } from '../../../src/fixes/javascript/edit/scope.ts';
import type { FixRequest } from '../../../src/fixes/remedy.ts';
import { lowerJavaScript } from '../../../src/syntax/javascript/lower.ts';
import { parseForEditing, ts } from '../../../src/syntax/javascript/tree.ts';

interface File {
  readonly path: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly facts: FileFacts;
}

/**
 * A request about the first place in a file that a rule could speak of. It is found by its shape alone, so that a remedy is also
 * asked about places that the rules would never report.
 */
export function requestFor(rule: RuleId, path: string, text: string): FixRequest | undefined {
  const tree = parseForEditing(path, text);
  const file: File = { path, text, source: tree.source, facts: lowerJavaScript(tree) };
  const subject = subjects[rule]?.(file);
  if (!subject) return undefined;
  const finding: Finding = {
    rule,
    level: 'warning',
    message: '',
    related: [],
    advice: { why: '', instead: '' },
    subject,
    start: 0,
    end: 0,
  };
  const program = createProgram(path, file.facts, knowledge);
  const around = { program, file: fileOf(path, file.facts, {}) };
  return { path, text, facts: file.facts, finding, knowledge, ...around, symbolOf: () => undefined };
}

const subjects: Record<RuleId, ((file: File) => Subject | undefined) | undefined> = {
  'unblock/unbounded-concurrency': fanOut,
  'unblock/blocking-call': blockingCall,
  'unblock/blocking-loop': blockingLoop,
};

function fanOut(file: File): Subject | undefined {
  const combinator = first(file, ts.isCallExpression, (call) => /^Promise\.\w+$/.test(call.expression.getText()));
  if (!combinator) return undefined;
  const push = first(file, ts.isCallExpression, (call) => /\.push$/.test(call.expression.getText()));
  const map = first(file, ts.isCallExpression, (call) => /(\.map|Array\.from)$/.test(call.expression.getText()));
  const call = push ?? map;
  const task = call?.arguments[call.expression.getText() === 'Array.from' ? 1 : 0];
  if (!call || !task) return undefined;
  return {
    kind: 'fan-out',
    shape: push ? 'pushed' : 'mapped',
    function: functionAt(file, combinator),
    combinator: valueAt(file, combinator),
    call: valueAt(file, call),
    task: valueAt(file, task),
  };
}

function blockingCall(file: File): Subject | undefined {
  const scopes = scopesOf(file.source);
  for (const call of all(file, ts.isCallExpression)) {
    const path: string[] = [];
    let root: ts.Expression = call.expression;
    for (; ts.isPropertyAccessExpression(root); root = root.expression) path.unshift(root.name.text);
    const declaration = ts.isIdentifier(root) ? scopes.declarationOf(root) : undefined;
    const imported = declaration && (importedBy(declaration.node) ?? takenFrom(scopes, declaration.node));
    const library = imported && knowledge.library(imported.module);
    if (!library) continue;
    if (imported.export !== '*' && imported.export !== 'default') path.unshift(imported.export);
    if (!knowledge.entry(imported.module, path.join('.'))?.blocks) continue;
    const symbol = `${library.modules[0] ?? ''}#${path.join('.')}`;
    return { kind: 'blocking-call', function: functionAt(file, call), call: valueAt(file, call), symbol, direct: true };
  }
  return undefined;
}

/** `const { copySync } = fse`. */
function takenFrom(scopes: Scopes, node: ts.Node): Imported | undefined {
  const variable = ts.isBindingElement(node) ? node.parent.parent : undefined;
  const from = variable && ts.isVariableDeclaration(variable) ? variable.initializer : undefined;
  const declaration = from && ts.isIdentifier(from) ? scopes.declarationOf(from) : undefined;
  const imported = declaration && importedBy(declaration.node);
  return imported && ts.isBindingElement(node) ? { module: imported.module, export: node.name.getText() } : undefined;
}

/** The first call in an async function of a function of this file that has a loop. */
function blockingLoop(file: File): Subject | undefined {
  const scopes = scopesOf(file.source);
  for (const call of all(file, ts.isCallExpression)) {
    if (!ts.isIdentifier(call.expression)) continue;
    if (!file.facts.functions[functionAt(file, call)]?.isAsync) continue;
    const node = scopes.declarationOf(call.expression)?.node;
    const body = node && ts.isVariableDeclaration(node) ? node.initializer : node;
    const loop = body && all(file, isLoop).find((one) => body.pos <= one.pos && one.end <= body.end);
    if (!loop) continue;
    return {
      kind: 'blocking-loop',
      function: functionAt(file, call),
      call: valueAt(file, call),
      loopFunction: functionAt(file, loop),
      loop: { start: loop.getStart(), end: loop.end },
    };
  }
  return loopInPlace(file);
}

/** A loop in an async function itself. */
function loopInPlace(file: File): Subject | undefined {
  const loop = all(file, isLoop).find((one) => file.facts.functions[functionAt(file, one)]?.isAsync);
  if (!loop) return undefined;
  const owner = functionAt(file, loop);
  const span = { start: loop.getStart(), end: loop.statement.pos };
  return { kind: 'blocking-loop', function: owner, loopFunction: owner, loop: span };
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}

function all<T extends ts.Node>(file: File, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file.source);
  return found;
}

function first<T extends ts.Node>(
  file: File,
  is: (node: ts.Node) => node is T,
  test: (node: T) => boolean,
): T | undefined {
  return all(file, is).find(test);
}

function valueAt({ facts }: File, node: ts.Node): number {
  const id = facts.values.findLastIndex(({ start, end }) => start === node.getStart() && end === node.end);
  if (id < 0) throw new Error(`No value at \`${node.getText()}\``);
  return id;
}

function functionAt({ facts }: File, node: ts.Node): number {
  return facts.functions.findLastIndex(
    ({ start, end }, id) => id === 0 || (start <= node.getStart() && node.end <= end),
  );
}
