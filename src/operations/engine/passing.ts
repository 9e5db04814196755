/** Whether the same thing may succeed later without anybody doing anything: errors of the ports say so themselves (`AwsError.passing`). */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && 'passing' in error && error.passing === true
}

/** Whether a port says that asking again does not help. */
export function isFinal(error: unknown): boolean {
  return error instanceof Error && 'passing' in error && error.passing === false
}
