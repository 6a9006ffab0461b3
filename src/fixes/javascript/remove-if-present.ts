import { valueOf } from '../../effects/program.ts';
import type { Fix } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bare, calleeText, isStatement } from './edit/nodes.ts';
import { importedBy } from './edit/requires.ts';
import { openSession, type Session } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { exchangeImport } from './edit/unimport.ts';
import { dropCheck } from './file/check.ts';

const id = 'remove-if-present';

const removers = /^node:fs(?:\/promises)?#(?:default\.)?(?:promises\.)?(rm|unlink)(Sync)?$/;

/** Takes a file away whether or not it is there, in place of looking first. */
export const removeIfPresent: Remedy = {
  id,
  rules: ['unblock/file-race'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { finding, file } = request;
  const { subject } = finding;
  if (subject.kind !== 'file-race') return undefined;
  const made = valueOf(file, subject.use);
  const remover = made.kind === 'call' ? removers.exec(request.symbolOf(made.callee) ?? '') : null;
  if (!remover) return undefined;
  const [, does, sync = ''] = remover;
  const session = openSession(request);
  const { draft, source } = session;
  const [use, check] = [subject.use, subject.check].map((each) => nodeOf(session, each, ts.isCallExpression));
  const [path, options, ...others] = use?.arguments ?? [];
  if (!use || !check || !path || others.length > 0 || use.arguments.some(ts.isSpreadElement)) return undefined;
  const outer = ts.isAwaitExpression(use.parent) ? use.parent : use;
  if (!isStatement(outer)) return undefined;

  if (!options) draft.insert(path.end, ', { force: true }');
  else if (!ts.isObjectLiteralExpression(options) || !options.properties.every(isPlain)) return undefined;
  else {
    const last = options.properties.at(-1);
    if (last) draft.insert(last.end, ', force: true');
    else draft.replace({ start: options.getStart(source), end: options.end }, '{ force: true }');
  }
  // Only `rm` can be told so.
  const name = does === 'unlink' ? callRm(session, use, `rm${sync}`) : calleeText(use);
  if (name === undefined) return undefined;
  dropCheck(session, check, outer.parent, '');
  return suggest(session, {
    ...{ id, title: `Let \`${name}\` be content when nothing is there` },
    changes:
      'It no longer fails when somebody else has taken the file away meanwhile. All else fails as before, but a link that leads nowhere is taken away, too.',
  });
}

/** No spread, which may bring `force`, and no `force`. */
function isPlain({ name }: ts.ObjectLiteralElementLike): boolean {
  return name !== undefined && ts.isIdentifier(name) && name.text !== 'force';
}

/** Calls `rm` of the same module in place of `unlink`; gives the new callee, or undefined where there is no way to name it. */
function callRm(session: Session, { expression }: ts.CallExpression, rm: string): string | undefined {
  const { draft, source, scopes } = session;
  const callee = bare(expression);
  const isMember = ts.isPropertyAccessExpression(callee);
  const name = isMember ? callee.name : callee;
  if (!ts.isIdentifier(name)) return undefined;
  const imported = isMember ? undefined : scopes.declarationOf(name);
  const module = imported && importedBy(imported.node)?.module;
  if (!isMember && module === undefined) return undefined;
  const local =
    module === undefined ? rm : exchangeImport(session, { module, export: rm, names: [rm, `${rm}File`] }, name);
  draft.replace({ start: name.getStart(source), end: name.end }, local);
  return isMember ? `${callee.expression.getText(source)}.${local}` : local;
}
