/**
 * Lets one go on a turn of the event loop, in the order they came; who comes alone does not wait. To make up a call takes a process a millisecond or two, and twenty
 * that are made up in one turn keep it from answers that have long been there: the next questions of a chain of them leave so much later.
 * @returns undefined: at once
 */
export function createTurns(): () => Promise<void> | undefined {
  const waiting: (() => void)[] = []
  let isTaken = false

  function next(): void {
    const go = waiting.shift()
    if (go === undefined) {
      isTaken = false
      return
    }
    go()
    setImmediate(next)
  }

  return () => {
    if (isTaken) return new Promise((resolve) => waiting.push(resolve))
    isTaken = true
    setImmediate(next)
    return undefined
  }
}
