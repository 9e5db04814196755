import type { Clock } from '../../core/clock.js'
import type { ServiceRef } from '../../core/environment.js'
import { type Diagnosis, wroteLast } from '../../core/operation.js'
import { createZone } from '../../core/time-zone.js'
import { causeOfError } from '../../logs/error-causes.js'
import { causeOfReason, causesOf } from '../../status/causes.js'
import { explainReason } from '../../status/explain-reason.js'
import { explainStop } from '../../status/explain-stop.js'
import { explainStops } from '../../status/explain-stops.js'
import { troublingEvents } from '../../status/troubling-events.js'
import { lastWords } from './last-words.js'
import type { Ports } from '../operations.js'
import { environmentOf } from './service-environment.js'

/** What ECS says in an event, and what that means where it is known. */
function explained({ text }: { readonly text: string }): readonly string[] {
  const known = explainReason(text, undefined)
  return known === undefined ? [text] : [known.text, text]
}

/** Stopped tasks that are looked at; most died of the same. */
const tasksLookedAt = 10

/** Events that are read for two that tell why. */
const mostEvents = 8
/** That a deployment failed, was stopped or goes back is the question and no answer: whoever asks has read it in a sentence. */
const onlyWhatCame =
  /\(deployment \S+\) deployment (?:failed|stopped)|rolling back to deployment|has stopped \d+ (?:running|pending) tasks?/i

/**
 * For a person who has to know why: what the newest stopped tasks died of, what the newest of them wrote last; where none stopped, the newest
 * troubling events of the service. The lines are untrusted. Causes come from the tasks, and from events where no task tells any.
 */
export async function diagnoseService(
  ports: Ports,
  service: ServiceRef,
  clock: Clock,
  since = 0,
): Promise<Diagnosis> {
  const environment = environmentOf(ports, service)
  const aws = ports.aws(environment)
  const [described, stopped] = await Promise.all([
    aws.describeService(service),
    aws.stoppedTasks(service, tasksLookedAt),
  ])
  const recent = stopped.filter(({ stoppedAt = since }) => stoppedAt >= since)
  const stops = recent.map(explainStop).filter((found) => found !== undefined)
  // What the application did first: what AWS took away seldom explains a deployment.
  const first = stops.find(({ cause }) => cause === 'application') ?? stops[0]
  const newest = recent.find(({ id }) => first !== undefined && id.startsWith(first.id))
  const zone = createZone(ports.config.timeZone)
  const said =
    newest === undefined ? [] : await lastWords({ aws, environment, service, task: newest, zone, clock })
  const events = troublingEvents(described.events, clock.now(), mostEvents)
  const telling = events.filter(({ text }) => !onlyWhatCame.test(text)).slice(0, 2)
  // An application that ends by itself says why, where it says anything.
  const exits = causesOf(stops)
  const causes =
    exits[0] === 'application-exit' ? [...said.flatMap((line) => causeOfError(line) ?? []), ...exits] : exits
  const told = events.flatMap(({ at, text }) => (at < since ? [] : (causeOfReason(text) ?? [])))
  return {
    lines: [
      ...explainStops(stops, said.length > 0),
      ...(said.length === 0 ? [] : [wroteLast, ...said]),
      // Where a sentence says it, what ECS says of the same only hides that.
      ...(stops.length > 0 ? [] : telling.flatMap(explained)),
    ],
    causes: [...new Set(causes.length > 0 ? causes : told)],
  }
}
