import { type AwsError, invalidParameter } from '../../errors.js'

/** The refusal of a filter pattern. */
export function invalidPattern(why: string): AwsError {
  return invalidParameter(`Invalid filter pattern: ${why}`)
}
