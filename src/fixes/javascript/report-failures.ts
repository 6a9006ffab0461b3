import type { Fix } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { dressed, isStatement } from './edit/nodes.ts';
import { endOfLine } from './edit/places.ts';
import { around } from './edit/reach.ts';
import { freshName, openSession, semicolon } from './edit/session.ts';
import { lineIndent } from './edit/style.ts';
import { nodeOf, suggest } from './edit/suggest.ts';

const id = 'report-failures';

/** Looks at the results of `Promise.allSettled`, and logs what failed. */
export const reportFailures: Remedy = {
  id,
  rules: ['unblock/settled-ignored'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'settled-ignored' || request.facts.language !== 'javascript') return undefined;
  const session = openSession(request);
  const { source, text, style, draft } = session;
  const call = nodeOf(session, subject.combinator, ts.isCallExpression);
  const wait = call && dressed(call).parent;
  if (!wait || !ts.isAwaitExpression(wait) || !isGlobal(session, 'console', call)) return undefined;
  const name = nameOf(wait);
  const statement = name ? around(name, ts.isVariableStatement) : isStatement(wait) ? wait.parent : undefined;
  if (!statement || !(ts.isBlock(statement.parent) || ts.isSourceFile(statement.parent))) return undefined;

  const results = name?.text ?? freshName(session, 'results', 'outcomes');
  const result = freshName(session, 'result', 'outcome');
  const start = statement.getStart(source);
  const line = style.eol + lineIndent(text, start);
  const end = semicolon(session);
  if (!name) draft.insert(start, `const ${results} = `);
  const loop = [
    `for (const ${result} of ${results}) {`,
    `${style.indent}if (${result}.status === ${style.quote}rejected${style.quote}) console.error(${result}.reason)${end}`,
    '}',
  ];
  draft.insert(endOfLine(session, statement), line + loop.join(line));
  return suggest(session, {
    ...{ id, title: 'Log what failed' },
    changes: 'Each failure is written to the console, when all tasks are done. The code goes on as before.',
  });
}

/** `results` of `const results = await …` on its own. */
function nameOf(wait: ts.AwaitExpression): ts.Identifier | undefined {
  const declaration = dressed(wait).parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const list = declaration.parent;
  const isAlone = ts.isVariableDeclarationList(list) && list.declarations.length === 1;
  return isAlone && ts.isVariableStatement(list.parent) ? declaration.name : undefined;
}
