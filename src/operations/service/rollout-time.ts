import type { DeploymentStrategy } from '../../aws/aws.js'

const minute = 60_000

/** ms that a rollout gets beside what its configuration makes it wait for: tasks start, images are pulled, connections drain. */
const forTasks = 60 * minute
/** ms that each further batch of a rolling update gets: it begins when the one before is healthy and has replaced old tasks. */
const forBatch = 5 * minute
/** Stages that come once for each shift of traffic. */
const eachShift: readonly string[] = ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT']

/**
 * ms that a deployment may take while nothing is wrong with it. Pauses are not in it: whoever has to decide takes the time it takes.
 * @param tasks how many the new version is to run
 * @param grace ms for which health checks of a new task do not count
 */
export function timeForRollout(strategy: DeploymentStrategy, tasks: number, grace: number): number {
  const further = batchesOf(strategy, tasks) - 1
  const shifting = Math.max(0, strategy.shifts - 1) * strategy.shiftBake
  const hooks = strategy.hooks
    .filter(({ kind }) => kind === 'AWS_LAMBDA')
    .reduce((sum, hook) => sum + hook.within * (eachShift.includes(hook.stage) ? strategy.shifts : 1), 0)
  return forTasks + grace + further * (forBatch + grace) + shifting + strategy.bake + hooks
}

/** In how many batches the tasks are replaced. Whoever shifts traffic starts all new tasks at once. */
function batchesOf(
  { kind, maximumPercent, minimumHealthyPercent }: DeploymentStrategy,
  tasks: number,
): number {
  if (kind !== 'ROLLING' || tasks === 0) return 1
  const most = Math.floor((tasks * maximumPercent) / 100)
  const least = Math.ceil((tasks * minimumHealthyPercent) / 100)
  return Math.ceil(tasks / Math.max(1, most - least))
}
