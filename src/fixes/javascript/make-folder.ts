import { valueOf } from '../../effects/program.ts';
import type { Fix } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { calleeText, isStatement } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { openSession } from './edit/session.ts';
import { dropCheck } from './file/check.ts';

const id = 'make-folder';

const makers = /^node:fs(?:\/promises)?#(?:default\.)?(?:promises\.)?mkdir(?:Sync)?$/;

/** Makes a folder whether or not it is there, in place of looking first. */
export const makeFolder: Remedy = {
  id,
  rules: ['unblock/file-race'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { finding, facts, path, file } = request;
  const { subject } = finding;
  if (subject.kind !== 'file-race') return undefined;
  const made = valueOf(file, subject.use);
  if (made.kind !== 'call' || !makers.test(request.symbolOf(made.callee) ?? '')) return undefined;
  const session = openSession(request);
  const at = (value: number): ts.CallExpression | undefined => {
    const span = facts.values[value];
    return span && nodeAt(session.tree, span, ts.isCallExpression);
  };
  const [use, check] = [at(subject.use), at(subject.check)];
  const [folder, ...others] = use?.arguments ?? [];
  if (!use || !check || !folder || others.length > 0 || ts.isSpreadElement(folder)) return undefined;
  const outer = ts.isAwaitExpression(use.parent) ? use.parent : use;
  if (!isStatement(outer)) return undefined;

  session.draft.insert(folder.end, ', { recursive: true }');
  const isUnchecked = dropCheck(session, check, outer.parent, '!');
  const edits = finishEdits(session);
  const elsewise = isUnchecked ? ' Where a file goes by that name, it fails, which was passed over.' : '';
  return (
    edits && {
      ...{ id, title: `Let \`${calleeText(use)}\` be content with what is there`, safety: 'suggestion', packages: [] },
      changes: `It no longer fails when somebody else has made the folder meanwhile. Folders above it are made, too.${elsewise}`,
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}
