import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs'
import { invalidParameter } from '../errors.js'
import { shiftsTraffic } from './strategy.js'

/** How many hooks of a kind a service may have. */
const mostHooks = 10
/** Minutes: 14 days. */
const longestPause = 20_160
const neverPaused: readonly string[] = ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT']

/**
 * Refuses what ECS refuses; its words are not documented and are ours.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html, early-success-criteria.html
 */
export function checkConfiguration(configuration: DeploymentConfiguration): void {
  const { lifecycleHooks = [], earlySuccessCriteria: early, minimumHealthyPercent = 100 } = configuration
  const isPause = ({ targetType }: DeploymentLifecycleHook) => targetType === 'PAUSE'
  const pauses = lifecycleHooks.filter(isPause)
  if (pauses.length > mostHooks || lifecycleHooks.length - pauses.length > mostHooks)
    throw invalidParameter(`A service may have at most ${mostHooks} lifecycle hooks of each type.`)
  for (const hook of lifecycleHooks) checkHook(hook)
  if (early?.enable !== true) return
  if (shiftsTraffic(configuration))
    throw invalidParameter('Early success criteria can be used only with the ROLLING deployment strategy.')
  const { healthyPercent, sourceServiceRevisionCleanup } = early
  if (healthyPercent === undefined || sourceServiceRevisionCleanup === undefined)
    throw invalidParameter('Early success criteria need healthyPercent and sourceServiceRevisionCleanup.')
  if (healthyPercent < minimumHealthyPercent || healthyPercent > 100)
    throw invalidParameter('healthyPercent must be between minimumHealthyPercent and 100.')
}

function checkHook({
  targetType,
  hookTargetArn,
  lifecycleStages = [],
  timeoutConfiguration,
}: DeploymentLifecycleHook) {
  if (lifecycleStages.length === 0) throw invalidParameter('A lifecycle hook needs lifecycleStages.')
  const minutes = timeoutConfiguration?.timeoutInMinutes ?? 1
  if (minutes < 1 || minutes > longestPause)
    throw invalidParameter(`timeoutInMinutes must be between 1 and ${longestPause}.`)
  if (targetType !== 'PAUSE') {
    if (hookTargetArn === undefined) throw invalidParameter('An AWS_LAMBDA hook needs a hookTargetArn.')
    return
  }
  const stage = lifecycleStages.find((one) => neverPaused.includes(one))
  if (stage !== undefined) throw invalidParameter(`Pause hooks cannot be configured at ${stage}.`)
}
