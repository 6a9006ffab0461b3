import { forget } from '../effects/file-cache.ts';
import { noteFile } from '../effects/notes.ts';
import { createWorkspaceProgram, type Program } from '../effects/program.ts';
import { originOf, replaceFile } from '../effects/replace-file.ts';
import { FACTS_SCHEMA, type FileFacts, type Language } from '../model/facts.ts';
import type { Project } from '../model/project.ts';
import { languageOf } from './file-names.ts';
import { knowledgeFor } from './languages.ts';

/*
 * Files of different languages never call each other, and what a library's name stands for depends on the language. So a project is
 * one program for each language; hosts hold one of them, which leads to the other.
 */
type Siblings = Readonly<Record<Language, Program>>;

const siblings = new WeakMap<Program, Siblings>();

/** The program of a whole project, for many analyses of files whose texts do not change meanwhile. */
export function programOf(project: Project): Program {
  const all = { javascript: part(project, 'javascript'), python: part(project, 'python') };
  for (const program of Object.values(all)) siblings.set(program, all);
  return all.javascript;
}

function part(project: Project, language: Language): Program {
  const paths = (project.paths ?? []).filter((path) => languageOf(path) === language);
  return createWorkspaceProgram(knowledgeFor(language, project.libraries), { ...project, paths });
}

/** The program that a file of this name belongs to. */
export function knownTo(program: Program, path: string): Program {
  return siblings.get(program)?.[languageOf(path)] ?? program;
}

/** All files of a project, whatever their language. */
export function pathsOf(program: Program): readonly string[] {
  const known = siblings.get(program);
  return known ? Object.values(known).flatMap(({ paths }) => paths) : program.paths;
}

/** The next version of a program, in which one file says something else; without facts it says nothing any more. */
export function withFile(program: Program, path: string, facts: FileFacts = noFacts): Program {
  const next = replaceFile(knownTo(program, path), path, facts);
  const known = siblings.get(program);
  if (known) siblings.set(next, { ...known, [languageOf(path)]: next });
  return next;
}

/** Does the work on one file that the first question about another one would wait for. */
export function warm(program: Program, path: string): void {
  const own = knownTo(program, path);
  const file = own.file(path);
  if (file) noteFile(own, file);
}

export const noFacts: FileFacts = {
  schema: FACTS_SCHEMA,
  language: 'javascript',
  moduleSystem: 'esm',
  hashbang: false,
  functions: [],
  values: [],
  bindings: [],
  classes: [],
  types: [],
  exports: [],
  specifiers: [],
  suppressions: [],
  syntaxErrors: [],
};

/** Lets go of what is known of a file, to be asked for again by those who need it: for hosts with more files than memory. */
export function release(program: Program, path: string): void {
  const own = knownTo(program, path);
  for (const version of new Set([own, originOf(own)])) {
    const file = version.file(path);
    if (file) forget(version, file);
  }
}
