import { absoluteType } from '../../knowledge/lookup.ts';
import type { Entry } from '../../knowledge/schema.ts';
import type { Program } from '../program.ts';
import { libraryModule } from './python-modules.ts';
import { resolveMember } from './members.ts';
import type { Resolved } from './resolved.ts';

/** What a call of `symbol` does, where a library says so. */
export function entryOf(program: Program, symbol: Resolved): Entry | undefined {
  const { knowledge } = program;
  if (symbol.kind === 'library') {
    return knowledge.entry(symbol.module, symbol.path === '' ? 'default' : symbol.path);
  }
  if (symbol.kind === 'method') return knowledge.member(symbol.type, symbol.name);
  return symbol.kind === 'instance' ? knowledge.type(symbol.type)?.call : undefined;
}

const globalObjects = new Set(['globalThis', 'window', 'self', 'global']);

export function libraryMember(program: Program, module: string, path: string, name: string): Resolved {
  const { knowledge } = program;
  if (module === 'global' && globalObjects.has(path)) return { kind: 'library', module, path: name };
  const entry = path === '' ? undefined : knowledge.entry(module, path);
  if (entry?.type !== undefined) {
    const instance = instanceOf(program, `${module}#`, entry.type);
    return resolveMember(program, instance, name) ?? instance;
  }
  // CommonJS modules reach their members through `default` as well as without it.
  const joined = path === '' || path === 'default' ? name : `${path}.${name}`;
  const known = joined === 'default' && !knowledge.entry(module, 'default') ? '' : joined;
  const value = knowledge.entry(module, known);
  const inner = value ? undefined : libraryModule(program, module, joined);
  if (inner) return inner;
  return value?.type === undefined
    ? { kind: 'library', module, path: known }
    : instanceOf(program, `${module}#`, value.type);
}

export function instanceOf(program: Program, owner: string, type: string): Resolved {
  if (type.includes('#')) return { kind: 'instance', type };
  const module = owner.slice(0, owner.lastIndexOf('#'));
  const library = program.knowledge.library(module);
  return { kind: 'instance', type: library ? absoluteType(library, type) : `${module}#${type}` };
}

/** What constructing a library's class gives. */
export function instanceMade(program: Program, target: Extract<Resolved, { kind: 'library' }>): Resolved | undefined {
  const entry = entryOf(program, target);
  if (entry?.returns !== undefined) return instanceOf(program, `${target.module}#`, entry.returns);
  const type = instanceOf(program, `${target.module}#`, target.path);
  return type.kind === 'instance' && program.knowledge.type(type.type) ? type : undefined;
}

/** The library that a type named in an entry of `symbol` belongs to, as `module#`. */
export function ownerOf(symbol: Resolved): string {
  if (symbol.kind === 'library') return `${symbol.module}#`;
  return symbol.kind === 'method' || symbol.kind === 'instance' ? symbol.type : '';
}
