import type { ECSExpressGatewayService, ExpressGatewayServiceConfiguration } from '@aws-sdk/client-ecs'
import type { EcsService, ExpressFacts } from './answers.js'
import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'

/** What an Express Mode service is changed to; UpdateService is not for it. */
export interface ExpressChange {
  /** An ARN, or `family:revision` in the service's account. */
  readonly taskDefinition?: string
  readonly range?: { readonly minimum: number; readonly maximum: number }
}

export interface ExpressPort {
  /** Changes what is named of an Express Mode service and nothing else. Sent once. @param arn of the service */
  updateExpress(arn: string, change: ExpressChange): Promise<{ readonly requestId: string }>
}

/** The calls of ECS that are for Express Mode services alone. */
export function expressServicesOf(clients: Clients, calls: Calls): ExpressPort {
  return {
    async updateExpress(arn, { taskDefinition, range }) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:UpdateExpressGatewayService', (options) =>
        ecs.updateExpressGatewayService(
          {
            serviceArn: arn,
            ...(taskDefinition === undefined ? {} : { taskDefinitionArn: wholeArn(arn, taskDefinition) }),
            ...(range === undefined
              ? {}
              : { scalingTarget: { minTaskCount: range.minimum, maxTaskCount: range.maximum } }),
          },
          options,
        ),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },
  }
}

/** UpdateService takes `family:revision`; this call is documented with an ARN alone. */
function wholeArn(service: string, taskDefinition: string): string {
  if (taskDefinition.startsWith('arn:')) return taskDefinition
  return `${service.slice(0, service.lastIndexOf(':'))}:task-definition/${taskDefinition}`
}

/**
 * An Express Mode service with what DescribeServices leaves out of it; without that where it may not be read, as everything but changes does without.
 */
export async function withExpress(service: EcsService, clients: Clients, calls: Calls): Promise<EcsService> {
  if (service.isExpress !== true) return service
  try {
    const ecs = await clients.ecs()
    const answer = await calls.ask('ecs:DescribeExpressGatewayService', (options) =>
      ecs.describeExpressGatewayService({ serviceArn: service.arn }, options),
    )
    const newest = newestOf(answer.service ?? {})
    const taskDefinition = service.taskDefinition || (newest?.taskDefinitionArn ?? '')
    // The first is the PRIMARY one, which brings what is newest.
    const deployments = service.deployments.map((deployment, at) =>
      at === 0 ? { ...deployment, taskDefinition: deployment.taskDefinition || taskDefinition } : deployment,
    )
    const express = factsOf(answer.service?.status?.statusReason, newest)
    return { ...service, taskDefinition, deployments, express }
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'denied') return service
    throw error
  }
}

/** While a deployment runs, what it brings is active beside what it replaces. */
function newestOf({
  activeConfigurations = [],
}: ECSExpressGatewayService): ExpressGatewayServiceConfiguration | undefined {
  const at = ({ createdAt }: ExpressGatewayServiceConfiguration) => createdAt?.getTime() ?? 0
  return activeConfigurations.toSorted((one, other) => at(other) - at(one))[0]
}

function factsOf(
  reason: string | undefined,
  { scalingTarget, ingressPaths = [] }: ExpressGatewayServiceConfiguration = {},
): ExpressFacts {
  const { minTaskCount: minimum, maxTaskCount: maximum } = scalingTarget ?? {}
  return {
    ...(minimum === undefined || maximum === undefined ? {} : { range: { minimum, maximum } }),
    endpoints: ingressPaths.flatMap(({ endpoint }) => endpoint ?? []),
    ...(reason === undefined || reason === '' ? {} : { reason }),
  }
}
