import * as fs from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { CachedInputFileSystem, ResolverFactory, type Resolver } from 'enhanced-resolve';
import { sourceOf } from './built-source.ts';
import { createWorkspacePackages } from './packages.ts';
import { createPythonResolver } from './resolve-python.ts';

/** The file that `specifier`, written in file `from`, stands for; undefined for packages that are no part of the project. */
export type ResolveModule = (from: string, specifier: string) => string | undefined;

/** How long what was seen on disk is believed, in milliseconds. */
const BELIEVED_FOR = 4_000;

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** TypeScript writes the name of the file that will be built; what is there is its source. */
const extensionAlias = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

/**
 * Resolves as Node and TypeScript do: relative paths, `paths` and `baseUrl` of the nearest `tsconfig.json`, `exports` and `imports` of
 * packages, and workspaces through their links. Packages of the same workspace are found without links, and sources without a build.
 * What ends in a `node_modules` folder is a library, and not followed.
 */
export function createModuleResolver(): ResolveModule {
  const fileSystem = new CachedInputFileSystem(fs, BELIEVED_FOR);
  const resolvers = new Map<string, Resolver>();
  const configs = new Map<string, string | undefined>();
  const answers = new Map<string, string | undefined>();

  function configOf(folder: string): string | undefined {
    if (configs.has(folder)) return configs.get(folder);
    const own = join(folder, 'tsconfig.json');
    const parent = dirname(folder);
    const found = fs.existsSync(own) ? own : parent === folder ? undefined : configOf(parent);
    configs.set(folder, found);
    return found;
  }

  function resolverFor(folder: string): Resolver {
    const config = configOf(folder);
    const known = resolvers.get(config ?? '');
    if (known) return known;
    const resolver = ResolverFactory.createResolver({
      fileSystem,
      useSyncFileSystemCalls: true,
      extensions,
      extensionAlias,
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      mainFields: ['source', 'module', 'main'],
      ...(config === undefined ? {} : { tsconfig: { configFile: config, references: 'auto' as const } }),
    });
    resolvers.set(config ?? '', resolver);
    return resolver;
  }

  const resolvePython = createPythonResolver();
  const packages = createWorkspacePackages();

  /** What would be there after a build, or after linking the workspace's packages: its source. */
  function unbuilt(folder: string, specifier: string): string | undefined {
    if (/^\.{1,2}(\/|$)/.test(specifier)) return sourceOf(join(folder, specifier));
    return /^[#/]/.test(specifier) ? undefined : packages.resolve(folder, specifier);
  }

  return (from, specifier) => {
    if (/\.py[iw]?$/i.test(from)) return resolvePython(from, specifier);
    if (isBuiltin(specifier)) return undefined;
    const folder = dirname(from);
    const key = `${folder}\0${specifier}`;
    if (answers.has(key)) return answers.get(key);
    const answer = ownFile(resolveQuietly(resolverFor(folder), folder, specifier)) ?? unbuilt(folder, specifier);
    answers.set(key, answer);
    return answer;
  };
}

/** Broken configs and missing packages are no news here: what cannot be resolved is a library that nobody installed. */
function resolveQuietly(resolver: Resolver, folder: string, specifier: string): string | false {
  try {
    return resolver.resolveSync({}, folder, specifier);
  } catch {
    return false;
  }
}

function ownFile(path: string | false): string | undefined {
  if (path === false || path.includes(`${sep}node_modules${sep}`)) return undefined;
  const plain = path.replace(/[?#].*$/, '');
  if (!extensions.some((extension) => plain.endsWith(extension))) return undefined;
  // What is built says the same as its source, to nobody.
  const source = /\.([cm]?js|d\.[cm]?ts)$/.test(plain) ? sourceOf(plain) : undefined;
  return source !== undefined && /\.[cm]?tsx?$/.test(source) ? source : plain;
}
