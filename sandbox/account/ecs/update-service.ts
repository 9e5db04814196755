import { isDeepStrictEqual } from 'node:util'
import type { UpdateServiceCommandInput, UpdateServiceCommandOutput } from '@aws-sdk/client-ecs'
import { superviseCount } from '../autoscaling/supervise.js'
import { AwsError, clientException, invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import type { World } from '../world.js'
import { checkConfiguration } from './check-configuration.js'
import { type RevisionChange, startDeployment } from './deploy.js'
import { describeService } from './describe-service.js'
import { refuseExpress } from './kinds.js'
import { findService, findTaskDefinition } from './lookup.js'
import type { ServiceRecord } from './model.js'

export const updateService: Handler<UpdateServiceCommandInput, UpdateServiceCommandOutput> = (
  input,
  call,
) => {
  const { world } = call
  const service = findService(world, input.cluster, input.service)
  refuse(input, service)
  const { deploymentConfiguration: configuration } = input
  if (configuration !== undefined)
    checkConfiguration({ ...service.deploymentConfiguration, ...configuration })
  const revision = revisionChange(world, service, input)
  const before = describeService(service)
  const isSettingsChanged = changeSettings(service, input)
  const isCountChanged = input.desiredCount !== undefined && input.desiredCount !== service.desiredCount
  if (revision === undefined && !isSettingsChanged && !isCountChanged) return { service: before }

  call.changed()
  service.beforeChange = { changedAt: world.time.now(), description: before }
  if (revision !== undefined) startDeployment(world, service, revision)
  if (isCountChanged) setDesiredCount(world, service, input.desiredCount ?? service.desiredCount)
  world.reconcile(service)
  return { service: describeService(service) }
}

/** Sets the count of a service as its owner would, and lets its scalable target look at it. */
export function setDesiredCount(world: World, service: ServiceRecord, count: number): void {
  service.desiredCount = count
  service.steady = false
  superviseCount(world, service)
}

function refuse(input: UpdateServiceCommandInput, service: ServiceRecord): void {
  if (service.status !== 'ACTIVE') {
    throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.')
  }
  refuseExpress(service)
  if (input.desiredCount !== undefined && (!Number.isInteger(input.desiredCount) || input.desiredCount < 0)) {
    throw invalidParameter('Desired count cannot be less than 0.')
  }
  const needsEcs = input.taskDefinition !== undefined || input.forceNewDeployment === true
  if (service.deploymentController !== 'ECS' && needsEcs) {
    throw invalidParameter(
      `Unable to update task definition on services with a ${service.deploymentController} deployment controller.`,
    )
  }
}

/** What needs a new deployment; undefined where nothing does. The count alone never does. */
function revisionChange(
  world: World,
  service: ServiceRecord,
  input: UpdateServiceCommandInput,
): RevisionChange | undefined {
  const current = service.deployments[0]?.revision.taskDefinition
  const wanted =
    input.taskDefinition === undefined ? current : findTaskDefinition(world, input.taskDefinition)
  if (wanted === undefined) throw clientException('TaskDefinition cannot be empty.')
  const differs =
    wanted !== current ||
    input.forceNewDeployment === true ||
    isGivenAndOther(input.networkConfiguration, service.networkConfiguration) ||
    isGivenAndOther(input.loadBalancers, service.loadBalancers) ||
    isGivenAndOther(input.platformVersion, service.platformVersion)
  if (!differs) return undefined
  if (wanted.status === 'INACTIVE') throw clientException('TaskDefinition is inactive')
  return {
    taskDefinition: wanted,
    ...(input.networkConfiguration === undefined ? {} : { networkConfiguration: input.networkConfiguration }),
    ...(input.loadBalancers === undefined ? {} : { loadBalancers: input.loadBalancers }),
    ...(input.platformVersion === undefined ? {} : { platformVersion: input.platformVersion }),
  }
}

function isGivenAndOther(given: unknown, current: unknown): boolean {
  return given !== undefined && !isDeepStrictEqual(given, current)
}

/** Settings that take effect without a deployment. */
function changeSettings(service: ServiceRecord, input: UpdateServiceCommandInput): boolean {
  let changed = false
  if (isGivenAndOther(input.deploymentConfiguration, service.deploymentConfiguration)) {
    service.deploymentConfiguration = { ...service.deploymentConfiguration, ...input.deploymentConfiguration }
    changed = true
  }
  if (isGivenAndOther(input.healthCheckGracePeriodSeconds, service.healthCheckGracePeriodSeconds)) {
    service.healthCheckGracePeriodSeconds = input.healthCheckGracePeriodSeconds ?? 0
    changed = true
  }
  if (isGivenAndOther(input.enableExecuteCommand, service.enableExecuteCommand)) {
    service.enableExecuteCommand = input.enableExecuteCommand ?? false
    changed = true
  }
  return changed
}
