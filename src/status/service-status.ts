import type { EcsService, Target } from '../aws/aws.js'
import type { ImageInUse, ServiceStatus } from '../core/status.js'
import { explainStop } from './explain-stop.js'
import type { Findings } from './findings.js'
import { isWell, ownTargets } from './own-targets.js'
import { servingGroups } from './serving-groups.js'
import { troublingEvents } from './troubling-events.js'
import { deploymentOf, judgeService } from './verdict.js'

/** Reasons worth reading; the newest come first. */
const stopsShown = 5

/** One service as people see it, from everything that was found. */
export function serviceStatus(service: EcsService, found: Findings, now: number): ServiceStatus {
  const { ref } = service
  const rollout = found.deployments.get(service.currentServiceDeployment ?? '')
  const deployment = deploymentOf(service, rollout)
  const scaling = found.scaling.get(ref.service)
  const targets = targetsOf(service, found)
  const kind = kindOf(service)
  return {
    name: ref.name,
    service: ref.service,
    ...judgeService(
      service,
      { healthy: fewestHealthyOf(service, found), unhealthy: unhealthyTargetsOf(service, found) },
      rollout,
    ),
    running: service.running,
    desired: service.desired,
    pending: service.pending,
    images: imagesOf(service, found),
    taskDefinition: service.taskDefinition.slice(service.taskDefinition.lastIndexOf('/') + 1),
    ...(kind.length === 0 ? {} : { kind }),
    ...(deployment ? { deployment } : {}),
    ...(scaling ? { autoscaling: { minimum: scaling.minimum, maximum: scaling.maximum } } : {}),
    ...(targets ? { targets } : {}),
    events: troublingEvents(service.events, now),
    stoppedTasks: (found.stopped.get(ref.service) ?? [])
      .flatMap((task) => explainStop(task) ?? [])
      .slice(0, stopsShown),
  }
}

function kindOf({ isExpress, express, isDaemon, runsOn }: EcsService): readonly string[] {
  return [
    ...(isExpress === true ? [['Express Mode', ...(express?.endpoints ?? [])].join(' at ')] : []),
    ...(isDaemon === true ? ['one task on each instance'] : []),
    // Most run on nothing but Fargate.
    ...(runsOn === undefined || runsOn === 'Fargate' ? [] : [runsOn]),
  ]
}

function groupsOf(service: EcsService, found: Findings): readonly string[] {
  return servingGroups(service, [...found.revisions.values()])
}

/** The service's own targets in a group; all of them where nobody had to ask whose they are. */
function ownIn(arn: string, { ref }: EcsService, found: Findings): readonly Target[] | undefined {
  const targets = found.health.get(arn)
  const tasks = found.running.get(ref.service)
  return targets === undefined || tasks === undefined ? targets : ownTargets(tasks, targets)
}

/** How many targets of the service are unhealthy; `undefined` where nothing is known. */
export function unhealthyTargetsOf(service: EcsService, found: Findings): number | undefined {
  const counts = groupsOf(service, found).flatMap((arn) => {
    const targets = ownIn(arn, service, found)
    if (targets) return targets.filter(({ state }) => state === 'unhealthy').length
    return found.answers.get(arn) ?? []
  })
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0)
}

/** A task may stand in several target groups, and serves all of them only when healthy in each. */
function fewestHealthyOf(service: EcsService, found: Findings): number | undefined {
  const counts = groupsOf(service, found).flatMap(
    (arn) => ownIn(arn, service, found)?.filter(isWell).length ?? [],
  )
  return counts.length === 0 ? undefined : Math.min(...counts)
}

function targetsOf(service: EcsService, found: Findings): ServiceStatus['targets'] {
  const groups = groupsOf(service, found).flatMap((arn) => {
    const targets = ownIn(arn, service, found)
    return targets ? [targets] : []
  })
  if (groups.length === 0) return undefined
  // Those on their way out are no longer expected to answer, and of others nobody asks how they are.
  const asked = groups.flat().filter(({ state }) => state !== 'draining')
  const counted = asked.filter(({ state }) => state !== 'unused' && state !== 'unavailable')
  if (counted.length === 0 && asked.length > 0) return undefined
  return {
    healthy: counted.filter(({ state }) => state === 'healthy').length,
    total: counted.length,
    unhealthy: counted.filter(({ state }) => state === 'unhealthy').map(toUnhealthy),
  }
}

function toUnhealthy({ id, port, reason }: Target): { readonly id: string; readonly reason: string } {
  return { id: port === undefined ? id : `${id}:${port}`, reason: reason ?? 'no reason given' }
}

/** The images of what is wanted now: while a deployment is going on, the new ones. */
function imagesOf(service: EcsService, found: Findings): readonly ImageInUse[] {
  const revisions = service.currentServiceRevisions.flatMap((arn) => found.revisions.get(arn) ?? [])
  const wanted =
    revisions.find(({ taskDefinition }) => taskDefinition === service.taskDefinition) ?? revisions.at(0)
  return (wanted?.images ?? []).map(({ container, image, digest }) => ({
    container,
    ...parseImage(image),
    ...(digest === undefined ? {} : { digest }),
  }))
}

/** `123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/backend:sprint-12-3f4021a` → repository and tag. */
export function parseImage(image: string): { readonly repository: string; readonly tag?: string } {
  const named = image.replace(/@sha256:.*$/, '')
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const path = hasTag ? named.slice(0, colon) : named
  const [registry = '', ...rest] = path.split('/')
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(registry)
  const repository = isHost ? rest.join('/') : path
  return hasTag ? { repository, tag: named.slice(colon + 1) } : { repository }
}
