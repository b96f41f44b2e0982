import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // No test changes a module for another: loading everything once a worker halves the time.
    isolate: false,
    maxWorkers: '100%',
    // Real processes and databases on a busy machine: a test that is slow is not wrong.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
