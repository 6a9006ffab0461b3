import { valueOf } from '../../effects/program.ts';
import type { Fix } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isCallable, isStatement, some } from './edit/nodes.ts';
import { openSession, quoted, semicolon, type Session } from './edit/session.ts';
import { lineIndent } from './edit/style.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { checkAround, forgetCheck } from './file/check.ts';

const id = 'write-if-absent';

const writers = /^node:fs(?:\/promises)?#(?:default\.)?(?:promises\.)?writeFile(?:Sync)?$/;

/** Lets the system write a file only where there is none, in place of looking first. */
export const writeIfAbsent: Remedy = {
  id,
  rules: ['unblock/file-race'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { finding, file } = request;
  const { subject } = finding;
  if (subject.kind !== 'file-race') return undefined;
  const made = valueOf(file, subject.use);
  if (made.kind !== 'call' || !writers.test(request.symbolOf(made.callee) ?? '')) return undefined;
  const session = openSession(request);
  const { source, text, draft, style } = session;
  const [use, check] = [subject.use, subject.check].map((each) => nodeOf(session, each, ts.isCallExpression));
  if (!use || !check) return undefined;
  const outer = ts.isAwaitExpression(use.parent) ? use.parent : use;
  // A promise that nobody awaits would not come to the `catch`.
  if (!isStatement(outer) || (outer === use && !isSync(request, made.callee))) return undefined;
  const statement = outer.parent;
  const branch = checkAround(session, check, statement, '!');
  if (!branch || statement.getText(source).includes('\n') || !addFlag(session, use)) return undefined;

  const start = branch.getStart(source);
  const line = style.eol + lineIndent(text, start);
  const end = semicolon(session);
  const error = session.typescript ? '(error as NodeJS.ErrnoException)' : 'error';
  draft.replace({ start, end: statement.getStart(source) }, `try {${line}${style.indent}`);
  const stop = text[statement.end - 1] === ';' ? '' : end;
  const closing = [
    '} catch (error) {',
    `${style.indent}if (${error}.code !== ${quoted(session, 'EEXIST')}) throw error${end}`,
    '}',
  ];
  const tail = stop + line + closing.join(line);
  if (branch.end > statement.end) draft.replace({ start: statement.end, end: branch.end }, tail);
  else draft.insert(statement.end, tail);
  forgetCheck(session, check);
  const isComputed = use.arguments.some((each) => some(each, ts.isCallExpression, (node) => !isCallable(node)));
  return suggest(session, {
    ...{ id, title: 'Write only where there is no file, in one step' },
    changes: `Whoever comes second leaves the file as it is, where it was overwritten before.${isComputed ? ' What is written is computed also where the file is there.' : ''}`,
  });
}

function isSync(request: FixRequest, callee: number): boolean {
  return request.symbolOf(callee)?.endsWith('Sync') === true;
}

/** `{ flag: 'wx' }`, beside the encoding that is given. Says whether it could. */
function addFlag(session: Session, { arguments: given }: ts.CallExpression): boolean {
  const { draft, source } = session;
  const [path, data, options, ...others] = given;
  if (!path || !data || others.length > 0 || given.some(ts.isSpreadElement)) return false;
  const flag = `flag: ${quoted(session, 'wx')}`;
  if (!options) draft.insert(data.end, `, { ${flag} }`);
  else if (ts.isStringLiteral(options)) {
    draft.insert(options.getStart(source), '{ encoding: ');
    draft.insert(options.end, `, ${flag} }`);
  } else if (ts.isObjectLiteralExpression(options) && options.properties.every(isPlain)) {
    const last = options.properties.at(-1);
    if (last) draft.insert(last.end, `, ${flag}`);
    else draft.replace({ start: options.getStart(source), end: options.end }, `{ ${flag} }`);
  } else return false;
  return true;
}

/** No spread, which may bring a flag, and no flag. */
function isPlain({ name }: ts.ObjectLiteralElementLike): boolean {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text !== 'flag';
}
