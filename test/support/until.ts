/** Resolves with the first value that is neither undefined nor false; rejects with what was waited for. */
export async function until<Value>(
  what: string,
  look: () => Value | undefined | false | Promise<Value | undefined | false>,
  within = 60_000,
): Promise<Value> {
  const deadline = Date.now() + within
  for (;;) {
    const value = await look()
    if (value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`Waited ${within} ms in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
