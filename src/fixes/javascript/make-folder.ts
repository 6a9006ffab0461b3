import type { Fix } from '../../model/fix.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { calleeText } from './edit/nodes.ts';
import { suggest } from './edit/suggest.ts';
import { addOption, checkedCall, dropCheck } from './file/check.ts';

const id = 'make-folder';

const makers = /^node:fs(?:\/promises)?#(?:default\.)?(?:promises\.)?mkdir(?:Sync)?$/;

/** Makes a folder whether or not it is there, in place of looking first. */
export const makeFolder: Remedy = {
  id,
  rules: ['unblock/file-race'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const checked = checkedCall(request, makers);
  if (!checked) return undefined;
  const { session, use, check, statement } = checked;
  const [folder, ...others] = use.arguments;
  if (!folder || others.length > 0 || !addOption(session, folder, undefined, 'recursive', 'true')) return undefined;
  const isUnchecked = dropCheck(session, check, statement, '!');
  const elsewise = isUnchecked ? ' Where a file goes by that name, it fails, which was passed over.' : '';
  return suggest(session, {
    ...{ id, title: `Let \`${calleeText(use)}\` be content with what is there` },
    changes: `It no longer fails when somebody else has made the folder meanwhile. Folders above it are made, too.${elsewise}`,
  });
}
