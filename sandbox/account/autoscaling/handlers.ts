import type {
  DeregisterScalableTargetCommandInput,
  DeregisterScalableTargetCommandOutput,
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput,
  DescribeScalingActivitiesCommandInput,
  DescribeScalingActivitiesCommandOutput,
  DescribeScalingPoliciesCommandInput,
  DescribeScalingPoliciesCommandOutput,
  RegisterScalableTargetCommandInput,
  RegisterScalableTargetCommandOutput,
  ScalableTarget,
  ScalingActivity,
  ScalingPolicy,
} from '@aws-sdk/client-application-auto-scaling'
import type { ServiceRecord } from '../ecs/model.js'
import { AwsError } from '../errors.js'
import type { CallContext, Handler } from '../handler.js'
import { accountId, arn } from '../identity.js'
import { page } from '../paging.js'
import type { World } from '../world.js'
import type { ScalableTargetRecord, ScalingActivityRecord, ScalingPolicyRecord } from './model.js'
import { moveIntoRange } from './supervise.js'

const dimension = 'ecs:service:DesiredCount'
const serviceRole =
  'aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService'

function validation(message: string): AwsError {
  return new AwsError('ValidationException', message)
}

function pageOf<Item>(
  items: readonly Item[],
  input: { NextToken?: string | undefined; MaxResults?: number | undefined },
) {
  const size = input.MaxResults ?? 50
  if (size < 1 || size > 50) throw validation('maxResults must be between 1 and 50')
  const badToken = new AwsError('InvalidNextTokenException', 'The next token is invalid.')
  return page(items, { nextToken: input.NextToken, size, badToken })
}

const describeScalableTargets: Handler<
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput
> = (input, { world }) => {
  if (input.ServiceNamespace === undefined) throw validation('serviceNamespace must not be null')
  const targets = [...world.scalableTargets.values()].filter(
    ({ resourceId }) =>
      input.ServiceNamespace === 'ecs' &&
      (input.ScalableDimension === undefined || input.ScalableDimension === dimension) &&
      (input.ResourceIds === undefined || input.ResourceIds.includes(resourceId)),
  )
  const { items, nextToken } = pageOf(targets, input)
  return { ScalableTargets: items.map(describeTarget), NextToken: nextToken }
}

function describeTarget(target: ScalableTargetRecord): ScalableTarget {
  return {
    ServiceNamespace: 'ecs',
    ResourceId: target.resourceId,
    ScalableDimension: dimension,
    MinCapacity: target.min,
    MaxCapacity: target.max,
    RoleARN: `arn:aws:iam::${accountId}:role/${serviceRole}`,
    CreationTime: new Date(target.createdAt),
    SuspendedState: { ...target.suspended },
    ScalableTargetARN: target.arn,
  }
}

const registerScalableTarget: Handler<
  RegisterScalableTargetCommandInput,
  RegisterScalableTargetCommandOutput
> = (input, call) => {
  const { world } = call
  if (input.ServiceNamespace !== 'ecs' || input.ScalableDimension !== dimension) {
    throw validation(`Unsupported service namespace, resource type or scalable dimension`)
  }
  const service = serviceOf(world, input.ResourceId ?? '')
  if (service === undefined) {
    throw validation(`ECS service doesn't exist: ${input.ResourceId}`)
  }
  const existing = world.scalableTargets.get(input.ResourceId ?? '')
  const min = input.MinCapacity ?? existing?.min
  const max = input.MaxCapacity ?? existing?.max
  if (min === undefined || max === undefined) {
    throw validation('You must specify both MinCapacity and MaxCapacity to register a new scalable target')
  }
  if (min < 0 || min > max) throw validation('Maximum capacity cannot be less than minimum capacity')
  const target = existing ?? createTarget(call, input.ResourceId ?? '', min, max)
  const suspended = { ...target.suspended, ...definedOf(input.SuspendedState ?? {}) }
  if (
    target.min !== min ||
    target.max !== max ||
    JSON.stringify(suspended) !== JSON.stringify(target.suspended)
  ) {
    call.changed()
  }
  target.min = min
  target.max = max
  target.suspended = suspended
  if (moveIntoRange(world, service, target)) call.changed()
  return { ScalableTargetARN: target.arn }
}

