import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { importValue } from './edit/imports.ts';
import { hasComment } from './edit/indent.ts';
import { bare } from './edit/nodes.ts';
import type { Declaration } from './edit/scope.ts';
import { openSession, quoted, type Session } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { isConstant } from './edit/writes.ts';
import { ownEntryFirst, placeIn } from './worker/paths.ts';

const id = 'path-beside-file';

/** Says from where the path of a worker goes, in the one way that Node and bundlers take for it. */
export const pathBesideFile: Remedy = {
  id,
  rules: ['unblock/unbundled-worker-path'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'unbundled-worker-path') return undefined;
    const session = openSession(request);
    const answer =
      subject.how === 'indirect'
        ? writtenInPlace(session, nodeOf(session, subject.path, ts.isExpression))
        : besideFile(session, nodeOf(session, subject.path, ts.isStringLiteralLike), subject.how);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** `'./hash.js'` becomes `new URL('./hash.js', import.meta.url)`, or `join(__dirname, './hash.js')`. */
function besideFile(
  session: Session,
  literal: ts.StringLiteralLike | undefined,
  how: 'bare' | 'cwd',
): Fix | Obstacle | string | undefined {
  const { request, source, draft } = session;
  if (!literal) return undefined;
  const path = how === 'bare' ? `./${literal.text}` : literal.text;
  if (request.program.resolve(request.file, path) === undefined)
    return `No file of the project lies at \`${path}\` beside this one. Say where it lies first.`;
  const build = request.buildOf?.(request.path);
  if (build?.bundler !== undefined)
    return `\`${build.bundler}\` puts this code into a bundle, where no file lies beside it. ${ownEntryFirst(build.bundler)}`;
  const place = placeIn(session);
  const isUrl = place === 'url';
  if (!isGlobal(session, isUrl ? 'URL' : '__dirname', literal)) return undefined;
  const join = { module: 'node:path', export: 'join', names: ['join', 'joinPath'] } as const;
  const text = how === 'bare' ? quoted(session, path) : literal.getText(source);
  const code = isUrl
    ? `new URL(${text}, import.meta.url)`
    : `${importValue(session, join, literal)}(__dirname, ${text})`;
  draft.replace({ start: literal.getStart(source), end: literal.end }, code);
  const was =
    how === 'bare'
      ? 'So far the call throws.'
      : 'Started from the folder of this file, the program finds the same file as before; from any other it finds this one now.';
  const needs = isUrl && build === undefined ? [' `import.meta.url` needs code that runs as an ES module.'] : [];
  return suggest(session, {
    ...{ id, title: `Look for \`${literal.text}\` beside this file` },
    changes: [`The file is looked for from where this one lies when it runs. ${was}`, ...needs].join(''),
  });
}

/** `new Worker(url)` becomes `new Worker(new URL('./hash.js', import.meta.url))`. */
function writtenInPlace(session: Session, given: ts.Expression | undefined): Fix | undefined {
  const { source, draft } = session;
  if (!given || !isGlobal(session, 'URL', given)) return undefined;
  const address = valueOf(session, given);
  const url = address && bare(address.value);
  if (!url || !ts.isNewExpression(url) || url.arguments?.length !== 2) return undefined;
  const target = valueOf(session, url.arguments[0]);
  const path = target && bare(target.value);
  if (!path || !ts.isStringLiteralLike(path) || hasComment(given.getText(source))) return undefined;
  draft.replace({ start: given.getStart(source), end: given.end }, `new URL(${path.getText(source)}, import.meta.url)`);
  for (const { from } of [address, target]) if (from) dropUnused(session, from);
  return suggest(session, {
    ...{ id, title: 'Write the URL inside of `new Worker(…)`' },
    changes:
      'Vite and webpack take it for a worker, and build it as a file of its own. Without a bundler the same file is loaded as before.',
  });
}

interface Known {
  readonly value: ts.Expression;
  /** The constant that holds it. */
  readonly from?: Declaration;
}

/** What is written at a place, or in the constant that is named there. */
function valueOf({ scopes }: Session, node: ts.Expression | undefined): Known | undefined {
  const value = node && bare(node);
  if (!value || !ts.isIdentifier(value)) return value && { value };
  const from = scopes.declarationOf(value);
  if (!from || !isConstant(scopes, from) || !ts.isVariableDeclaration(from.node)) return undefined;
  const { initializer, name } = from.node;
  return initializer && ts.isIdentifier(name) ? { value: initializer, from } : undefined;
}

/** The constant goes where nobody else needs it, and nothing is written about it. */
function dropUnused({ scopes, source, text, dropped }: Session, declaration: Declaration): void {
  const list = declaration.node.parent;
  const statement = list.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length > 1 || !ts.isVariableStatement(statement)) return;
  const isAlone = scopes.referencesTo(declaration).length === 1 && statement.modifiers === undefined;
  const isBare = !hasComment(text.slice(statement.getFullStart(), statement.getStart(source)));
  if (isAlone && isBare && /^[ \t]*(?:\r?\n|$)/.test(text.slice(statement.end))) dropped.add(statement);
}
