import { defineConfig } from 'vitest/config';

/** The house rules alone: they read the source and take seconds. `npm test` runs them too. */
export default defineConfig({
  test: {
    include: ['test/house/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
