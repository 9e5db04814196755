/** Where the account's time comes from: milliseconds since 1970. */
export interface TimeSource {
  now(): number
}

/**
 * The account's time. Nothing ticks: whatever is due is run, in order, when somebody looks (`catchUp`), and each
 * effect sees the moment it was due as `now()`. Timestamps stay those of the source, so that they agree with the
 * clock of whoever asks; a higher speed shortens durations instead.
 */
export interface WorldTime {
  readonly speed: number
  /** Milliseconds since 1970: the moment of the effect being run, otherwise the present. */
  now(): number
  /** Runs `effect` once `duration` (milliseconds at speed 1) has passed. */
  after(duration: number, effect: () => void): void
  /** Runs `effect` as if the present were `moment`: how a history is written. */
  asOf<Result>(moment: number, effect: () => Result): Result
  /** Runs everything that is due by now. */
  catchUp(): void
  /** Moves the present ahead by `duration` (milliseconds at speed 1) and runs what became due. */
  advance(duration: number): void
}

interface Due {
  at: number
  order: number
  effect: () => void
}

export function worldTime(source: TimeSource, speed: number): WorldTime {
  if (!(speed > 0)) throw new RangeError(`The speed of the account must be above 0, not ${speed}`)
  const agenda: Due[] = []
  let order = 0
  let ahead = 0
  let running: number | undefined

  function present(): number {
    return source.now() + ahead
  }

  function catchUp(): void {
    // An effect that looks at the world must not start the next effect within itself.
    if (running !== undefined) return
    const until = present()
    try {
      for (let next = agenda[0]; next !== undefined && next.at <= until; next = agenda[0]) {
        takeFirst(agenda)
        running = next.at
        next.effect()
      }
    } finally {
      running = undefined
    }
  }

  return {
    speed,
    now: () => running ?? present(),
    after(duration, effect) {
      order += 1
      insert(agenda, { at: (running ?? present()) + duration / speed, order, effect })
    },
    asOf(moment, effect) {
      const before = running
      running = moment
      try {
        return effect()
      } finally {
        running = before
      }
    },
    catchUp,
    advance(duration) {
      ahead += duration / speed
      catchUp()
    },
  }
}

function isEarlier(left: Due, right: Due): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order)
}

/** A binary heap, so that a thousand services deploying at once stay cheap. */
function insert(heap: Due[], due: Due): void {
  let index = heap.push(due) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    const above = heap[parent] as Due
    if (!isEarlier(due, above)) break
    heap[index] = above
    index = parent
  }
  heap[index] = due
}

function takeFirst(heap: Due[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let index = 0
  for (;;) {
    let child = 2 * index + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && isEarlier(heap[child + 1] as Due, heap[child] as Due)) child += 1
    const smaller = heap[child] as Due
    if (!isEarlier(smaller, last)) break
    heap[index] = smaller
    index = child
  }
  heap[index] = last
}
