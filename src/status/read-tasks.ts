import type { Aws, EcsService, EcsTask, MetricQuestion, ServiceRevision } from '../aws/aws.js'
import { versionOf } from '../aws/image-name.js'
import type { Thresholds } from '../config/config.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { ListedTask, ServiceTasks } from '../core/service-tasks.js'
import { serviceMeasurements, within } from './measurements.js'
import { ownTargets, type ServedTasks, stateOfTask } from './own-targets.js'
import { createPartialAnswer, type PartialAnswer } from './partial-answer.js'
import { servingGroupsByRevision } from './serving-groups.js'
import { firstOf } from './wording.js'

export interface ReadTasksOptions {
  readonly aws: Aws
  readonly environment: Environment
  readonly service: ServiceRef
  readonly thresholds: Thresholds
  readonly clock: Clock
}

/**
 * The tasks of a service: what each runs, where, since when, how it is and what it uses. Health and figures that cannot be read are missing;
 * without the tasks themselves there is no answer. @throws AwsError, UserError `service-not-found`
 */
export async function readTasks(options: ReadTasksOptions): Promise<ServiceTasks> {
  const { aws, environment, service: ref, thresholds, clock } = options
  const at = clock.now()
  const partial = createPartialAnswer()
  const [service, tasks] = await Promise.all([aws.describeService(ref), aws.runningTasks(ref)])
  const revisions =
    (await partial.attempt('images', () => aws.describeRevisions(service.currentServiceRevisions))) ?? []
  const [served, cpu] = await Promise.all([
    servedBy(aws, service, revisions, partial),
    readCpu(options, tasks, partial),
  ])
  const listed = tasks.map((task) => listedTask(task, { revisions, served, cpu }))
  const average = cpu.get(ref.service)
  return {
    environment: environment.name,
    region: environment.region,
    service: ref.name,
    at,
    desired: service.desired,
    tasks: listed.toSorted(
      (one, other) => urgency(one) - urgency(other) || (one.since ?? at) - (other.since ?? at),
    ),
    ...(average === undefined ? {} : { cpu: average }),
    cpuTarget: thresholds.cpuPercent,
    missing: partial.missing(),
  }
}

function urgency({ health, state }: ListedTask): number {
  if (health === 'unhealthy') return 0
  return state === 'starting' || health === 'waiting' ? 1 : 2
}

/** What serves it: `nothing` where that is no load balancer, `unread` where AWS does not tell. */
type Served = readonly ServedTasks[] | 'nothing' | 'unread'

async function servedBy(
  aws: Aws,
  service: EcsService,
  revisions: readonly ServiceRevision[],
  partial: PartialAnswer,
): Promise<Served> {
  const known = servingGroupsByRevision(service, revisions)
  const serving =
    known.length > 0 ? known : [{ taskDefinition: service.taskDefinition, groups: service.targetGroups }]
  if (serving.every(({ groups }) => groups.length === 0)) return 'nothing'
  const read = await partial.attempt('target health', () =>
    Promise.all(
      serving.map(async ({ taskDefinition, groups }) => ({
        taskDefinition,
        groups: await Promise.all(groups.map((group) => aws.targetHealth(group))),
      })),
    ),
  )
  return read ?? 'unread'
}

/** Who measures each task is asked, because only Container Insights with enhanced observability does. */
const insights = { namespace: 'ECS/ContainerInsights', metric: 'TaskCpuUtilization' } as const
const pagesListed = 4

/** CPU in percent, by the id of a task; by the name of the service on average. */
async function readCpu(
  { aws, service: ref, thresholds }: ReadTasksOptions,
  tasks: readonly EcsTask[],
  partial: PartialAnswer,
): Promise<ReadonlyMap<string, number>> {
  const cluster = ref.cluster.slice(ref.cluster.lastIndexOf('/') + 1)
  const now = { ClusterName: cluster }
  const seen = await partial.attempt('figures of tasks', () =>
    aws.seenMetrics({ ...insights, now }, pagesListed),
  )
  const ofTasks = (seen?.metrics ?? []).flatMap(({ dimensions }): MetricQuestion[] => {
    const task = tasks.find(({ id }) => dimensions['TaskId'] === id)
    return task === undefined
      ? []
      : [{ key: task.id, ...insights, dimensions, statistic: 'Average', period: 60 }]
  })
  const [own] = serviceMeasurements(ref, thresholds).flatMap(({ questions }) => questions)
  const asked = [...(own === undefined ? [] : [{ ...own, key: ref.service }]), ...ofTasks]
  return (
    (await partial.attempt('figures', () => aws.latestMetrics(asked, within))) ?? new Map<string, number>()
  )
}

interface Known {
  readonly revisions: readonly ServiceRevision[]
  readonly served: Served
  readonly cpu: ReadonlyMap<string, number>
}

function listedTask(task: EcsTask, { revisions, served, cpu }: Known): ListedTask {
  const { id, zone, lastStatus, taskDefinition = '', createdAt, startedAt, runsOn } = task
  const images = revisions.find((revision) => revision.taskDefinition === taskDefinition)?.images ?? []
  const figure = cpu.get(id)
  const since = startedAt ?? createdAt
  return {
    id,
    ...(images.length === 0
      ? {}
      : { version: firstOf([...new Set(images.map(({ image }) => versionOf(image)))]) }),
    taskDefinition: taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1),
    ...(zone === undefined ? {} : { zone }),
    state: lastStatus === 'RUNNING' ? 'running' : 'starting',
    ...(since === undefined ? {} : { since }),
    ...healthOf(task, served),
    ...(runsOn === undefined ? {} : { runsOn }),
    ...(figure === undefined ? {} : { cpu: figure }),
  }
}

function healthOf(task: EcsTask, served: Served): Pick<ListedTask, 'health' | 'healthReason'> {
  if (task.health === 'UNHEALTHY') return { health: 'unhealthy', healthReason: 'its own health check fails' }
  if (served === 'unread') return { health: 'unread' }
  if (served === 'nothing') return { health: task.health === 'HEALTHY' ? 'healthy' : 'unchecked' }
  const state = stateOfTask(task, served)
  if (state !== 'unhealthy') return { health: state === 'well' ? 'healthy' : state }
  const ill = served
    .flatMap(({ groups }) => groups)
    .flatMap((group) => ownTargets([task], group))
    .find((target) => target.state === 'unhealthy')
  return { health: 'unhealthy', ...(ill?.reason === undefined ? {} : { healthReason: ill.reason }) }
}
