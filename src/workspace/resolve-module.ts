import { isBuiltin } from 'node:module';
import { dirname, join, sep } from 'node:path';
import enhanced, { type Resolver } from 'enhanced-resolve';
import { sourceOf } from './built-source.ts';
import { createWorkspacePackages } from './packages.ts';
import { createPythonResolver } from './resolve-python.ts';
import { resolveRelative } from './resolve-relative.ts';
import { createSeenPaths, notingFileSystem, type SeenPaths } from './seen-paths.ts';
import { aliasesOf, extensions, isScript } from './script-names.ts';

/** The file that `specifier`, written in file `from`, stands for; undefined for packages that are no part of the project. */
export type ResolveModule = (from: string, specifier: string) => string | undefined;

/** How long what was seen on disk is believed, in milliseconds. */
const BELIEVED_FOR = 4_000;

/**
 * Resolves as Node and TypeScript do: relative paths, `paths` and `baseUrl` of the nearest `tsconfig.json`, `exports` and `imports` of
 * packages, and workspaces through their links. Packages of the same workspace are found without links, and sources without a build.
 * What ends in a `node_modules` folder is a library, and not followed.
 */
export function createModuleResolver(seen: SeenPaths = createSeenPaths()): ResolveModule {
  const fileSystem = new enhanced.CachedInputFileSystem(notingFileSystem(seen), BELIEVED_FOR);
  const resolvers = new Map<string, Resolver>();
  const scopes = new Map<string, string>();
  const configs = new Map<string, string | undefined>();
  const answers = new Map<string, Map<string, string | undefined>>();

  /** The nearest folder above which nothing is looked up but from there on: packages mean the same in all folders below it. */
  function scopeOf(folder: string): string {
    const known = scopes.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const names = seen.listing(folder)?.keys() ?? scopeMarks.filter((name) => seen.kind(join(folder, name)));
    const isScope = parent === folder || [...names].some((name) => isScopeMark.test(name));
    const scope = isScope ? folder : scopeOf(parent);
    scopes.set(folder, scope);
    return scope;
  }

  function configOf(folder: string): string | undefined {
    if (configs.has(folder)) return configs.get(folder);
    const parent = dirname(folder);
    const own = join(folder, 'tsconfig.json');
    const found = seen.kind(own) !== undefined ? own : parent === folder ? undefined : configOf(parent);
    configs.set(folder, found);
    return found;
  }

  function resolverFor(folder: string): Resolver {
    const config = configOf(folder);
    const known = resolvers.get(config ?? '');
    if (known) return known;
    const resolver = enhanced.ResolverFactory.createResolver({
      fileSystem,
      useSyncFileSystemCalls: true,
      extensions: [...extensions],
      extensionAlias: aliasesOf(),
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      mainFields: ['source', 'module', 'main'],
      ...(config === undefined ? {} : { tsconfig: { configFile: config, references: 'auto' as const } }),
    });
    resolvers.set(config ?? '', resolver);
    return resolver;
  }

  const resolvePython = createPythonResolver(seen);

  const packages = createWorkspacePackages(seen);
  const sourceFor = (path: string): string | undefined => sourceOf(path, (each) => seen.kind(each) !== undefined);

  /** What would be there after a build, or after linking the workspace's packages: its source. */
  function unbuilt(folder: string, specifier: string): string | undefined {
    if (/^\.{1,2}(\/|$)/.test(specifier)) return sourceFor(join(folder, specifier));
    return /^[#/]/.test(specifier) ? undefined : packages.resolve(folder, specifier);
  }

  function ownFile(path: string | undefined): string | undefined {
    if (path === undefined || path.includes(`${sep}node_modules${sep}`)) return undefined;
    const plain = path.replace(/[?#].*$/, '');
    if (!isScript(plain)) return undefined;
    // What is built says the same as its source, to nobody.
    const source = /\.([cm]?js|d\.[cm]?ts)$/.test(plain) ? sourceFor(plain) : undefined;
    return source !== undefined && /\.[cm]?tsx?$/.test(source) ? source : plain;
  }

  function resolveScript(folder: string, specifier: string): string | undefined {
    const near = resolveRelative((path) => seen.kind(path), folder, specifier);
    const found = near ? near.path : resolveQuietly(resolverFor(folder), folder, specifier);
    return ownFile(found) ?? unbuilt(folder, specifier);
  }

  return (from, specifier) => {
    if (/\.py[iw]?$/i.test(from)) return resolvePython(from, specifier);
    if (isBuiltin(specifier)) return undefined;
    const folder = specifier.startsWith('.') ? dirname(from) : scopeOf(dirname(from));
    const ofFolder = answers.get(folder) ?? new Map<string, string | undefined>();
    answers.set(folder, ofFolder);
    if (ofFolder.has(specifier)) return ofFolder.get(specifier);
    const answer = resolveScript(folder, specifier);
    ofFolder.set(specifier, answer);
    return answer;
  };
}

/** What changes the meaning of a package's name below the folder in which it lies. */
const scopeMarks = ['package.json', 'node_modules', 'tsconfig.json', 'jsconfig.json', 'pnpm-workspace.yaml'];
const isScopeMark = /^(package\.json|node_modules|[jt]sconfig.*\.json|pnpm-workspace\.yaml)$/;

/** Broken configs and missing packages are no news here: what cannot be resolved is a library that nobody installed. */
function resolveQuietly(resolver: Resolver, folder: string, specifier: string): string | undefined {
  try {
    return resolver.resolveSync({}, folder, specifier) || undefined;
  } catch {
    return undefined;
  }
}
