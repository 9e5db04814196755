import type { EcsTask, Target } from '../aws/aws.js'

/** The targets of a group that are tasks of this service: a group may be shared with another one. */
export function ownTargets(tasks: readonly EcsTask[], targets: readonly Target[]): readonly Target[] {
  return targets.filter((target) => tasks.some((task) => isTargetOf(target, task)))
}

function isTargetOf(target: Target, { endpoints = [] }: EcsTask): boolean {
  return endpoints.some(({ id, port }) => id === target.id && (port === undefined || port === target.port))
}

/**
 * Whether nothing speaks against a target. `unused` gets no traffic, and of `unavailable` nobody checks the health: neither is a failure.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function isWell({ state }: Pick<Target, 'state'>): boolean {
  return state === 'healthy' || state === 'unused' || state === 'unavailable'
}

export interface TaskHealth {
  /** Tasks that are well in every group that serves them. */
  readonly well: number
  readonly unhealthy: number
  /** Not registered everywhere yet, or not checked often enough. */
  readonly waiting: number
}

/** What is known of the target groups that serve the tasks of one task definition. */
export interface ServedTasks {
  readonly taskDefinition: string
  /** The targets of each group, whoever's they are. */
  readonly groups: readonly (readonly Target[])[]
}

type State = keyof TaskHealth

/** How the tasks of a service are, as its load balancers see them: each counts once, as the worst that any group says of it. */
export function taskHealth(tasks: readonly EcsTask[], served: readonly ServedTasks[]): TaskHealth {
  const counts: Record<State, number> = { well: 0, unhealthy: 0, waiting: 0 }
  for (const task of tasks) counts[stateOfTask(task, served)] += 1
  return counts
}

/** How one task is, as the worst that any group that serves it says. */
export function stateOfTask(task: EcsTask, served: readonly ServedTasks[]): keyof TaskHealth {
  const own = served.filter(({ taskDefinition }) => taskDefinition === task.taskDefinition)
  // Two revisions may bring the same task definition: the task is of one of them.
  const states = (own.length === 0 ? served : own).map(({ groups }) =>
    worst(groups.map((group) => inGroup(task, group))),
  )
  return (['well', 'unhealthy'] as const).find((state) => states.includes(state)) ?? 'waiting'
}

function inGroup(task: EcsTask, group: readonly Target[]): State {
  const targets = ownTargets([task], group)
  if (targets.some(({ state }) => state === 'unhealthy')) return 'unhealthy'
  return targets.length > 0 && targets.every(isWell) ? 'well' : 'waiting'
}

function worst(states: readonly State[]): State {
  return (['unhealthy', 'waiting'] as const).find((state) => states.includes(state)) ?? 'well'
}
