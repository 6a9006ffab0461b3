import { defineConfig } from 'vitest/config';

/** What takes times itself: it runs last and by itself, for who is busy beside it is what it would measure. */
const measuring = ['test/unit/bench/{run,python}.test.ts', 'test/panel/host.test.ts'];

const shared = { testTimeout: 30_000, hookTimeout: 30_000, restoreMocks: true };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'all',
          include: ['test/**/*.test.{ts,mjs}'],
          exclude: [...measuring, 'test/integration/**', 'test/sample/**', '**/node_modules/**'],
          // Half of the tests wait for a process of theirs.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: { ...shared, name: 'measuring', include: measuring, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
