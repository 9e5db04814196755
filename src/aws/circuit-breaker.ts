import type { Clock } from '../core/clock.js'
import { formatDuration } from '../core/duration.js'
import type { Change, Question } from './actions.js'
import { AwsError } from './aws-error.js'

/** How an attempt ended: answered, an error's kind, or `unsent` where nothing left the process. */
export type Ending = 'answered' | AwsError['kind'] | 'unsent'

export interface CircuitBreakerOptions {
  /** Runs steadily, unlike wall clocks. */
  readonly monotonic: Clock
  /** ms it stays open before one question may try. Default 5,000. */
  readonly openFor?: number
  /** Learns when a service's circuit opens and closes. */
  readonly changed?: (service: string, open: boolean) => void
}

/** Keeps questions from a service that answers nobody, so that everybody learns it at once instead of after the timeouts. */
export interface CircuitBreaker {
  /**
   * Lets a question go out.
   * @returns what to tell how it ended, exactly once
   * @throws AwsError `unavailable` with the code `CircuitOpen`; the message says when it is asked again
   */
  admit(action: Question): (ending: Ending) => void
  /** A change is never held back. @returns what to tell how it ended */
  watch(action: Change): (ending: Ending) => void
}

/** A row of failures this long, over this time (ms), opens the circuit: a blip of a second does not, a service that hangs does. */
const rowOpens = 3
const rowLasts = 3_000
/** ms without a failure after which a row begins anew: what failed an hour ago tells nothing. */
const rowBreaks = 30_000

interface Circuit {
  failures: number
  /** When the first failed attempt of the row began. */
  since: number
  /** When the last failure of the row was learnt. */
  last: number
  openUntil: number | undefined
  probing: boolean
}

/** One account in one region; each service (`ecs`, `cloudwatch`, …) has its own circuit. */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { monotonic, openFor = 5_000, changed } = options
  const circuits = new Map<string, Circuit>()

  function circuitOf(service: string): Circuit {
    const known = circuits.get(service)
    if (known) return known
    const circuit: Circuit = { failures: 0, since: 0, last: 0, openUntil: undefined, probing: false }
    circuits.set(service, circuit)
    return circuit
  }

  function close(service: string, circuit: Circuit): void {
    if (circuit.openUntil !== undefined) changed?.(service, false)
    Object.assign(circuit, { failures: 0, openUntil: undefined, probing: false })
  }

  function failed(service: string, circuit: Circuit, begun: number): void {
    const now = monotonic.now()
    if (circuit.openUntil !== undefined) {
      // A question that was on its way when the circuit opened proves nothing new.
      if (circuit.probing) Object.assign(circuit, { openUntil: now + openFor, probing: false })
      return
    }
    if (circuit.failures === 0 || now - circuit.last > rowBreaks) {
      Object.assign(circuit, { failures: 1, since: begun, last: now })
      return
    }
    // Ten questions that break together are one failure: only what began after the last one is another.
    if (begun < circuit.last) return
    circuit.failures += 1
    circuit.last = now
    if (circuit.failures < rowOpens || now - circuit.since < rowLasts) return
    circuit.openUntil = now + openFor
    changed?.(service, true)
  }

  function follow(
    service: string,
    circuit: Circuit,
    counts: (ending: Ending) => boolean,
    probe: boolean,
  ): (ending: Ending) => void {
    const begun = monotonic.now()
    return (ending) => {
      if (circuit.openUntil !== undefined && circuit.probing && !probe && ending !== 'answered') return
      if (counts(ending)) return failed(service, circuit, begun)
      if (ending === 'answered' || ending === 'rejected' || ending === 'denied')
        return close(service, circuit)
      if (probe && ending === 'throttled') return close(service, circuit)
      if (probe) circuit.probing = false
    }
  }

  return {
    admit(action) {
      const service = serviceOf(action)
      const circuit = circuitOf(service)
      const probe = circuit.openUntil !== undefined
      if (circuit.openUntil !== undefined) {
        const left = circuit.openUntil - monotonic.now()
        if (left > 0 || circuit.probing) throw heldBack(action, service, Math.max(left, 1_000))
        circuit.probing = true
      }
      return follow(service, circuit, (ending) => ending === 'unavailable' || ending === 'unanswered', probe)
    },
    watch(action) {
      const service = serviceOf(action)
      return follow(service, circuitOf(service), (ending) => ending === 'unavailable', false)
    },
  }
}

function heldBack(action: string, service: string, left: number): AwsError {
  const wait = formatDuration(Math.ceil(left / 1_000) * 1_000)
  return new AwsError(
    'unavailable',
    action,
    'CircuitOpen',
    `AWS (${service}) has not answered for a while; ohmy asks it again in ${wait}`,
  )
}

/** `ecs` of `ecs:DescribeServices` */
function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'))
}
