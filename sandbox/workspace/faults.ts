/** Which calls a fault touches. Without `method`, all. `times` defaults to once. */
export interface FaultTarget {
  readonly method?: string
  /** Channel id or name, compared with the call's channel. */
  readonly channel?: string
  readonly times?: number
}

export type Fault =
  | { readonly kind: 'rate-limit'; readonly retryAfter: number | string | undefined }
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }

export interface Faults {
  /** Answers 429 with this `Retry-After` (Slack: seconds), or without one. */
  readonly rateLimit: (target: FaultTarget & { readonly retryAfter?: number | string }) => void
  /** Answers this in Slack's place, as a proxy does, with no effect. An HTML page with status 200 unless told otherwise. */
  readonly answer: (
    target: FaultTarget & {
      readonly status?: number
      readonly contentType?: string
      readonly body?: string
    },
  ) => void
  /** Answers this HTTP status (500 and above) with no effect. */
  readonly fail: (target: FaultTarget & { readonly status: number }) => void
  /** Answers `{ ok: false, error }` with no effect. */
  readonly refuse: (target: FaultTarget & { readonly error: string }) => void
  /** Waits before doing anything. */
  readonly delay: (target: FaultTarget & { readonly milliseconds: number }) => void
  /** Never answers and has no effect; the connection stays open until the caller or the workspace ends it. */
  readonly hang: (target?: FaultTarget) => void
  /** Cuts the connection before the effect, or after it: the message is posted, the answer lost. */
  readonly drop: (target: FaultTarget & { readonly when: 'before' | 'after' }) => void
  /** Answers `invalid_blocks` for every message or view with a block of this type, until `clear`. */
  readonly refuseBlocks: (type: string) => void
  /** Cuts every Socket Mode connection without a goodbye. Returns how many. */
  readonly dropSocket: () => number
  /** Asks every Socket Mode client to reconnect, as Slack does when it refreshes a connection. */
  readonly refreshSocket: () => number
  readonly clear: () => void
}

export interface ArmedFaults extends Faults {
  /** The next fault for this call, used up by one. */
  readonly take: (method: string, channels: readonly string[]) => Fault | undefined
  readonly refusedBlocks: () => ReadonlySet<string>
  /** Aborted by `clear` and at the end, so that hanging calls let go. */
  readonly released: () => AbortSignal
}

const page = '<!doctype html><html><body>Please sign in to the network.</body></html>'

/** Faults on demand, taken in the order they were asked for. */
export function createFaults(socket: {
  readonly drop: () => number
  readonly refresh: () => number
}): ArmedFaults {
  let armed: { target: FaultTarget; fault: Fault; left: number }[] = []
  const refused = new Set<string>()
  let release = new AbortController()

  function arm(target: FaultTarget, fault: Fault): void {
    armed.push({ target, fault, left: target.times ?? 1 })
  }

  return {
    rateLimit: (target) => arm(target, { kind: 'rate-limit', retryAfter: target.retryAfter }),
    answer: ({ status = 200, contentType = 'text/html', body = page, ...target }) =>
      arm(target, { kind: 'answer', status, contentType, body }),
    fail: (target) => arm(target, { kind: 'status', status: target.status }),
    refuse: (target) => arm(target, { kind: 'error', error: target.error }),
    delay: (target) => arm(target, { kind: 'delay', milliseconds: target.milliseconds }),
    hang: (target = {}) => arm(target, { kind: 'hang' }),
    drop: (target) => arm(target, { kind: 'drop', when: target.when }),
    refuseBlocks: (type) => refused.add(type),
    dropSocket: socket.drop,
    refreshSocket: socket.refresh,
    clear: () => {
      armed = []
      refused.clear()
      release.abort()
      release = new AbortController()
    },
    take: (method, channels) => {
      const found = armed.find(({ target }) => touches(target, method, channels))
      if (found === undefined) return undefined
      found.left -= 1
      if (found.left <= 0) armed = armed.filter((entry) => entry !== found)
      return found.fault
    },
    refusedBlocks: () => refused,
    released: () => release.signal,
  }
}

function touches(target: FaultTarget, method: string, channels: readonly string[]): boolean {
  if (target.method !== undefined && target.method !== method) return false
  return target.channel === undefined || channels.includes(target.channel.replace(/^#/, ''))
}
