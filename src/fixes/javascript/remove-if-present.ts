import type { Fix } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bare, calleeText } from './edit/nodes.ts';
import { importedBy } from './edit/requires.ts';
import type { Session } from './edit/session.ts';
import { suggest } from './edit/suggest.ts';
import { exchangeImport } from './edit/unimport.ts';
import { addOption, checkedCall, dropCheck } from './file/check.ts';

const id = 'remove-if-present';

const removers = /^node:fs(?:\/promises)?#(?:default\.)?(?:promises\.)?(?:rm|unlink)(?:Sync)?$/;

/** Takes a file away whether or not it is there, in place of looking first. */
export const removeIfPresent: Remedy = {
  id,
  rules: ['unblock/file-race'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const checked = checkedCall(request, removers);
  if (!checked) return undefined;
  const { session, symbol, use, check, statement } = checked;
  const [path, options, ...others] = use.arguments;
  if (!path || others.length > 0 || !addOption(session, path, options, 'force', 'true')) return undefined;
  // Only `rm` can be told so.
  const unlink = /unlink(Sync)?$/.exec(symbol);
  const name = unlink ? callRm(session, use, `rm${unlink[1] ?? ''}`) : calleeText(use);
  if (name === undefined) return undefined;
  dropCheck(session, check, statement, '');
  return suggest(session, {
    ...{ id, title: `Let \`${name}\` be content when nothing is there` },
    changes:
      'It no longer fails when somebody else has taken the file away meanwhile. All else fails as before, but a link that leads nowhere is taken away, too.',
  });
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
