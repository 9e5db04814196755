import type {
  DescribeExpressGatewayServiceCommandInput,
  DescribeExpressGatewayServiceCommandOutput,
  ECSExpressGatewayService,
  ExpressGatewayServiceConfiguration,
  UpdateExpressGatewayServiceCommandInput,
  UpdateExpressGatewayServiceCommandOutput,
} from '@aws-sdk/client-ecs'
import { moveIntoRange, resourceId } from '../autoscaling/supervise.js'
import { AwsError, invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'
import type { World } from '../world.js'
import { startDeployment } from './deploy.js'
import { describeService } from './describe-service.js'
import { findService, findTaskDefinition } from './lookup.js'
import type { RevisionRecord, ServiceRecord, TaskDefinitionRecord } from './model.js'

/** What may not be given beside a task definition, and is not simulated without one. */
const ofEcs = [
  'primaryContainer',
  'executionRoleArn',
  'taskRoleArn',
  'cpu',
  'memory',
  'cpuArchitecture',
] as const

const describeExpress: Handler<
  DescribeExpressGatewayServiceCommandInput,
  DescribeExpressGatewayServiceCommandOutput
> = (input, { world }) => {
  const service = findExpress(world, input.serviceArn)
  const tags = input.include?.includes('TAGS') === true ? { tags: service.tags } : {}
  return { service: { ...describe(world, service), ...tags } }
}

const updateExpress: Handler<
  UpdateExpressGatewayServiceCommandInput,
  UpdateExpressGatewayServiceCommandOutput
> = (input, call) => {
  const { world } = call
  const service = findExpress(world, input.serviceArn)
  if (service.status !== 'ACTIVE') throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.')
  const given = ofEcs.filter((member) => input[member] !== undefined)
  if (given.length > 0 && input.taskDefinitionArn !== undefined) {
    throw invalidParameter(`taskDefinitionArn cannot be specified together with ${given.join(', ')}.`)
  }
  if (given.length > 0) {
    throw new AwsError(
      'UnsupportedFeatureException',
      `The simulated account does not know ${given.join(', ')}.`,
    )
  }
  const wanted = input.taskDefinitionArn === undefined ? undefined : fitting(world, input.taskDefinitionArn)
  const { minTaskCount: min, maxTaskCount: max } = input.scalingTarget ?? {}
  const isRunning = wanted === undefined || wanted === service.deployments[0]?.revision.taskDefinition
  const before = describeService(service)
  if (changeRange(world, service, min, max) || !isRunning) {
    call.changed()
    service.beforeChange = { changedAt: world.time.now(), description: before }
  }
  if (wanted !== undefined && !isRunning) startDeployment(world, service, { taskDefinition: wanted })
  world.reconcile(service)
  const {
    activeConfigurations = [],
    serviceArn,
    cluster,
    serviceName,
    status,
    createdAt,
  } = describe(world, service)
  const [targetConfiguration] = activeConfigurations
  const updatedAt = new Date(world.time.now())
  return { service: { serviceArn, cluster, serviceName, status, targetConfiguration, createdAt, updatedAt } }
}

function findExpress(world: World, serviceArn: string | undefined): ServiceRecord {
  const service = findService(world, undefined, serviceArn)
  if (service.kind?.isExpress === true) return service
  throw invalidParameter('The service is not an Express service.')
}

/** A container `Main` with one named TCP port, and Fargate: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateExpressGatewayService.html */
function fitting(world: World, reference: string): TaskDefinitionRecord {
  const found = findTaskDefinition(world, reference)
  const { containerDefinitions = [], requiresCompatibilities = [] } = found.definition
  const ports = containerDefinitions.find(({ name }) => name === 'Main')?.portMappings ?? []
  const [port] = ports
  const isFit =
    ports.length === 1 &&
    port?.containerPort !== undefined &&
    port.name !== undefined &&
    (port.protocol ?? 'tcp') === 'tcp'
  if (!isFit) throw invalidParameter('The task definition needs a container Main with one named TCP port.')
  if (!requiresCompatibilities.includes('FARGATE'))
    throw invalidParameter('The task definition needs FARGATE.')
  return found
}

function changeRange(world: World, service: ServiceRecord, min?: number, max?: number): boolean {
  const target = world.scalableTargets.get(resourceId(service))
  if (target === undefined || (min === undefined && max === undefined)) return false
  const wanted = { min: min ?? target.min, max: max ?? target.max }
  if (wanted.min > wanted.max) throw invalidParameter('minTaskCount cannot be above maxTaskCount.')
  if (wanted.min === target.min && wanted.max === target.max) return false
  Object.assign(target, wanted)
  moveIntoRange(world, service, target)
  return true
}

function describe(world: World, service: ServiceRecord): ECSExpressGatewayService {
  const revisions = service.deployments.map(({ revision }) => revision)
  return {
    cluster: service.cluster.name,
    serviceName: service.name,
    serviceArn: service.arn,
    infrastructureRoleArn: `arn:aws:iam::${accountId}:role/ecsInfrastructureRoleForExpressServices`,
    status: { statusCode: service.status === 'ACTIVE' ? 'ACTIVE' : 'INACTIVE' },
    currentDeployment: service.serviceDeployments[0]?.arn,
    activeConfigurations: revisions.map((revision) => configuration(world, service, revision)),
    createdAt: new Date(service.createdAt),
  }
}

function configuration(
  world: World,
  service: ServiceRecord,
  { arn, createdAt, taskDefinition }: RevisionRecord,
): ExpressGatewayServiceConfiguration {
  const target = world.scalableTargets.get(resourceId(service))
  const { cpu, memory, containerDefinitions = [], executionRoleArn } = taskDefinition.definition
  const main = containerDefinitions.find(({ name }) => name === 'Main')
  return {
    serviceRevisionArn: arn,
    ...{ taskDefinitionArn: taskDefinition.arn, executionRoleArn, cpu, memory },
    primaryContainer: { image: main?.image, containerPort: main?.portMappings?.[0]?.containerPort },
    ...(target === undefined
      ? {}
      : {
          scalingTarget: {
            ...{ minTaskCount: target.min, maxTaskCount: target.max },
            ...{ autoScalingMetric: 'AVERAGE_CPU', autoScalingTargetValue: 60 },
          },
        }),
    ingressPaths: [{ accessType: 'PUBLIC', endpoint: `https://${service.name}.ecs.ap-southeast-2.on.aws` }],
    createdAt: new Date(createdAt),
  }
}

export const expressHandlers = {
  DescribeExpressGatewayService: describeExpress,
  UpdateExpressGatewayService: updateExpress,
}
