import type { World } from '../world.js'
import { durations } from './durations.js'
import type { HookAnswer, HookRecord, ServiceDeploymentRecord } from './model.js'

/**
 * Invokes the function of a hook until it has decided.
 * @param settle is called once, unless the hook's time is over before
 */
export function invoke(
  world: World,
  deployment: ServiceDeploymentRecord,
  hook: HookRecord,
  settle: (answer: Exclude<HookAnswer, 'IN_PROGRESS'>) => void,
): void {
  world.time.after(durations.lambdaHook, () => {
    if (hook.detail.status !== 'IN_PROGRESS' || deployment.finishedAt !== undefined) return
    const answer = world.hookAnswers.get(hook.detail.targetArn ?? '') ?? 'SUCCEEDED'
    if (answer === 'IN_PROGRESS') invoke(world, deployment, hook, settle)
    else settle(answer)
  })
}
