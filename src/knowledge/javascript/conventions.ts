import type { Convention } from '../schema.ts';

/** What frameworks call because of where a file lies and what it exports: nothing in the code says so. */

const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
const remixPackages = ['@remix-run/node', '@remix-run/react', '@remix-run/server-runtime', 'react-router'];

const next: readonly Convention[] = [
  {
    packages: ['next'],
    path: /(^|\/)app\/(.*\/)?route\.[cm]?[jt]sx?$/,
    exports: verbs,
    label: 'Next.js route handler',
    source: 'https://nextjs.org/docs/app/api-reference/file-conventions/route',
  },
  {
    packages: ['next'],
    path: /(^|\/)pages\/api\/.*\.[jt]sx?$/,
    exports: ['default'],
    label: 'Next.js API route',
    source: 'https://nextjs.org/docs/pages/building-your-application/routing/api-routes',
  },
  {
    packages: ['next'],
    path: /(^|\/)pages\/.*\.[jt]sx?$/,
    exports: ['getServerSideProps'],
    label: 'page for each request (`getServerSideProps`)',
    source: 'https://nextjs.org/docs/pages/api-reference/functions/get-server-side-props',
  },
  {
    packages: ['next'],
    path: /^(.*\/)?(src\/)?(middleware|proxy)\.[jt]s$/,
    // Next takes a default export as well, but other files of that name may have one, too.
    exports: ['middleware', 'proxy'],
    label: 'Next.js middleware',
    source: 'https://nextjs.org/docs/app/api-reference/file-conventions/proxy',
  },
  {
    packages: ['next'],
    directive: 'use server',
    exports: '*',
    label: 'server action',
    source: 'https://react.dev/reference/rsc/use-server',
  },
];

const others: readonly Convention[] = [
  {
    packages: remixPackages,
    path: /(^|\/)app\/(root|entry\.server|routes\/.*)\.[jt]sx?$/,
    exports: ['loader', 'action', 'handleRequest'],
    label: 'loader or action of a route',
    source: 'https://reactrouter.com/start/framework/route-module',
  },
  {
    packages: ['@sveltejs/kit'],
    path: /(^|\/)\+server\.[jt]s$/,
    exports: [...verbs, 'fallback'],
    label: 'SvelteKit endpoint',
    source: 'https://svelte.dev/docs/kit/routing#server',
  },
  {
    packages: ['@sveltejs/kit'],
    path: /(^|\/)\+(page|layout)\.server\.[jt]s$/,
    exports: ['load'],
    members: ['actions'],
    label: 'SvelteKit load or action',
    source: 'https://svelte.dev/docs/kit/load',
  },
  {
    packages: ['@sveltejs/kit'],
    path: /(^|\/)hooks\.server\.[jt]s$/,
    exports: ['handle', 'handleFetch'],
    label: 'SvelteKit hook',
    source: 'https://svelte.dev/docs/kit/hooks',
  },
  {
    packages: ['astro'],
    path: /(^|\/)pages\/.*\.[jt]s$/,
    exports: [...verbs, 'ALL'],
    label: 'Astro endpoint',
    source: 'https://docs.astro.build/en/guides/endpoints/',
  },
  {
    packages: ['wrangler', '@cloudflare/workers-types', '@cloudflare/vite-plugin'],
    exports: ['onRequest', ...verbs.map((verb) => `onRequest${verb[0] ?? ''}${verb.slice(1).toLowerCase()}`)],
    path: /(^|\/)functions\/.*\.[jt]sx?$/,
    label: 'Pages function',
    source: 'https://developers.cloudflare.com/pages/functions/api-reference/',
  },
  {
    packages: ['wrangler', '@cloudflare/workers-types', '@cloudflare/vite-plugin'],
    members: ['default'],
    only: ['fetch', 'queue', 'email'],
    label: 'Workers handler',
    source: 'https://developers.cloudflare.com/workers/runtime-apis/handlers/',
  },
];

export const conventions: readonly Convention[] = [...next, ...others];
