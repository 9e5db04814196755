import type { Container, Task } from '@aws-sdk/client-ecs'
import { arn } from '../../identity.js'
import type { OneOffRecord } from './model.js'

/** As DescribeTasks gives it, tags left out. */
export function describeOneOff(task: OneOffRecord): Task {
  const { request, taskDefinition } = task
  const moments = {
    startedAt: task.startedAt,
    stoppingAt: task.stoppingAt,
    executionStoppedAt: task.executionStoppedAt,
    stoppedAt: task.stoppedAt,
  }
  const given = Object.entries(moments).filter((entry): entry is [string, number] => entry[1] !== undefined)
  return {
    taskArn: task.arn,
    taskDefinitionArn: taskDefinition.arn,
    clusterArn: task.cluster.arn,
    group: request.group ?? `family:${taskDefinition.family}`,
    startedBy: request.startedBy,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: 'UNKNOWN',
    launchType: request.launchType ?? 'FARGATE',
    platformVersion: request.platformVersion ?? '1.4.0',
    connectivity: 'CONNECTED',
    cpu: taskDefinition.definition.cpu,
    memory: taskDefinition.definition.memory,
    createdAt: new Date(task.createdAt),
    ...Object.fromEntries(given.map(([name, at]) => [name, new Date(at)])),
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
    attachments: [
      {
        id: task.id,
        type: 'ElasticNetworkInterface',
        status: task.lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED',
        details: [{ name: 'privateIPv4Address', value: task.address }],
      },
    ],
    containers: task.images.map((_, index) => describeContainer(task, index)),
    overrides: request.overrides ?? {},
    version: 1,
  }
}

function describeContainer(task: OneOffRecord, index: number): Container {
  const image = task.images[index]
  const hasEnded = task.executionStoppedAt !== undefined
  return {
    containerArn: arn('ecs', `container/${task.cluster.name}/${task.id}/${task.id.slice(0, 8)}-${index}`),
    taskArn: task.arn,
    name: image?.containerName,
    image: image?.image,
    ...(task.startedAt === undefined ? {} : { imageDigest: image?.imageDigest }),
    lastStatus: hasEnded ? 'STOPPED' : task.startedAt === undefined ? 'PENDING' : 'RUNNING',
    ...(task.exitCode === undefined || !hasEnded ? {} : { exitCode: task.exitCode }),
    ...(task.containerReason === undefined ? {} : { reason: task.containerReason }),
    healthStatus: 'UNKNOWN',
    cpu: '0',
  }
}
