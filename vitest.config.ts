import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/fixtures/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // On a build server that is short of processor time a fault test may miss its deadline; on a desk every failure is shown at once.
    retry: process.env['CI'] === undefined ? 0 : 2,
    // On two cores vitest would take one worker; these suites mostly wait.
    maxWorkers: 2,
  },
})
