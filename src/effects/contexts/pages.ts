import type { FileFacts } from '../../model/facts.ts';
import { valueOf, type File, type Program } from '../program.ts';

const known = new WeakMap<FileFacts, boolean>();

/** The code takes something of a page: `document.body`, `window.scrollTo(…)`; or says that it is for the client. */
export function runsInPage(file: File): boolean {
  const { facts } = file;
  const answer = known.get(facts) ?? (facts.directives?.includes('use client') === true || takesOfPage(file));
  known.set(facts, answer);
  return answer;
}

const views = /^(react|preact|vue|svelte|solid-js|lit|@angular\/core|jquery|ember|@ember\/\w+)(\/|$)/;
const folders = /(^|\/)(public|frontend|front|renderer|webview(-ui|s)?)\//;

/**
 * Whether the code belongs to what a person looks at, by what it takes of a page, its markup, what it imports or the folder it lies in. That
 * keeps something silent and proves nothing: what renders on a server looks the same.
 */
export function isOfInterface(file: File): boolean {
  const { facts, path } = file;
  return (
    runsInPage(file) ||
    folders.test(path) ||
    facts.specifiers.some((each) => views.test(each)) ||
    facts.values.some(({ kind }) => kind === 'markup')
  );
}

const viewLibraries = ['react', 'preact', 'vue', 'svelte', 'solid-js', 'lit', '@angular/core'];
const servers =
  /^(express|fastify|koa|hono|@hapi\/hapi|@nestjs\/core|next|nuxt|@remix-run\/\w+|@sveltejs\/kit|astro|electron|ws|socket\.io|apollo-server(-\w+)?|@apollo\/server)$/;

/**
 * A module of a package that is a front end and nothing else: it has a library of views and none that serves, and the module asks for no
 * part of Node. Like the above, it keeps something silent and proves nothing.
 */
export function isOfFrontEnd(program: Program, file: File): boolean {
  const names = Object.keys(program.packageOf(file)?.dependencies ?? {});
  return (
    viewLibraries.some((name) => names.includes(name)) &&
    !names.some((name) => servers.test(name)) &&
    !file.facts.specifiers.some((each) => each.startsWith('node:'))
  );
}

function takesOfPage(file: File): boolean {
  return file.facts.values.some((value) => {
    const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
    return object?.kind === 'global' && (object.name === 'document' || object.name === 'window');
  });
}
