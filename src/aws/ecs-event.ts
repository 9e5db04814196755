import { z } from 'zod'
import type { AlarmState } from '../core/alarms.js'
import type { NewsKind } from '../core/service-news.js'
import { momentOf } from './alarms.js'
import { readHook } from './hook-event.js'
import { malformed, type ReadEvent } from './read-event.js'
import { newsOf } from './service-news.js'

const EcsDetail = z.looseObject({
  eventName: z.string().max(100),
  updatedAt: z.string().max(40).optional(),
  createdAt: z.string().max(40).optional(),
  reason: z.string().optional(),
  deploymentId: z.string().max(255).optional(),
})

const ecsStates: ReadonlyMap<string, AlarmState> = new Map([
  ['SERVICE_DEPLOYMENT_FAILED', 'ALARM'],
  ['SERVICE_DEPLOYMENT_COMPLETED', 'OK'],
])

/** What ECS tells of a service's tasks: trouble, and that all of it is over. It repeats the latter while all is well. */
const actionStates: ReadonlyMap<string, AlarmState> = new Map([
  ['SERVICE_TASK_PLACEMENT_FAILURE', 'ALARM'],
  ['SERVICE_TASK_CONFIGURATION_FAILURE', 'ALARM'],
  ['SERVICE_TASK_START_IMPAIRED', 'ALARM'],
  ['SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED', 'ALARM'],
  ['SERVICE_DISCOVERY_INSTANCE_UNHEALTHY', 'ALARM'],
  ['VPC_LATTICE_TARGET_UNHEALTHY', 'ALARM'],
  ['ECS_OPERATION_THROTTLED', 'ALARM'],
  ['SERVICE_DISCOVERY_OPERATION_THROTTLED', 'ALARM'],
  ['SERVICE_STEADY_STATE', 'OK'],
])

/** Nobody is alerted to these. */
const merelyNews: ReadonlyMap<string, NewsKind> = new Map([
  ['SERVICE_DEPLOYMENT_IN_PROGRESS', 'begun'],
  ['SERVICE_DESIRED_COUNT_UPDATED', 'moved'],
])

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html */
export function readEcs(
  type: string,
  detail: unknown,
  resources: readonly string[],
  time: string,
): ReadEvent {
  switch (type) {
    case 'ECS Hook State Change':
      return readHook(detail, resources, time)
    case 'ECS Deployment State Change':
    case 'ECS Service Action':
      return readServiceEvent(type, detail, resources, time)
    case 'ECS Task State Change':
      return readTask(detail, resources)
    default:
      return { kind: 'unknown', what: type }
  }
}

function readServiceEvent(
  type: string,
  detail: unknown,
  [arn = '']: readonly string[],
  time: string,
): ReadEvent {
  const read = EcsDetail.safeParse(detail)
  if (!read.success || !/^arn:aws[\w-]*:ecs:[\w-]+:\d+:service\//.test(arn))
    return malformed('not of a service')
  const { eventName, updatedAt, createdAt, reason = '' } = read.data
  const news = merelyNews.get(eventName)
  if (news !== undefined) return toldOf(arn, news)
  const isAction = type === 'ECS Service Action'
  const state = (isAction ? actionStates : ecsStates).get(eventName)
  if (state === undefined) return { kind: 'unknown', what: eventName }
  const at = momentOf(updatedAt ?? createdAt ?? time)
  if (at === undefined) return malformed('an event without a time')
  const of = { name: arn, at, state, tags: {} }
  const why = reason.slice(0, 2_000)
  if (isAction) {
    const event = { ...of, subject: tasksOf(arn), reason: why, cause: eventName }
    return { kind: 'event', event: { kind: 'tasks', ...event } }
  }
  return { kind: 'event', event: { kind: 'deployment', ...of, subject: arn, reason: why } }
}

/** Nothing is the matter: it is told to who follows a change of the service. */
function toldOf(arn: string, what: NewsKind): ReadEvent {
  const event = newsOf(arn, what)
  return event === undefined ? malformed('not of a service') : { kind: 'event', event }
}

/** What is the matter with a service's tasks is one alert, and not that of its deployment. */
export function tasksOf(service: string): string {
  return `${service}#tasks`
}

const TaskDetail = z.looseObject({
  clusterArn: z.string().max(2_048),
  taskArn: z.string().max(2_048),
  group: z.string().max(300),
  lastStatus: z.string().max(50),
  stoppedAt: z.string().max(40).optional(),
  stopCode: z.string().max(100).optional(),
  stoppedReason: z.string().optional(),
  containers: z
    .array(
      z.looseObject({
        name: z.string().max(255).default(''),
        exitCode: z.number().optional(),
        reason: z.string().optional(),
      }),
    )
    .max(50)
    .default([]),
})

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html */
function readTask(detail: unknown, [arn = '']: readonly string[]): ReadEvent {
  const read = TaskDetail.safeParse(detail)
  if (!read.success || read.data.taskArn !== arn) return malformed('not of a task')
  const { clusterArn, group, lastStatus, stoppedAt, stopCode, stoppedReason, containers } = read.data
  const [, name] = /^service:(.+)$/.exec(group) ?? []
  const service = `${clusterArn.replace(':cluster/', ':service/')}/${name}`
  if (lastStatus === 'RUNNING' && name !== undefined) return toldOf(service, 'running')
  if (lastStatus !== 'STOPPED' || name === undefined) return { kind: 'unknown', what: lastStatus }
  const at = momentOf(stoppedAt ?? '')
  if (at === undefined) return malformed('a stop without a time')
  return {
    kind: 'event',
    event: {
      ...{ kind: 'stop', task: arn, at, service },
      ...(stopCode === undefined ? {} : { stopCode }),
      ...(stoppedReason === undefined ? {} : { stoppedReason: stoppedReason.slice(0, 1_000) }),
      containers: containers.map(({ name, exitCode, reason }) => ({
        name,
        ...(exitCode === undefined ? {} : { exitCode }),
        ...(reason === undefined ? {} : { reason: reason.slice(0, 1_000) }),
      })),
    },
  }
}
