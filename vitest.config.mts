import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,mjs}'],
    exclude: ['test/integration/**', 'test/sample/**', '**/node_modules/**'],
    testTimeout: 30_000,
    restoreMocks: true,
  },
});
