import { z } from 'zod'
import { momentOf } from './alarms.js'
import { malformed, type ReadEvent } from './read-event.js'

const HookDetail = z.looseObject({
  eventName: z.string().max(100),
  serviceArn: z.string().max(2_048).optional(),
  serviceDeploymentArn: z.string().max(2_048).optional(),
  updatedAt: z.string().max(40).optional(),
})

/** Told of hooks of both kinds: one begins to wait, and what came of its wait. */
const ended: readonly string[] = ['HOOK_SUCCEEDED', 'HOOK_FAILED', 'HOOK_TIMED_OUT']

const arnOf = {
  deployment: /^arn:aws[\w-]*:ecs:([\w-]+):(\d+):service-deployment\/([\w-]+)\/([\w-]+)\/[\w-]+$/,
  service: /^arn:aws[\w-]*:ecs:([\w-]+):(\d+):service\/([\w-]+)\/([\w-]+)$/,
}

/**
 * An event of a lifecycle hook. It names the deployment among its resources and in its detail, and the service in its detail; whichever is there is enough.
 * What it says of the hook is not taken from it: whoever hears of it asks ECS.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_hook_state_change_events.html
 */
export function readHook(detail: unknown, resources: readonly string[], time: string): ReadEvent {
  const read = HookDetail.safeParse(detail)
  if (!read.success) return malformed('not of a hook')
  const { eventName, serviceArn, serviceDeploymentArn, updatedAt } = read.data
  const waits = eventName === 'HOOK_AWAITING_ACTION'
  if (!waits && !ended.includes(eventName)) return { kind: 'unknown', what: eventName }
  const named = [serviceDeploymentArn, serviceArn, ...resources].filter((arn) => arn !== undefined)
  const deployment = named.find((arn) => arnOf.deployment.test(arn))
  const service = named.find((arn) => arnOf.service.test(arn))
  const [, region = '', account = '', cluster, name] =
    arnOf.deployment.exec(deployment ?? '') ?? arnOf.service.exec(service ?? '') ?? []
  if (cluster === undefined || name === undefined) return malformed('not of a service')
  const at = momentOf(updatedAt ?? time)
  if (at === undefined) return malformed('an event without a time')
  return {
    kind: 'event',
    event: {
      ...{ kind: 'hook', account, region, cluster, service: name, waits, at },
      ...(deployment === undefined ? {} : { deployment }),
    },
  }
}
