import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { type Clients, repository } from './clients.js'

export interface Place {
  cluster: string
  service: string
}

export async function describeService(clients: Clients, { cluster, service }: Place) {
  const { services } = await clients.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
  const [found] = services ?? []
  if (found === undefined) throw new Error(`DescribeServices did not find ${service}`)
  return found
}

/** Registers the next revision of a service with another tag, as a deployment would; returns its ARN. */
export async function registerTag(clients: Clients, { service }: Place, tag: string): Promise<string> {
  const { taskDefinition } = await clients.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: service }),
  )
  const registered = await clients.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: service,
      cpu: taskDefinition?.cpu,
      memory: taskDefinition?.memory,
      networkMode: taskDefinition?.networkMode,
      requiresCompatibilities: taskDefinition?.requiresCompatibilities,
      containerDefinitions: taskDefinition?.containerDefinitions?.map((container) => ({
        ...container,
        image: `${repository}:${tag}`,
      })),
    }),
  )
  return registered.taskDefinition?.taskDefinitionArn ?? ''
}

export async function deployTag(clients: Clients, place: Place, tag: string) {
  const taskDefinition = await registerTag(clients, place, tag)
  const { service } = await clients.ecs.send(new UpdateServiceCommand({ ...place, taskDefinition }))
  return { taskDefinition, service }
}

/** The newest service deployment of a service, described. */
export async function newestDeployment(clients: Clients, place: Place) {
  const { serviceDeployments } = await clients.ecs.send(new ListServiceDeploymentsCommand(place))
  const arn = serviceDeployments?.[0]?.serviceDeploymentArn ?? ''
  const described = await clients.ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
  )
  const [newest] = described.serviceDeployments ?? []
  if (newest === undefined) throw new Error(`${place.service} has no service deployment`)
  return newest
}
