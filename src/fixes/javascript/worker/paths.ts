import { ts } from '../../../syntax/javascript/tree.ts';
import type { Session } from '../edit/session.ts';
import { isTypeName } from './movable.ts';

/** How the worker's file is called, on disk and by those who load it. */
export interface WorkerPaths {
  readonly path: string;
  /** For an import of its functions, or of its types. */
  readonly specifier: string;
  /** What runs: the compiled file where there is a compiler, the source where that runs, or either. */
  readonly runs: { readonly source?: string; readonly compiled?: string };
  /** What a file knows its own place by: `import.meta.url`, or `__dirname` in CommonJS. */
  readonly place: 'url' | 'dirname';
  /** How the worker's file names the file it was taken from. */
  readonly back: string;
}

/** Where the worker's file goes; or, as text, why nobody can say where it will be when the code runs. */
export function workerPaths(session: Session, name: string): WorkerPaths | string {
  const { request, typescript } = session;
  const { path } = request;
  const build = request.buildOf?.(path);
  const slash = path.lastIndexOf('/') + 1;
  const own = path.slice(slash);
  const dot = own.lastIndexOf('.');
  const extension = own.slice(dot + 1).replace('x', '');
  const base = freeBase(session, path.slice(0, slash), name, extension);
  if (build?.bundler !== undefined)
    return `\`${build.bundler}\` puts this code into a bundle, where it would not find a worker’s file beside it. ${ownEntryFirst(build.bundler)}`;

  const compiled = extension.replace('ts', 'js');
  const written = writtenExtension(session);
  const source = `./${base}.${extension}`;
  const output = `./${base}.${compiled}`;
  const isBuilt = typescript && (build ? build.compiles : written !== 'source');
  const isRun = !typescript || (build ? build.runsSources || !build.compiles : written === 'source');
  const shown = written === 'none' ? '' : written === 'source' ? `.${extension}` : `.${compiled}`;
  return {
    path: `${path.slice(0, slash)}${base}.${extension}`,
    specifier: `./${base}${shown}`,
    runs: { ...(isRun ? { source } : {}), ...(isBuilt ? { compiled: output } : {}) },
    place: placeIn(session),
    back: `./${own.slice(0, dot)}${written === 'none' ? '' : written === 'source' ? own.slice(dot) : `.${compiled}`}`,
  };
}

/** The way out where a bundler decides which files there are. */
export function ownEntryFirst(bundler: string): string {
  return `Give the worker an entry of its own in the configuration of \`${bundler}\` first, and load what that writes.`;
}

/** What the file knows its own place by when it runs. */
export function placeIn(session: Session): WorkerPaths['place'] {
  const modules = session.request.buildOf?.(session.request.path)?.modules;
  return session.commonjs || modules === 'commonjs' || usesDirname(session) ? 'dirname' : 'url';
}

function freeBase({ request }: Session, folder: string, name: string, extension: string): string {
  const kebab = name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase();
  let base = `${kebab}.worker`;
  for (let number = 2; request.exists?.(`${folder}${base}.${extension}`) === true; number++)
    base = `${kebab}-${String(number)}.worker`;
  return base;
}

/** How this file writes the extension of its own neighbours: as the source has it, as the output has it, or not at all. */
function writtenExtension({ source, typescript, commonjs }: Session): 'source' | 'output' | 'none' {
  const specifiers = source.statements.flatMap((node) => {
    const isFrom = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
    const from =
      isFrom && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : '';
    return from.startsWith('.') ? [from] : [];
  });
  if (!typescript) return commonjs ? 'output' : 'source';
  if (specifiers.some((one) => /\.[mc]?tsx?$/.test(one))) return 'source';
  if (specifiers.some((one) => /\.[mc]?jsx?$/.test(one))) return 'output';
  return specifiers.length > 0 ? 'none' : 'output';
}

/** A file that counts on `__dirname` is compiled to CommonJS, where `import.meta` is not known. */
function usesDirname({ scopes, source }: Session): boolean {
  const names = scopes.freeIn(source).filter((name) => scopes.declarationOf(name) === undefined && !isTypeName(name));
  return names.some(({ text }) => text === '__dirname' || text === '__filename');
}
