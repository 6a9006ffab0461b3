import { basename, dirname, join } from 'node:path';
import type { EntryKind } from './listing.ts';
import { extensions, isScript, namesFor } from './script-names.ts';

type KindOf = (path: string) => EntryKind | undefined;

/** `path` is undefined for what is no script or is not there. */
export interface Answer {
  readonly path: string | undefined;
}

/**
 * What a relative specifier stands for, where names alone tell: nine of ten imports, for a tenth of the time that the whole algorithm
 * takes. No answer at all where more must be looked at: links, packages, odd specifiers.
 */
export function resolveRelative(kindOf: KindOf, folder: string, specifier: string): Answer | undefined {
  if (!/^\.\.?(\/|$)/.test(specifier) || /[?#\\]/.test(specifier)) return undefined;
  const target = join(folder, specifier);
  if (/(^|\/)\.{0,2}$/.test(specifier)) return indexOf(kindOf, target.replace(/[\\/]$/, ''));
  const stem = join(dirname(target), basename(target));
  const aliases = namesFor(stem);
  const tried = aliases ?? [stem, ...extensions.map((extension) => stem + extension)];
  const kinds = tried.map(kindOf);
  if (kinds.includes('other')) return undefined;
  // A file goes before a folder, whatever the order of their names.
  const file = tried[kinds.indexOf('file')];
  if (file !== undefined) return { path: isScript(file) ? file : undefined };
  if (kinds.includes('folder')) return kinds[0] === 'folder' && !aliases ? indexOf(kindOf, stem) : undefined;
  return aliases ? undefined : { path: undefined };
}

/** The script that a folder stands for; a package says so itself. */
function indexOf(kindOf: KindOf, folder: string): Answer | undefined {
  if (kindOf(folder) !== 'folder' || kindOf(join(folder, 'package.json')) !== undefined) return undefined;
  const tried = extensions.map((extension) => join(folder, `index${extension}`));
  const kinds = tried.map(kindOf);
  if (kinds.includes('other') || kinds.includes('folder')) return undefined;
  return { path: tried[kinds.indexOf('file')] };
}