function definedOf<Type extends object>(
  value: Type,
): { [Key in keyof Type]-?: Exclude<Type[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never
}

function createTarget(call: CallContext, resourceId: string, min: number, max: number): ScalableTargetRecord {
  const { world } = call
  const target: ScalableTargetRecord = {
    resourceId,
    arn: arn('application-autoscaling', `scalable-target/${world.ids.hex(32)}`),
    createdAt: world.time.now(),
    min,
    max,
    suspended: {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
    },
  }
  world.scalableTargets.set(resourceId, target)
  call.changed()
  return target
}

function serviceOf(world: World, resourceId: string): ServiceRecord | undefined {
  const [kind, cluster, name] = resourceId.split('/')
  return kind === 'service' ? world.clusters.get(cluster ?? '')?.services.get(name ?? '') : undefined
}

const deregisterScalableTarget: Handler<
  DeregisterScalableTargetCommandInput,
  DeregisterScalableTargetCommandOutput
> = (input, call) => {
  if (!call.world.scalableTargets.delete(input.ResourceId ?? '')) {
    throw new AwsError('ObjectNotFoundException', `No scalable target found for ${input.ResourceId}`)
  }
  call.changed()
  return {}
}

const describeScalingPolicies: Handler<
  DescribeScalingPoliciesCommandInput,
  DescribeScalingPoliciesCommandOutput
> = (input, { world }) => {
  const policies = world.scalingPolicies.filter(
    (policy) =>
      input.ServiceNamespace === 'ecs' &&
      (input.ResourceId === undefined || policy.resourceId === input.ResourceId) &&
      (input.PolicyNames === undefined || input.PolicyNames.includes(policy.name)),
  )
  const { items, nextToken } = pageOf(policies, input)
  return { ScalingPolicies: items.map(describePolicy), NextToken: nextToken }
}

function describePolicy(policy: ScalingPolicyRecord): ScalingPolicy {
  return {
    PolicyARN: policy.arn,
    PolicyName: policy.name,
    ServiceNamespace: 'ecs',
    ResourceId: policy.resourceId,
    ScalableDimension: dimension,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: policy.configuration,
    Alarms: policy.alarmNames.map((name) => ({
      AlarmName: name,
      AlarmARN: arn('cloudwatch', `alarm:${name}`),
    })),
    CreationTime: new Date(policy.createdAt),
  }
}

/** https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scaling-activities.html */
const describeScalingActivities: Handler<
  DescribeScalingActivitiesCommandInput,
  DescribeScalingActivitiesCommandOutput
> = (input, { world }) => {
  const found = world.scalingActivities
    .filter(
      ({ resourceId }) =>
        input.ServiceNamespace === 'ecs' &&
        (input.ResourceId === undefined || resourceId === input.ResourceId),
    )
    .toReversed()
  const { items, nextToken } = pageOf(found, input)
  return { ScalingActivities: items.map(describeActivity), NextToken: nextToken }
}

function describeActivity({ id, resourceId, at, from, to, cause }: ScalingActivityRecord): ScalingActivity {
  return {
    ActivityId: id,
    ServiceNamespace: 'ecs',
    ResourceId: resourceId,
    ScalableDimension: dimension,
    Description: `Setting desired count to ${to}.`,
    Cause: `${cause}, changing the desired count from ${from} to ${to}`,
    StartTime: new Date(at),
    EndTime: new Date(at),
    StatusCode: 'Successful',
    StatusMessage: `Successfully set desired count to ${to}. Change successfully fulfilled by ecs.`,
  }
}

export const autoscalingHandlers = {
  DescribeScalableTargets: describeScalableTargets,
  RegisterScalableTarget: registerScalableTarget,
  DeregisterScalableTarget: deregisterScalableTarget,
  DescribeScalingActivities: describeScalingActivities,
  DescribeScalingPolicies: describeScalingPolicies,
}
