import type {
  DeploymentLifecycleHook,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStage,
} from '@aws-sdk/client-ecs'
import type { World } from '../world.js'
import type { HookRecord, ServiceDeploymentRecord, ServiceRecord } from './model.js'
import { sendHookEvent } from './deployment-event.js'
import { invoke } from './lambda-hooks.js'
import { enterStage } from './stages.js'
import { rollBack } from './rollback.js'

const minute = 60_000

/** The running service deployment of a service, if there is one. */
export function runningServiceDeployment(service: ServiceRecord): ServiceDeploymentRecord | undefined {
  const [newest] = service.serviceDeployments
  return newest?.status === 'PENDING' || newest?.status === 'IN_PROGRESS' ? newest : undefined
}

/** Whether a hook waits for an answer. */
export function isOpen({ detail: { status } }: HookRecord): boolean {
  return status === 'AWAITING_ACTION' || status === 'IN_PROGRESS'
}

/**
 * Whether a hook of the running deployment holds it at this stage; the first look opens all hooks of the stage.
 * @param occurrence counts the comings of a stage that comes several times
 */
export function isHeldByHook(
  world: World,
  service: ServiceRecord,
  stage: DeploymentLifecycleHookStage,
  occurrence = 0,
): boolean {
  const running = runningServiceDeployment(service)
  if (running === undefined) return false
  const opened = running.hooks.filter((hook) => hook.stage === stage && hook.occurrence === occurrence)
  if (opened.length > 0) return opened.some(isOpen)
  const configured = (running.configuration.lifecycleHooks ?? []).filter(({ lifecycleStages }) =>
    lifecycleStages?.includes(stage),
  )
  if (configured.length === 0) return false
  // The stages that DescribeServiceDeployments names leave the one before a shift out.
  enterStage(world, running, stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 'PRODUCTION_TRAFFIC_SHIFT' : stage)
  for (const hook of configured) open(world, running, hook, { stage, occurrence })
  return true
}

function open(
  world: World,
  running: ServiceDeploymentRecord,
  configured: DeploymentLifecycleHook,
  at: Pick<HookRecord, 'stage' | 'occurrence'>,
): void {
  const minutes = configured.timeoutConfiguration?.timeoutInMinutes ?? 1440
  const pauses = configured.targetType === 'PAUSE'
  const hook: HookRecord = {
    ...at,
    detail: {
      hookId: `ecs-${pauses ? 'pause' : 'lambda'}-${world.ids.letters(43)}`,
      targetType: configured.targetType ?? 'AWS_LAMBDA',
      ...(pauses ? {} : { targetArn: configured.hookTargetArn }),
      status: pauses ? 'AWAITING_ACTION' : 'IN_PROGRESS',
      expiresAt: new Date(world.time.now() + (minutes * minute) / world.time.speed),
      timeoutAction: configured.timeoutConfiguration?.action ?? 'ROLLBACK',
    },
  }
  running.hooks.push(hook)
  world.time.after(minutes * minute, () => {
    if (!isOpen(hook) || runningServiceDeployment(running.service) !== running) return
    settleHook(world, running, hook, hook.detail.timeoutAction ?? 'ROLLBACK', 'TIMED_OUT')
  })
  sendHookEvent(world, running, hook)
  if (pauses) return
  invoke(world, running, hook, (answer) =>
    settleHook(world, running, hook, answer === 'SUCCEEDED' ? 'CONTINUE' : 'ROLLBACK', answer),
  )
}

/** Answers every pause that holds the running deployment. Throws where there is none. */
export function answerPauses(
  world: World,
  service: ServiceRecord,
  action: DeploymentLifecycleHookAction,
): void {
  const running = runningServiceDeployment(service)
  const waiting = (running?.hooks ?? []).filter(({ detail }) => detail.status === 'AWAITING_ACTION')
  if (running === undefined || waiting.length === 0)
    throw new Error(`Nothing pauses a deployment of ${service.name}`)
  for (const hook of waiting) {
    if (hook.detail.status === 'AWAITING_ACTION') answerPause(world, running, hook, action)
  }
}

/** Somebody lets a pause go on or back: the hook of whoever goes back has failed. */
export function answerPause(
  world: World,
  deployment: ServiceDeploymentRecord,
  hook: HookRecord,
  action: DeploymentLifecycleHookAction,
): void {
  settleHook(world, deployment, hook, action, action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED')
}

/** Ends what is still open of a deployment that goes no further. */
export function closeHooks(deployment: ServiceDeploymentRecord): void {
  for (const hook of deployment.hooks) {
    if (isOpen(hook)) hook.detail.status = 'FAILED'
  }
}

function settleHook(
  world: World,
  deployment: ServiceDeploymentRecord,
  hook: HookRecord,
  action: DeploymentLifecycleHookAction,
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT',
): void {
  hook.detail.status = status
  sendHookEvent(world, deployment, hook)
  deployment.updatedAt = world.time.now()
  if (action === 'ROLLBACK') {
    // Any hook that goes back takes the whole deployment back, whatever else waits at its stage.
    closeHooks(deployment)
    rollBack(world, deployment, {
      reason: `Service deployment rolled back because the lifecycle hook at ${hook.stage} asked for it.`,
      because: 'lifecycle hook',
    })
    return
  }
  world.reconcile(deployment.service)
}
