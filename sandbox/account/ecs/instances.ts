import type {
  ContainerInstance,
  DescribeContainerInstancesCommandInput,
  DescribeContainerInstancesCommandOutput,
  Failure,
} from '@aws-sdk/client-ecs'
import { invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { arn, fraction } from '../identity.js'
import { findCluster, lastPart } from './lookup.js'
import type { InstanceRecord, ServiceRecord, TaskRecord } from './model.js'

/** Lets a service run on EC2 instances: its tasks share their addresses, and are told apart by the host's port. */
export function moveToInstances(service: ServiceRecord, count: number): void {
  service.instances = Array.from({ length: count }, (_, index) => {
    const id = `i-0a1b2c3d4e5f6${String(index).padStart(4, '0')}`
    return {
      id,
      arn: arn(
        'ecs',
        `container-instance/${service.cluster.name}/${'0'.repeat(28)}${String(index).padStart(4, '0')}`,
      ),
    }
  })
  for (const task of service.tasks.values()) placeOnInstance(task)
}

/** A task keeps its place for life. Ports are of the range that Linux gives out by itself. */
export function placeOnInstance(task: TaskRecord): void {
  const { instances = [] } = task.service
  const instance = instances[Math.floor(fraction(task.id) * instances.length)]
  if (instance === undefined) return
  task.instance = instance
  task.hostPort = 32_768 + Math.floor(fraction(`port ${task.id}`) * 28_000)
}

export const describeContainerInstances: Handler<
  DescribeContainerInstancesCommandInput,
  DescribeContainerInstancesCommandOutput
> = (input, { world }) => {
  const cluster = findCluster(world, input.cluster)
  const wanted = input.containerInstances ?? []
  if (wanted.length === 0) throw invalidParameter('Container instances cannot be empty.')
  if (wanted.length > 100) throw invalidParameter('Container instances may contain at most 100 elements.')
  const known = [...cluster.services.values()].flatMap(({ instances = [] }) => instances)
  const containerInstances: ContainerInstance[] = []
  const failures: Failure[] = []
  for (const reference of wanted) {
    const found = known.find((instance) => lastPart(instance.arn) === lastPart(reference))
    if (found === undefined) failures.push({ arn: reference, reason: 'MISSING' })
    else containerInstances.push(describeInstance(found))
  }
  return { containerInstances, failures }
}

function describeInstance({ id, arn: containerInstanceArn }: InstanceRecord): ContainerInstance {
  return { containerInstanceArn, ec2InstanceId: id, status: 'ACTIVE', agentConnected: true }
}
