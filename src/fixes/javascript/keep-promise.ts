import { promiseValue } from '../../effects/promises/promise-values.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bare, homeOf, isAsync, isCallable, isStatement, type Callable } from './edit/nodes.ts';
import type { Declaration } from './edit/scope.ts';
import { openSession, type Session } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';

const id = 'keep-promise';

/** Keeps the promise of what is made once, in place of its result, so that whoever comes meanwhile finds it. */
export const keepPromise: Remedy = {
  id,
  rules: ['unblock/await-race'],
  propose,
};

/** `client = await connect()`, where `client` is a variable of the module that nothing else of the file knows. */
interface Kept {
  readonly declaration: Declaration;
  readonly variable: ts.VariableDeclaration;
  readonly home: Callable;
  readonly wait: ts.AwaitExpression;
}

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'await-race' || subject.goes !== 'twice' || request.facts.language !== 'javascript')
    return undefined;
  const session = openSession(request);
  const kept = keptBy(session, nodeOf(session, subject.write, ts.isIdentifier));
  if (!kept) return undefined;
  const { declaration, variable, home, wait } = kept;
  const name = declaration.name.text;
  if (variable.initializer && !isEmpty(variable.initializer)) return undefined;
  const empty = variable.initializer?.getText(session.source) ?? 'undefined';
  if (!givesPromise(request, session, wait.expression)) return undefined;
  if (!session.scopes.referencesTo(declaration).every((use) => homeOf(use) === home && isKnownUse(use)))
    return {
      id,
      reason: `\`${name}\` is used elsewhere as what it gives, and would be a promise there. Ask for it by one function first.`,
    };
  const { draft, source } = session;
  draft.replace({ start: wait.getStart(source), end: wait.expression.getStart(source) }, '');
  const error = session.typescript ? 'error: unknown' : 'error';
  const end = session.style.semicolons ? ';' : '';
  draft.insert(wait.end, `.catch((${error}) => { ${name} = ${empty}; throw error${end} })`);
  if (variable.type) writeType(session, variable.type);
  return suggest(session, {
    ...{ id, title: `Keep the promise in \`${name}\` instead of its result` },
    changes:
      'Whoever comes meanwhile waits for the same promise. When it fails, all who wait hear of it, and the next call tries again. An empty result is kept, too, where it was asked for again.',
  });
}

function keptBy({ scopes }: Session, target: ts.Identifier | undefined): Kept | undefined {
  const assignment = target?.parent;
  if (!target || !assignment || !ts.isBinaryExpression(assignment) || assignment.left !== target) return undefined;
  if (!isPlainWrite(assignment) || !isStatement(assignment)) return undefined;
  const { right: wait } = assignment;
  const declaration = scopes.declarationOf(target);
  const home = homeOf(assignment);
  if (declaration?.kind !== 'let' || !ts.isSourceFile(declaration.scope) || !ts.isAwaitExpression(wait))
    return undefined;
  const { node: variable } = declaration;
  if (!ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name)) return undefined;
  const statement = variable.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.modifiers) return undefined;
  return home && isCallable(home) && isAsync(home) ? { declaration, variable, home, wait } : undefined;
}

/** A call that surely gives a promise of the language's own, with `catch`. */
function givesPromise({ program, file }: FixRequest, { source }: Session, made: ts.Expression): boolean {
  const [start, end] = [made.getStart(source), made.end];
  if (!ts.isCallExpression(made)) return false;
  const value = file.facts.values.findLastIndex((each) => each.start === start && each.end === end);
  return value >= 0 && promiseValue(program, file, value)?.kind === 'promise';
}

/** `=`, `??=` or `||=`; `+=` counts with what is there. */
function isPlainWrite({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken
  );
}

/** It is written, asked whether it is there, or returned, which takes a promise as well. */
function isKnownUse(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isReturnStatement(parent)) return true;
  if (ts.isBinaryExpression(parent))
    return parent.left === use && (isPlainWrite(parent) || (isEquality(parent) && isEmpty(parent.right)));
  const isAsked = ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken;
  const asked: ts.Expression = isAsked ? parent : use;
  return ts.isIfStatement(asked.parent) && bare(asked.parent.expression) === asked;
}

/** `client === undefined` asks whether it is there; `client === 'idle'` asks what it is. */
function isEquality({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    kind === ts.SyntaxKind.EqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsToken
  );
}

function isEmpty(node: ts.Node): boolean {
  return /^(?:undefined|null)$/.test(node.getText());
}

/** `Client | undefined` becomes `Promise<Client> | undefined`. */
function writeType({ draft, source }: Session, type: ts.TypeNode): void {
  const members = ts.isUnionTypeNode(type) ? type.types : [type];
  const given = members.filter((each) => !isEmpty(each)).map((each) => each.getText(source));
  const left = members.filter(isEmpty).map((each) => each.getText(source));
  const empty = left.length > 0 ? left : ['undefined'];
  draft.replace(
    { start: type.getStart(source), end: type.end },
    [`Promise<${given.join(' | ')}>`, ...empty].join(' | '),
  );
}
