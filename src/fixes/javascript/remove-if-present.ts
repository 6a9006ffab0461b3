import type { Fix } from '../../model/fix.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { calleeText } from './edit/nodes.ts';
import { suggest } from './edit/suggest.ts';
import { addOption, checkedCall, dropCheck } from './file/check.ts';

const id = 'remove-if-present';

const removers = /^node:fs(?:\/promises)?#(?:default\.)?(?:promises\.)?rm(?:Sync)?$/;

/** Takes a file away whether or not it is there, in place of looking first. */
export const removeIfPresent: Remedy = {
  id,
  rules: ['unblock/file-race'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const checked = checkedCall(request, removers);
  if (!checked) return undefined;
  const { session, use, check, statement } = checked;
  const [path, options, ...others] = use.arguments;
  if (!path || others.length > 0 || !addOption(session, path, options, 'force', 'true')) return undefined;
  dropCheck(session, check, statement, '');
  return suggest(session, {
    ...{ id, title: `Let \`${calleeText(use)}\` be content when nothing is there` },
    changes: 'It no longer fails when somebody else has taken the file away meanwhile. All else fails as before.',
  });
}
