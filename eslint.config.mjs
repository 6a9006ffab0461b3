import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Which rooms a room may import from: the arrows of ARCHITECTURE.md. */
const arrows = {
  model: [],
  syntax: ['model'],
  knowledge: ['model'],
  effects: ['model', 'knowledge'],
  rules: ['model', 'effects'],
  fixes: ['model', 'knowledge', 'effects', 'syntax'],
  engine: ['model', 'syntax', 'knowledge', 'effects', 'rules', 'fixes'],
  workspace: ['model', 'engine'],
  bench: ['model'],
  protocol: ['model'],
  server: ['model', 'engine', 'workspace', 'protocol'],
  cli: ['model', 'engine', 'workspace', 'bench', 'server'],
  eslint: ['model', 'engine', 'workspace'],
  extension: ['model', 'protocol', 'bench'],
};

const nodeRooms = new Set(['workspace', 'bench', 'server', 'cli', 'eslint', 'extension']);
const rooms = Object.keys(arrows);

const nodeModules = {
  regex:
    '^(node:|(assert|buffer|child_process|crypto|fs|http|https|net|os|path|perf_hooks|process|stream|url|util|v8|vm|worker_threads|zlib)(/|$))',
  message: 'This room does no I/O: `node:*` belongs to workspace, bench, server, cli, eslint and extension.',
};
const parsers = {
  group: ['typescript', 'web-tree-sitter'],
  message: 'Only src/syntax talks to a parser; go through syntax/*/tree.ts.',
};
const editor = {
  group: ['vscode'],
  allowTypeImports: true,
  message: 'Only src/extension may import `vscode` at run time.',
};

/** What a room must never import, whatever the arrows say. */
function forbiddenImports(room) {
  const patterns = [];
  if (!nodeRooms.has(room)) patterns.push(nodeModules);
  if (room !== 'syntax') patterns.push(parsers);
  if (room !== 'extension') patterns.push(editor);
  return {
    files: [`src/${room}/**`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.cache/**',
      'coverage/**',
      'test/sample/**',
      'test/**/fixtures/**',
      '**/*.cjs',
      '**/*.mjs',
      '**/*.mts',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [
        ...rooms.map((room) => ({ type: room, pattern: `src/${room}` })),
        { type: 'panel', pattern: 'media/panel' },
      ],
      'import/resolver': { node: { extensions: ['.ts', '.js', '.mjs', '.json'] } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...rooms.map((room) => ({
              from: { element: { type: room } },
              allow: { to: { element: { type: [room, ...arrows[room]] } } },
            })),
            {
              from: { element: { type: 'panel' } },
              allow: { to: { element: { type: ['panel', 'protocol', 'model'] } } },
            },
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  ...rooms.map(forbiddenImports),
  {
    files: ['media/panel/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [nodeModules, parsers, editor] }] },
  },
  {
    files: ['test/**'],
    rules: { 'boundaries/dependencies': 'off' },
  },
);
