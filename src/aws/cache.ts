import type { Clock } from '../core/clock.js'

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

/** Shares one running question among all who ask meanwhile, and its answer for `milliseconds` after it came. */
export function fresh<Value>(
  clock: Clock,
  milliseconds: number,
  ask: () => Promise<Value>,
): () => Promise<Value> {
  let running: Promise<Value> | undefined
  let last: { readonly at: number; readonly value: Value } | undefined

  return () => {
    if (running) return running
    if (last && clock.now() - last.at < milliseconds) return Promise.resolve(last.value)
    running = ask()
      .then((value) => {
        last = { at: clock.now(), value }
        return value
      })
      .finally(() => {
        running = undefined
      })
    return running
  }
}

/** Cuts a list into pieces of at most `size`. */
export function inGroupsOf<Item>(size: number, items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
