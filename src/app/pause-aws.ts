import { AwsError } from '../aws/aws-error.js'
import type { Aws, AwsFor, ServiceDeploymentDetail, ServiceDeploymentStatus } from '../aws/aws.js'
import { explainAwsError } from '../aws/explain.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { type DeploymentState, deploymentId } from '../core/pause.js'
import { capital } from '../core/wording.js'
import type { Look, OpenDeployment, SeenDeployment, SeenHook, Told } from '../pauses/ports.js'

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html */
const states: Readonly<Record<ServiceDeploymentStatus, DeploymentState>> = {
  PENDING: 'running',
  IN_PROGRESS: 'running',
  SUCCESSFUL: 'succeeded',
  STOP_REQUESTED: 'stopping',
  STOPPED: 'stopped',
  ROLLBACK_REQUESTED: 'going back',
  ROLLBACK_IN_PROGRESS: 'going back',
  ROLLBACK_SUCCESSFUL: 'went back',
  ROLLBACK_FAILED: 'failed to go back',
}

/** How pauses ask AWS about deployments, and answer them. */
export function createPauseAws(options: {
  readonly aws: AwsFor
  readonly environments: readonly Environment[]
  /** The operation of ohmy's that has the service now, and whether it takes something back. */
  readonly operationAt: (service: ServiceRef) => Promise<SeenDeployment['operation']>
}) {
  const { operationAt } = options

  function awsOf({ environment }: Pick<ServiceRef, 'environment'>): Aws | undefined {
    const found = options.environments.find(({ name }) => name === environment)
    return found === undefined ? undefined : options.aws(found)
  }

  async function seenFrom(
    aws: Aws,
    service: ServiceRef,
    detail: ServiceDeploymentDetail,
  ): Promise<SeenDeployment> {
    const state = states[detail.status]
    const ends = state === 'stopping' || state === 'stopped'
    const [newest] = ends ? await aws.serviceDeployments(service, 1) : []
    const operation = await operationAt(service)
    const { targetTasks: tasks, statusReason, stage, createdAt } = detail
    return {
      ...{ state, createdAt, strategy: detail.strategy.kind, hooks: detail.hooks.map(toSeenHook) },
      ...(statusReason === undefined ? {} : { reason: statusReason }),
      ...(newest === undefined || newest.arn === detail.arn ? {} : { superseded: true }),
      ...(stage === undefined ? {} : { stage }),
      ...(tasks?.traffic === undefined ? {} : { traffic: tasks.traffic }),
      ...(tasks === undefined ? {} : { tasks: { running: tasks.running, requested: tasks.requested } }),
      ...(operation === undefined ? {} : { operation }),
    }
  }

  async function look({ deployment, service }: { deployment: string; service: ServiceRef }): Promise<Look> {
    const aws = awsOf(service)
    if (aws === undefined)
      return { kind: 'unread', why: `there is no environment ${service.environment} any more` }
    try {
      const [detail] = await aws.describeServiceDeployments([deployment], { linger: true })
      return detail === undefined
        ? { kind: 'gone' }
        : { kind: 'seen', seen: await seenFrom(aws, service, detail) }
    } catch (error) {
      if (error instanceof AwsError) return { kind: 'unread', why: explainAwsError(error) }
      throw error
    }
  }

  async function tell(
    about: { deployment: string; service: ServiceRef },
    hook: string,
    action: 'CONTINUE' | 'ROLLBACK',
  ): Promise<Told> {
    const aws = awsOf(about.service)
    if (aws === undefined) return { kind: 'refused', why: 'The environment is not configured any more' }
    try {
      const { requestId } = await aws.answerPause(about.deployment, hook, action)
      return { kind: 'told', requestId }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      if (error.kind === 'unanswered') return { kind: 'unsure' }
      if (error.passing) return { kind: 'busy' }
      const why = capital(explainAwsError(error))
      if (error.kind === 'denied') return { kind: 'refused', why }
      // ECS has one name for a hook that was answered meanwhile, a deployment that has ended, and a mistake of ours.
      const now = await look(about)
      const waits =
        now.kind === 'seen' &&
        now.seen.state === 'running' &&
        now.seen.hooks.some(({ id, status }) => id === hook && status === 'AWAITING_ACTION')
      return waits ? { kind: 'refused', why } : { kind: 'not waiting' }
    }
  }

  /** Deployments of these services that go on now. Two calls for ten services, one where nothing is deployed. */
  async function goingOn(
    environment: Environment,
    refs: readonly ServiceRef[],
  ): Promise<{
    readonly deployments: readonly (OpenDeployment & { readonly arn: string })[]
    readonly pauses: boolean
  }> {
    const aws = options.aws(environment)
    const services = await aws.describeServices(refs)
    const arns = new Map(
      services.flatMap(({ ref, currentServiceDeployment: arn, deployments: [primary] }) =>
        arn === undefined || primary?.rolloutState === 'COMPLETED' ? [] : [[arn, ref] as const],
      ),
    )
    const details = arns.size === 0 ? [] : await aws.describeServiceDeployments([...arns.keys()])
    const open = details.filter(({ status }) =>
      ['running', 'going back', 'stopping'].includes(states[status]),
    )
    const deployments = await Promise.all(
      open.flatMap((detail) => {
        const service = arns.get(detail.arn)
        return service === undefined ? [] : [openOf(aws, service, detail)]
      }),
    )
    return { deployments, pauses: services.some(({ pauses }) => pauses === true) }
  }

  async function openOf(aws: Aws, service: ServiceRef, detail: ServiceDeploymentDetail) {
    const { arn } = detail
    return { arn, id: deploymentId(arn), service, seen: await seenFrom(aws, service, detail) }
  }

  return { look, tell, goingOn }
}

function toSeenHook({ function: arn, ...hook }: ServiceDeploymentDetail['hooks'][number]): SeenHook {
  return arn === undefined ? hook : { ...hook, function: arn.slice(arn.lastIndexOf(':') + 1) }
}
