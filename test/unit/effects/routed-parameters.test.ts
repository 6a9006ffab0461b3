import { expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';

/** The levels of what blocks in a file of a package with these dependencies. */
function levelsIn(text: string, ...names: readonly string[]): string[] {
  const dependencies = Object.fromEntries(names.map((name) => [name, '^4.0.0']));
  const project = { packageOf: () => ({ dependencies, engines: {} }) };
  const { findings } = analyze('src/routes.js', `const fs = require('fs');\n${text}`, { project });
  return findings.filter(({ rule }) => rule === 'unblock/blocking-call').map(({ level }) => level);
}

const routes = `module.exports = (app) => {
  app.get('/page', (request, response) => { response.send(fs.readFileSync('page')); });
};
`;

test('what routes are registered on is an application of the framework that the package depends on', () => {
  expect(levelsIn(routes, 'express')).toEqual(['warning']);
  expect(levelsIn(routes, 'fastify')).toEqual(['warning']);
});

test('unless it depends on none, or on two of them', () => {
  expect(levelsIn(routes)).toEqual([]);
  expect(levelsIn(routes, 'express', 'fastify')).toEqual([]);
});

test('a handler with another name is one as well', () => {
  const named = `function show(request, response) { response.send(fs.readFileSync('page')); }
module.exports = (app) => { app.post('/page', show); };
`;
  expect(levelsIn(named, 'express')).toEqual(['warning']);
});

test('a route of Fastify that is one object', () => {
  const whole = `module.exports = async function (server) {
  server.route({ method: 'GET', url: '/page', handler: (request, reply) => { reply.send(fs.readFileSync('page')); } });
};
`;
  expect(levelsIn(whole, 'fastify')).toEqual(['warning']);
});

test('a client is asked for paths, too', () => {
  const client = `module.exports = (api) => {
  api.get('/page', { timeout: 10 });
  api.use((error) => { fs.readFileSync('page'); });
};
`;
  expect(levelsIn(client, 'express')).toEqual([]);
});
