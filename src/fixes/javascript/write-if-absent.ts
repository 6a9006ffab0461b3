import type { Fix } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isCallable, some } from './edit/nodes.ts';
import { quoted, semicolon, type Session } from './edit/session.ts';
import { lineIndent } from './edit/style.ts';
import { suggest } from './edit/suggest.ts';
import { addOption, checkAround, checkedCall, forgetCheck } from './file/check.ts';
import { codeOf } from './file/error-code.ts';

const id = 'write-if-absent';

const writers = /^node:fs(?:\/promises)?#(?:default\.)?(?:promises\.)?writeFile(?:Sync)?$/;

/** Lets the system write a file only where there is none, in place of looking first. */
export const writeIfAbsent: Remedy = {
  id,
  rules: ['unblock/file-race'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const checked = checkedCall(request, writers);
  if (!checked) return undefined;
  const { session, symbol, use, check, statement, isAwaited } = checked;
  // A promise that nobody awaits would not come to the `catch`.
  if (!isAwaited && !symbol.endsWith('Sync')) return undefined;
  const { source, text, draft, style } = session;
  const branch = checkAround(session, check, statement, '!');
  if (!branch || statement.getText(source).includes('\n') || !addFlag(session, use)) return undefined;

  const start = branch.getStart(source);
  const line = style.eol + lineIndent(text, start);
  const end = semicolon(session);
  draft.replace({ start, end: statement.getStart(source) }, `try {${line}${style.indent}`);
  const stop = text[statement.end - 1] === ';' ? '' : end;
  const closing = [
    '} catch (error) {',
    `${style.indent}if (${codeOf(session, 'error')} !== ${quoted(session, 'EEXIST')}) throw error${end}`,
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

/** `{ flag: 'wx' }`, beside the encoding that is given. Says whether it could. */
function addFlag(session: Session, { arguments: given }: ts.CallExpression): boolean {
  const { draft, source } = session;
  const [path, data, options, ...others] = given;
  if (!path || !data || others.length > 0) return false;
  if (!options || !ts.isStringLiteral(options)) return addOption(session, data, options, 'flag', quoted(session, 'wx'));
  draft.insert(options.getStart(source), '{ encoding: ');
  draft.insert(options.end, `, flag: ${quoted(session, 'wx')} }`);
  return true;
}
