import type { EcsService, EcsTaskDefinition, ScalableTarget } from '../../aws/aws.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import type { Change } from '../../core/operation.js'
import type { ServiceDifference } from '../../core/service-difference.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'
import { refuseUnreadExpress } from '../service/express-mode.js'
import { digestsOf, type Digests } from '../service/images-now.js'
import { counterpart } from '../service/counterpart.js'
import { awsOf } from '../service/service-environment.js'
import { alike, difference } from '../service/service-difference.js'
import { isSame } from '../service/service-release.js'
import { sideOf } from './compared-side.js'
import { containersMoved, otherDigests } from './other-digests.js'

/** A service as it is in one environment. */
interface Running {
  readonly service: EcsService
  readonly definition: EcsTaskDefinition
  readonly digests: Digests
  readonly scaling: ScalableTarget | undefined
}

/** What a service is in one environment and not in another: what it runs, with what, how many. @throws AwsError, UserError */
export async function compareEnvironments(
  ports: Ports,
  ref: ServiceRef,
  other: Environment,
): Promise<ServiceDifference> {
  const [from, to] = await Promise.all([
    readRunning(ports, ref),
    counterpart(ports, ref, other.name).then((there) => readRunning(ports, there)),
  ])
  const options = { across: true, byName: true }
  return {
    service: ref.name,
    from: sideOf(from.definition, ref.environment),
    to: sideOf(to.definition, other.name),
    changes: [
      ...difference(from.definition, to.definition, options),
      ...otherDigests(from, to),
      ...sizes(from, to),
    ],
    same: [
      ...alike(from.definition, to.definition, { ...options, moved: containersMoved(from, to) }),
      ...(from.service.desired === to.service.desired ? [tasks(from)] : []),
    ],
  }
}

async function readRunning(ports: Ports, ref: ServiceRef): Promise<Running> {
  const aws = awsOf(ports, ref)
  const [service, [scaling]] = await Promise.all([aws.describeService(ref), aws.scalableTargets([ref])])
  refuseUnreadExpress({ ref, service })
  const [definition, revisions] = await Promise.all([
    aws.describeTaskDefinition(service.taskDefinition, { content: true }),
    aws.describeRevisions(service.currentServiceRevisions),
  ])
  if (definition === undefined) {
    const what = `ECS does not know the task definition that ${ref.name} in ${ref.environment} runs.`
    throw new UserError('task-definition-unknown', what, 'Look at the service in ECS.')
  }
  const digests = digestsOf(revisions.find((one) => isSame(one.taskDefinition, service.taskDefinition)))
  return { service, definition, digests, scaling }
}

function sizes(from: Running, to: Running): readonly Change[] {
  const counts = [String(from.service.desired), String(to.service.desired)] as const
  const ranges = [range(from), range(to)] as const
  const capacity = [capacityOf(from), capacityOf(to)] as const
  return [
    ...(counts[0] === counts[1] ? [] : [{ what: 'Tasks', from: counts[0], to: counts[1] }]),
    ...(ranges[0] === ranges[1] ? [] : [{ what: 'Autoscaling', from: ranges[0], to: ranges[1] }]),
    ...(capacity[0] === capacity[1] ? [] : [{ what: 'Capacity', from: capacity[0], to: capacity[1] }]),
  ]
}

function tasks({ service: { desired } }: Running): string {
  return `${desired} ${desired === 1 ? 'task' : 'tasks'}`
}

function range({ scaling }: Running): string {
  return scaling === undefined ? 'none' : `${scaling.minimum}–${scaling.maximum} tasks`
}

function capacityOf({ service }: Running): string {
  return service.runsOn ?? 'not known'
}
