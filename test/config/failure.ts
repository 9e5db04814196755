import { ConfigError } from '../../src/config/problem.js'

/** The ConfigError that something throws; anything else, or nothing, fails the test. */
export function failureOf(run: () => unknown): ConfigError {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

/** `line:column path: what` of each problem. */
export function told(error: ConfigError): string[] {
  return error.problems.map(({ line, column, path, what }) => `${line}:${column} ${path.join('.')}: ${what}`)
}
