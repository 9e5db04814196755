/** Gathers items until there are enough for one call, so that nothing waits for the end and no call goes out half full. */
export interface Batches<Item> {
  add(items: readonly Item[]): void
  /** Sends what is left and waits for all. */
  end(): Promise<void>
}

/**
 * @param size items a call takes
 * @param send is called with full groups as soon as they are full, and with the rest at the end
 */
export function batches<Item>(size: number, send: (items: readonly Item[]) => Promise<void>): Batches<Item> {
  const sent: Promise<void>[] = []
  let waiting: Item[] = []

  function dispatch(group: readonly Item[]): void {
    const sending = send(group)
    // Awaited in end(); until then a failure must not count as unhandled.
    sending.catch(() => undefined)
    sent.push(sending)
  }

  return {
    add(items) {
      waiting.push(...items)
      while (waiting.length >= size) {
        dispatch(waiting.slice(0, size))
        waiting = waiting.slice(size)
      }
    },
    async end() {
      if (waiting.length > 0) dispatch(waiting)
      waiting = []
      await Promise.all(sent)
    },
  }
}
