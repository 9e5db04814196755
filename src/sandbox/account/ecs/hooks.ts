import type { ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs'
import type { World } from '../world.js'
import type { HookRecord, ServiceDeploymentRecord, ServiceRecord } from './model.js'
import { reconcile } from './scheduler.js'
import { rollBack } from './rollback.js'

const minute = 60_000

/** The running service deployment of a service, if there is one. */
export function runningServiceDeployment(service: ServiceRecord): ServiceDeploymentRecord | undefined {
  const [newest] = service.serviceDeployments
  return newest?.status === 'PENDING' || newest?.status === 'IN_PROGRESS' ? newest : undefined
}

/** Whether a pause hook of the running deployment holds it at this stage; the first look opens the pause. */
export function isHeldByHook(
  world: World,
  service: ServiceRecord,
  stage: ServiceDeploymentLifecycleStage,
): boolean {
  const running = runningServiceDeployment(service)
  if (running === undefined) return false
  const configured = (running.configuration.lifecycleHooks ?? []).find(
    (hook) => hook.targetType === 'PAUSE' && hook.lifecycleStages?.some((wanted) => wanted === stage),
  )
  if (configured === undefined) return false
  const opened = running.hooks.find((hook) => hook.stage === stage)
  if (opened !== undefined) return opened.detail.status === 'AWAITING_ACTION'

  const minutes = configured.timeoutConfiguration?.timeoutInMinutes ?? 1440
  const hook: HookRecord = {
    stage,
    detail: {
      hookId: world.ids.uuid(),
      targetType: 'PAUSE',
      status: 'AWAITING_ACTION',
      expiresAt: new Date(world.time.now() + (minutes * minute) / world.time.speed),
      timeoutAction: configured.timeoutConfiguration?.action ?? 'ROLLBACK',
    },
  }
  running.lifecycleStage = stage
  running.hooks.push(hook)
  world.time.after(minutes * minute, () => {
    if (hook.detail.status !== 'AWAITING_ACTION' || runningServiceDeployment(service) !== running) return
    settleHook(world, running, hook, hook.detail.timeoutAction ?? 'ROLLBACK', 'TIMED_OUT')
  })
  return true
}

/** Answers every pause that holds the running deployment. Throws where there is none. */
export function answerPauses(world: World, service: ServiceRecord, action: 'CONTINUE' | 'ROLLBACK'): void {
  const running = runningServiceDeployment(service)
  const waiting = (running?.hooks ?? []).filter(({ detail }) => detail.status === 'AWAITING_ACTION')
  if (running === undefined || waiting.length === 0)
    throw new Error(`Nothing pauses a deployment of ${service.name}`)
  for (const hook of waiting) {
    if (hook.detail.status === 'AWAITING_ACTION') settleHook(world, running, hook, action, 'SUCCEEDED')
  }
}

export function settleHook(
  world: World,
  deployment: ServiceDeploymentRecord,
  hook: HookRecord,
  action: 'CONTINUE' | 'ROLLBACK',
  status: 'SUCCEEDED' | 'TIMED_OUT',
): void {
  hook.detail.status = status
  deployment.updatedAt = world.time.now()
  if (action === 'ROLLBACK') {
    rollBack(world, deployment, {
      reason: `Service deployment rolled back because the lifecycle hook at ${hook.stage} asked for it.`,
      because: 'lifecycle hook',
    })
    return
  }
  reconcile(world, deployment.service)
}
