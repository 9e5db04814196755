import { AwsError } from '../../errors.js'

/** The refusal of a query, with the place in it where it stops making sense. */
export function malformed(query: string, start: number, end: number, what: string): AwsError {
  const before = query.slice(0, start).split('\n')
  const place = `at line ${before.length} and position ${(before.at(-1)?.length ?? 0) + 1}`
  const message = `${what} ${place}`
  return new AwsError('MalformedQueryException', message, 400, {
    members: {
      queryCompileError: { location: { startCharOffset: start, endCharOffset: end }, message },
    },
  })
}
