import type { Fix } from '../../model/fix.ts';
import { valueOf } from '../../effects/program.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { homeOf, isAsync, isCallable } from './edit/nodes.ts';
import { openSession, quoted, semicolon, type Session } from './edit/session.ts';
import { lineIndent } from './edit/style.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { forgetCheck } from './file/check.ts';
import { codeOf } from './file/error-code.ts';
import { readingAround, typeOfReading, type Reading } from './file/reading.ts';
import { wayAround } from './file/way-around.ts';

const id = 'read-if-present';

/** Reads a file at once and takes its absence as an error, in place of looking whether it is there. */
export const readIfPresent: Remedy = {
  id,
  rules: ['unblock/file-race'],
  propose,
};

const readers =
  /^(?:node:fs#(?:default\.)?(?:readFile|readdir)Sync|(?:node:fs\/promises#(?:default\.)?|node:fs#(?:default\.)?promises\.)(?:readFile|readdir)|fs-extra#(?:default\.)?(?:readFile|readdir|readJson|readJSON)(?:Sync)?)$/;

function propose(request: FixRequest): Fix | undefined {
  const { finding, file } = request;
  const { subject } = finding;
  if (subject.kind !== 'file-race') return undefined;
  const made = valueOf(file, subject.use);
  const symbol = made.kind === 'call' ? request.symbolOf(made.callee) : undefined;
  if (symbol === undefined || !readers.test(symbol)) return undefined;
  const session = openSession(request);
  const [use, check] = [subject.use, subject.check].map((each) => nodeOf(session, each, ts.isCallExpression));
  const reading = use && readingAround(use, symbol.endsWith('Sync'));
  if (!use || !check || !reading || !mayCatch(reading)) return undefined;
  const edited = writeAround(session, check, reading);
  if (!edited) return undefined;
  forgetCheck(session, check);
  return suggest(session, {
    ...{ id, title: 'Read it without looking first, and take `ENOENT` for “not there”' },
    changes:
      'A file that goes away in between is not there, where reading it failed before. What is no path, may not be looked at or leads through a file is an error now, where it was “not there”.',
  });
}

/** A promise must be waited for right there, so that its failure comes to the `catch`. */
function mayCatch({ whole, isSync, isAwaited }: Reading): boolean {
  const home = homeOf(whole);
  return isSync || isAwaited || (home !== undefined && isCallable(home) && isAsync(home));
}

/** Puts a `try` in place of the look. Says whether it could. */
function writeAround(session: Session, check: ts.CallExpression, reading: Reading): boolean {
  const { source, text, draft, style } = session;
  const way = wayAround(session, check, reading);
  if (!way) return false;
  const { from, to, otherwise } = way;
  const line = style.eol + lineIndent(text, from);
  const deep = line + style.indent;
  const end = semicolon(session);
  const isNamed = new RegExp(String.raw`\berror\b`).test(text.slice(from, to));
  const name = isNamed ? 'reason' : 'error';
  const code = codeOf(session, name);
  const missing = quoted(session, 'ENOENT');
  const { whole } = reading;
  const wait = reading.isSync || reading.isAwaited ? '' : 'await ';
  const body = wait + whole.getText(source);
  const declared = way.declares ? declaration(session, reading, way.declares) : '';
  if (declared === undefined) return false;
  const first = way.declares ? `${way.declares.name.getText(source)} = ${body}` : way.before + body;
  const failed =
    otherwise === undefined
      ? [`if (${code} !== ${missing}) throw ${name}${end}`]
      : [`if (${code} === ${missing}) ${otherwise}${end}`, `throw ${name}${end}`];
  draft.replace(
    { start: from, end: to },
    `${declared === '' ? '' : declared + end + line}try {${deep}${first}${end}${line}} catch (${name}) {${deep}${failed.join(deep)}${line}}`,
  );
  return true;
}

/** `let text: string`, of what was a constant; undefined where its type is not known. */
function declaration(session: Session, reading: Reading, { name, type }: ts.VariableDeclaration): string | undefined {
  const { source, typescript } = session;
  const written = type?.getText(source) ?? (typescript ? typeOfReading(reading) : '');
  if (written === undefined) return undefined;
  return `let ${name.getText(source)}${written === '' ? '' : `: ${written}`}`;
}
