import type { ServiceRef } from '../core/environment.js'
import type { ProcessCache } from '../core/kept-answers.js'
import type {
  HookAction,
  ServiceDeployment,
  ServiceDeploymentDetail,
  ServiceDeploymentStatus,
} from './answers.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { type AskOptions, byName, groupQuestions } from './group-questions.js'
import { perCall } from './limits.js'
import { neverChanging } from './never-changing.js'
import { toBrief, toDetail } from './service-deployment-shapes.js'

export interface ServiceDeploymentsPort {
  /** The newest deployments of a service, newest first: at most `limit` (100 at most), one call. */
  serviceDeployments(ref: ServiceRef, limit?: number): Promise<readonly ServiceDeployment[]>
  /** 20 a call, together with whoever asks at the same moment; what has ended is asked for once. Those ECS does not know are left out. */
  describeServiceDeployments(
    arns: readonly string[],
    options?: AskOptions,
  ): Promise<readonly ServiceDeploymentDetail[]>
  /** Back to the service revision before. Sent once. An AwsError with the code `ConflictException` when it runs no longer. */
  stopServiceDeployment(arn: string): Promise<{ readonly requestId: string }>
  /**
   * Answers a hook that holds a deployment; the action is always named, because ECS takes a missing one for CONTINUE. Sent once. An AwsError with the code
   * `InvalidParameterException` when the hook waits no longer.
   */
  answerPause(arn: string, hook: string, action: HookAction): Promise<{ readonly requestId: string }>
  /** Starts a deployment of the task definition and changes nothing else; `restart`: even of the one that runs. Sent once. */
  deployTaskDefinition(
    ref: ServiceRef,
    taskDefinition: string,
    options?: { readonly restart?: boolean },
  ): Promise<{ readonly requestId: string }>
}

/** Deployments of services: their history, the one that runs, and how to start and stop one. */
export function serviceDeploymentsOf(
  clients: Clients,
  calls: Calls,
  known: ProcessCache,
  timeScale: number,
): ServiceDeploymentsPort {
  const ended = neverChanging<ServiceDeploymentDetail>(known, 'deployment')

  const askDeployments = groupQuestions<ServiceDeploymentDetail>({
    size: perCall.serviceDeploymentsDescribed,
    async send(take) {
      const ecs = await clients.ecs()
      const { serviceDeployments = [] } = await calls.ask('ecs:DescribeServiceDeployments', (options) =>
        ecs.describeServiceDeployments({ serviceDeploymentArns: [...take()] }, options),
      )
      const details = serviceDeployments.map((deployment) => toDetail(deployment, known, timeScale))
      return byName(details, ({ arn }) => arn)
    },
  })

  return {
    async serviceDeployments(ref, limit = perCall.serviceDeploymentsListed) {
      const ecs = await clients.ecs()
      const answer = await calls.ask('ecs:ListServiceDeployments', (options) =>
        ecs.listServiceDeployments(
          { cluster: ref.cluster, service: ref.service, maxResults: limit },
          options,
        ),
      )
      return (answer.serviceDeployments ?? []).map(toBrief).sort((a, b) => b.createdAt - a.createdAt)
    },

    async describeServiceDeployments(arns, options) {
      const open = arns.filter((arn) => ended.get(arn) === undefined)
      const found = await askDeployments(open, options)
      for (const deployment of found.values()) {
        if (finalStates.has(deployment.status)) ended.set(deployment.arn, deployment)
      }
      return arns.flatMap((arn) => found.get(arn) ?? ended.get(arn) ?? [])
    },

    async stopServiceDeployment(arn) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:StopServiceDeployment', (options) =>
        ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' }, options),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },

    async answerPause(arn, hook, action) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:ContinueServiceDeployment', (options) =>
        ecs.continueServiceDeployment({ serviceDeploymentArn: arn, hookId: hook, action }, options),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },

    async deployTaskDefinition(ref, taskDefinition, { restart = false } = {}) {
      const ecs = await clients.ecs()
      const force = restart ? { forceNewDeployment: true } : {}
      const answer = await calls.change('ecs:UpdateService', (options) =>
        ecs.updateService({ cluster: ref.cluster, service: ref.service, taskDefinition, ...force }, options),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html */
const finalStates: ReadonlySet<ServiceDeploymentStatus> = new Set([
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
])
