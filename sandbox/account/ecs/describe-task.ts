import type { Container, Task } from '@aws-sdk/client-ecs'
import { arn } from '../identity.js'
import { kindOfTask } from './kinds.js'
import type { TaskRecord } from './model.js'

/** A task as DescribeTasks gives it, tags left out. */
export function describeTask(task: TaskRecord): Task {
  const { definition, arn: taskDefinitionArn } = task.revision.taskDefinition
  const moments = {
    pullStartedAt: task.pullStartedAt,
    pullStoppedAt: task.pullStoppedAt,
    startedAt: task.startedAt,
    stoppingAt: task.stoppingAt,
    executionStoppedAt: task.executionStoppedAt,
    stoppedAt: task.stoppedAt,
  }
  const given = Object.entries(moments).filter((entry): entry is [string, number] => entry[1] !== undefined)
  return {
    taskArn: task.arn,
    taskDefinitionArn,
    clusterArn: task.service.cluster.arn,
    group: `service:${task.service.name}`,
    startedBy: task.deployment.id,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: 'UNKNOWN',
    ...(task.instance === undefined
      ? { launchType: 'FARGATE', platformVersion: task.revision.platformVersion, platformFamily: 'Linux' }
      : { launchType: 'EC2', containerInstanceArn: task.instance.arn }),
    availabilityZone: task.zone,
    connectivity: 'CONNECTED',
    cpu: definition.cpu,
    memory: definition.memory,
    createdAt: new Date(task.createdAt),
    ...Object.fromEntries(given.map(([name, moment]) => [name, new Date(moment)])),
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
    attachments:
      task.instance !== undefined
        ? []
        : [
            {
              id: task.runtimeId,
              type: 'ElasticNetworkInterface',
              status: task.lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED',
              details: [
                { name: 'networkInterfaceId', value: task.networkInterface },
                { name: 'privateIPv4Address', value: task.address },
              ],
            },
          ],
    containers: task.revision.images.map((_, index) => describeContainer(task, index)),
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    enableExecuteCommand: task.service.enableExecuteCommand,
    ephemeralStorage: { sizeInGiB: 20 },
    ...kindOfTask(task),
    version: 1,
  }
}

function describeContainer(task: TaskRecord, index: number): Container {
  const image = task.revision.images[index]
  const hasEnded = task.executionStoppedAt !== undefined
  // The digest is known once the image is pulled.
  const isPulled = task.pullStoppedAt !== undefined
  return {
    containerArn: arn(
      'ecs',
      `container/${task.service.cluster.name}/${task.id}/${task.id.slice(0, 8)}-${index}`,
    ),
    taskArn: task.arn,
    name: image?.containerName,
    image: image?.image,
    ...(isPulled ? { imageDigest: image?.imageDigest, runtimeId: task.runtimeId } : {}),
    lastStatus: hasEnded ? 'STOPPED' : task.startedAt === undefined ? 'PENDING' : 'RUNNING',
    ...(task.exitCode === undefined ? {} : { exitCode: task.exitCode }),
    ...(task.containerReason === undefined ? {} : { reason: task.containerReason }),
    ...(task.hostPort === undefined
      ? {
          networkBindings: [],
          networkInterfaces: [{ attachmentId: task.runtimeId, privateIpv4Address: task.address }],
        }
      : {
          networkBindings: [{ bindIP: '0.0.0.0', hostPort: task.hostPort, protocol: 'tcp' }],
          networkInterfaces: [],
        }),
    healthStatus: 'UNKNOWN',
    cpu: '0',
  }
}
