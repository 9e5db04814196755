import type { ChangeEventRecord } from '../../core/change-event.js'
import type { Clock } from '../../core/clock.js'
import { cutPlain } from '../../core/cut.js'
import { idFrom } from '../../core/ids.js'
import { maskSecrets } from '../../core/mask.js'
import type { Flows } from '../../flow/flows.js'
import { changeEventFlow } from './change-event-flow.js'

/** https://developer.pagerduty.com/docs/send-change-event: `payload.summary` has at most so many characters. */
const longestSummary = 1_024

/** Something that is recorded of an operation. */
export interface OperationEvent {
  readonly kind: string
  readonly operation: string
  readonly summary: string
  readonly environment?: string
}

/**
 * Has PagerDuty told of an operation's event, where it is one that is told: that it starts, and how what had started ended. Said again of the same one it is told
 * once.
 * @param options.environments whose changes are told
 */
export function createChangeEvents(options: {
  readonly flows: Pick<Flows, 'begin' | 'find'>
  readonly environments: readonly string[]
  /** The store's. */
  readonly clock: Clock
}): (event: OperationEvent) => Promise<void> {
  const { flows, environments, clock } = options
  return async ({ kind, operation, summary, environment }) => {
    if (kind !== 'started' && kind !== 'ended') return
    if (environment === undefined || !environments.includes(environment)) return
    // What was rejected, or ran out, has changed nothing.
    const began = idOf(operation, 'started')
    if (kind === 'ended' && (await flows.find(changeEventFlow, began)) === undefined) return
    const id = idOf(operation, kind)
    const record: ChangeEventRecord = {
      ...{ v: 1, id, operation, phase: kind, environment, at: clock.now() },
      summary: cutPlain(maskSecrets(`${environment}: ${words(kind, summary)}`), longestSummary),
      ...{ state: 'telling', failures: 0, again: 0 },
    }
    await flows.begin<ChangeEventRecord>(changeEventFlow, id, record)
  }
}

function words(kind: 'started' | 'ended', summary: string): string {
  return kind === 'started' ? `started: ${summary}` : summary
}

function idOf(operation: string, phase: ChangeEventRecord['phase']): string {
  return idFrom('change', `${operation} ${phase}`)
}
