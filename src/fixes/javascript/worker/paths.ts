import { ts } from '../../../syntax/javascript/tree.ts';
import type { Session } from '../edit/session.ts';

/** How the worker's file is called, on disk and by those who load it. */
export interface WorkerPaths {
  readonly path: string;
  /** For an import of its functions, or of its types. */
  readonly specifier: string;
  /** What runs: the compiled file, where there is a compiler. */
  readonly runs: string;
  /** How the worker's file names the file it was taken from. */
  readonly back: string;
  readonly isCompiled: boolean;
}

export function workerPaths(session: Session, name: string): WorkerPaths {
  const { path } = session.request;
  const slash = path.lastIndexOf('/') + 1;
  const own = path.slice(slash);
  const dot = own.lastIndexOf('.');
  const extension = own.slice(dot + 1).replace('x', '');
  const base = freeBase(session, path.slice(0, slash), name, extension);
  const compiled = extension.replace('ts', 'js');
  const written = writtenExtension(session);
  const runs = written === 'source' ? extension : compiled;
  const shown = written === 'none' ? '' : `.${runs}`;
  return {
    path: `${path.slice(0, slash)}${base}.${extension}`,
    specifier: `./${base}${shown}`,
    runs: `./${base}.${runs}`,
    back: `./${own.slice(0, dot)}${written === 'none' ? '' : written === 'source' ? own.slice(dot) : `.${compiled}`}`,
    isCompiled: runs !== extension,
  };
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
