import { z } from 'zod'
import type { AlarmState } from '../core/alarms.js'
import { momentOf } from './alarms.js'
import { malformed, type ReadEvent } from './read-event.js'

const EcsDetail = z.looseObject({
  eventName: z.string().max(100),
  updatedAt: z.string().max(40).optional(),
  reason: z.string().optional(),
  deploymentId: z.string().max(255).optional(),
  hookId: z.string().max(255).optional(),
  lifecycleStage: z.string().max(100).optional(),
})

const ecsStates: Readonly<Record<string, AlarmState>> = {
  SERVICE_DEPLOYMENT_FAILED: 'ALARM',
  SERVICE_DEPLOYMENT_COMPLETED: 'OK',
  HOOK_AWAITING_ACTION: 'ALARM',
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
export function readEcs(
  type: string,
  detail: unknown,
  [arn = '']: readonly string[],
  time: string,
): ReadEvent {
  const isHook = type === 'ECS Hook State Change'
  if (!isHook && type !== 'ECS Deployment State Change') return { kind: 'unknown', what: type }
  const read = EcsDetail.safeParse(detail)
  if (!read.success || !/^arn:aws[\w-]*:ecs:[\w-]+:\d+:service\//.test(arn))
    return malformed('not of a service')
  const { eventName, updatedAt, reason = '', lifecycleStage } = read.data
  const state = ecsStates[eventName]
  if (state === undefined) return { kind: 'unknown', what: eventName }
  const at = momentOf(updatedAt ?? time)
  if (at === undefined) return malformed('an event without a time')
  const why = isHook
    ? `It waits at ${lifecycleStage ?? 'a stage'} for somebody to go on or roll back.`
    : reason
  const event = { subject: arn, name: arn, at, reason: why.slice(0, 2_000), state, tags: {} }
  return { kind: 'event', event: { kind: isHook ? 'hook' : 'deployment', ...event } }
}
