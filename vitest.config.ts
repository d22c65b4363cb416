import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One is left free by default, which of two cores is half.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['plugins/*/src/**/*.test.ts', 'trials/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['plugins/*/test/**/*.test.ts', 'trials/*/test/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
