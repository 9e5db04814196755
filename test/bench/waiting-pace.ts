/** How often a waiting scale is looked at (ms): as in production, nothing runs faster here. */
export const interval = 10_000

/** The environment in whose services the scales wait. */
export function waitingEnvironment(count: number): string {
  return `bench-${count}`
}
