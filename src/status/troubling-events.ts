import type { ServiceEvent } from '../core/status.js'

/** What ECS says when something is wrong; everything else it says is routine. */
const trouble =
  /unable to|unhealthy|deployment failed|failed|was stopped|rolling back|throttl|error|insufficient|could not|no container instance|reached (the|a) (maximum|limit)/i

/** ECS says so when it replaces a failed task, and also in every ordinary rollout. */
const stopped = /has stopped \d+ (running|pending) tasks?/i
const steady = /has reached a steady state/i

/** ms. Older trouble is history. */
const recent = 60 * 60_000
/** ms. Trouble that was just overcome is still worth knowing. */
const justOvercome = 15 * 60_000
/** ms. A stop this close to trouble belongs to it. */
const together = 2 * 60_000

/**
 * The events that tell of trouble, newest first: without steady states, starts, registrations and the stops of an ordinary rollout.
 * @param events as ECS gives them, newest first
 */
export function troublingEvents(
  events: readonly ServiceEvent[],
  now: number,
  limit = 5,
): readonly ServiceEvent[] {
  const lastSteady = events.find(({ text }) => steady.test(text))?.at ?? Number.NEGATIVE_INFINITY
  const current = events.filter(
    ({ at }) => now - at <= recent && (at > lastSteady || now - at <= justOvercome),
  )
  const all = current.filter(({ text }) => trouble.test(text) && !steady.test(text))
  // What was overcome before a new trouble began belongs to another one.
  const sinceSteady = all.filter(({ at }) => at > lastSteady)
  const troubles = sinceSteady.length > 0 ? sinceSteady : all
  return current
    .filter(
      (event) =>
        troubles.includes(event) ||
        (stopped.test(event.text) && troubles.some(({ at }) => Math.abs(at - event.at) <= together)),
    )
    .slice(0, limit)
}
