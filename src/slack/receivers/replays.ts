/** A signature may be dated 300 s ahead and 300 s back. */
const rememberFor = 600_000
const most = 50_000

/** Remembers genuine signatures for as long as they would be accepted, so that each opens the door once. */
export function createReplayMemory() {
  const seen = new Map<string, number>()
  return {
    /** True the first time. @param now ms since the epoch */
    first(signature: string, now: number): boolean {
      for (const [old, at] of seen) {
        if (now - at <= rememberFor && seen.size < most) break
        seen.delete(old)
      }
      if (seen.has(signature)) return false
      seen.set(signature, now)
      return true
    },
    /** What came of it was not acknowledged, so it may come again. */
    forget(signature: string): void {
      seen.delete(signature)
    },
  }
}
