import { valueOf } from '../../effects/program.ts';
import type { Fix } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { calleeText, isStatement } from './edit/nodes.ts';
import { openSession } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { dropCheck } from './file/check.ts';

const id = 'remove-if-present';

const removers = /^node:fs(?:\/promises)?#(?:default\.)?(?:promises\.)?rm(?:Sync)?$/;

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
  if (made.kind !== 'call' || !removers.test(request.symbolOf(made.callee) ?? '')) return undefined;
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
  dropCheck(session, check, outer.parent, '');
  return suggest(session, {
    ...{ id, title: `Let \`${calleeText(use)}\` be content when nothing is there` },
    changes: 'It no longer fails when somebody else has taken the file away meanwhile. All else fails as before.',
  });
}

/** No spread, which may bring `force`, and no `force`. */
function isPlain({ name }: ts.ObjectLiteralElementLike): boolean {
  return name !== undefined && ts.isIdentifier(name) && name.text !== 'force';
}
