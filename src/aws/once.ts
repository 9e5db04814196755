/** Runs `make` when first asked and shares the outcome; a failure is forgotten, so the next one tries again. */
export function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    if (made) return made
    const fresh = make()
    made = fresh
    fresh.catch(() => {
      if (made === fresh) made = undefined
    })
    return fresh
  }
}
