import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that kill processes take longest: begun last, they would be waited for alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/test/faults/')
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/fixtures/**'],
    // Who hangs is stopped; nobody who is slow. How fast something is belongs to the bench.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Files share what a worker has loaded: loading the bot anew for each took a quarter of the time. No file may leave anything changed behind it.
    isolate: false,
    // On two cores vitest would take one worker; these suites mostly wait.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
})
