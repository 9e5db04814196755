import type { Aws, EcsService, EcsTask, Target } from '../aws/aws.js'
import type { Freshness } from '../core/kept-answers.js'
import { type ServedTasks, type TaskHealth, taskHealth } from './own-targets.js'
import { servingGroupsByRevision } from './serving-groups.js'

/** A task keeps its address for life: while all that are wanted are well where they were, nobody has to ask again who they are. */
const tasksKept: Freshness = { freshFor: 2 * 60_000, knownFor: 0, failedFor: 0 }

export interface ServingHealth extends TaskHealth {
  /** When the last of its tasks was created, ms since the epoch. Absent: not known, or one may stand where another stood before. */
  readonly youngest?: number
}

/**
 * How a service's own tasks are in the target groups that serve it; undefined where none does: a service behind no load balancer, or behind one
 * that is none of Elastic Load Balancing's.
 */
export async function servingHealth(aws: Aws, service: EcsService): Promise<ServingHealth | undefined> {
  if (service.targetGroups.length === 0) return undefined
  const name = `tasks of ${service.ref.service}`
  const ask = () => aws.runningTasks(service.ref)
  let asked = false
  const [revisions, tasks] = await Promise.all([
    aws.describeRevisions(service.currentServiceRevisions),
    aws.known.read(name, tasksKept, () => {
      asked = true
      return ask()
    }),
  ])
  const known = servingGroupsByRevision(service, revisions)
  const serving =
    known.length > 0 ? known : [{ taskDefinition: service.taskDefinition, groups: service.targetGroups }]
  if (serving.every(({ groups }) => groups.length === 0)) return undefined
  const served = await Promise.all(serving.map((one) => targetsOf(aws, one)))
  const health = healthOf(tasks.value, served)
  if (asked || isAllThatIsWanted(service, tasks.value, health)) return health
  return healthOf((await aws.known.readAnew(name, ask)).value, served)
}

function healthOf(tasks: readonly EcsTask[], served: readonly ServedTasks[]): ServingHealth {
  const health = taskHealth(tasks, served)
  // A port of an instance is taken by the next task; an address of its own goes with its task.
  const known = tasks.every(
    ({ createdAt, endpoints = [] }) =>
      createdAt !== undefined && endpoints.length > 0 && endpoints.every(({ port }) => port === undefined),
  )
  return known ? { ...health, youngest: Math.max(0, ...tasks.map(({ createdAt = 0 }) => createdAt)) } : health
}

async function targetsOf(
  aws: Aws,
  { taskDefinition, groups }: { readonly taskDefinition: string; readonly groups: readonly string[] },
): Promise<ServedTasks> {
  const targets = groups.map((group): Promise<readonly Target[]> => aws.targetHealth(group))
  return { taskDefinition, groups: await Promise.all(targets) }
}

function isAllThatIsWanted(
  { desired, running }: EcsService,
  tasks: readonly EcsTask[],
  { well }: TaskHealth,
): boolean {
  return tasks.length === desired && running === desired && well === desired
}
