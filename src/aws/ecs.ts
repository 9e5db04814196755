import type { Environment, ServiceRef } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import type { Aws, EcsService, ServiceRevision } from './aws.js'
import { BoundedMap } from '../core/bounded-map.js'
import { inGroupsOf } from './cache.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { lastPart, toRevision, toService } from './ecs-shapes.js'
import { perCall } from './limits.js'

type EcsPart = Pick<
  Aws,
  'services' | 'describeServices' | 'describeService' | 'describeRevisions' | 'setDesiredCount'
>

/** ECS, for one environment. */
export function ecsOf(environment: Environment, clients: Clients, calls: Calls): EcsPart {
  const revisions = new BoundedMap<string, ServiceRevision>(5_000)

  async function* services(): AsyncGenerator<readonly ServiceRef[]> {
    if (environment.services.length > 0) {
      yield environment.services
      return
    }
    const ecs = await clients.ecs()
    let nextToken: string | undefined
    do {
      const page = await calls.ask('ecs:ListServices', (options) =>
        ecs.listServices(
          { cluster: environment.cluster, maxResults: perCall.servicesListed, nextToken },
          options,
        ),
      )
      yield (page.serviceArns ?? []).map((arn) => discovered(environment, lastPart(arn)))
      nextToken = page.nextToken
    } while (nextToken)
  }

  async function describeGroup(refs: readonly ServiceRef[]): Promise<readonly EcsService[]> {
    const ecs = await clients.ecs()
    const answer = await calls.ask('ecs:DescribeServices', (options) =>
      ecs.describeServices(
        { cluster: environment.cluster, services: refs.map(({ service }) => service) },
        options,
      ),
    )
    const byName = new Map((answer.services ?? []).map((service) => [service.serviceName, service]))
    return refs.flatMap((ref) => {
      const service = byName.get(ref.service)
      // ECS goes on describing a deleted service for a while, as INACTIVE.
      return service && service.status !== 'INACTIVE' ? toService(ref, service) : []
    })
  }

  async function describeServices(refs: readonly ServiceRef[]): Promise<readonly EcsService[]> {
    return (await Promise.all(inGroupsOf(perCall.servicesDescribed, refs).map(describeGroup))).flat()
  }

  async function describeRevisionGroup(
    arns: readonly string[],
    found: Map<string, ServiceRevision>,
  ): Promise<void> {
    const ecs = await clients.ecs()
    const answer = await calls.ask('ecs:DescribeServiceRevisions', (options) =>
      ecs.describeServiceRevisions({ serviceRevisionArns: [...arns] }, options),
    )
    for (const revision of (answer.serviceRevisions ?? []).map(toRevision)) {
      if (revision && isResolved(revision)) revisions.set(revision.arn, revision)
      if (revision) found.set(revision.arn, revision)
    }
  }

  return {
    services,
    describeServices,

    async describeService(ref) {
      const [service] = await describeServices([ref])
      if (service) return service
      throw new UserError(
        'service-not-found',
        `ECS has no service \`${ref.service}\` in the cluster \`${ref.cluster}\`.`,
        `Try \`/ohmy status ${ref.environment}\` to see what runs there, or correct the service's name in ohmy.yaml.`,
      )
    },

    async describeRevisions(arns) {
      const found = new Map<string, ServiceRevision>()
      const unknown: string[] = []
      for (const arn of new Set(arns)) {
        const known = revisions.get(arn)
        if (known === undefined) unknown.push(arn)
        else found.set(arn, known)
      }
      await Promise.all(
        inGroupsOf(perCall.revisions, unknown).map((group) => describeRevisionGroup(group, found)),
      )
      return arns.flatMap((arn) => found.get(arn) ?? [])
    },

    async setDesiredCount(ref, count) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:UpdateService', (options) =>
        ecs.updateService(
          { cluster: environment.cluster, service: ref.service, desiredCount: count },
          options,
        ),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },
  }
}

function discovered(environment: Environment, service: string): ServiceRef {
  const { servicePrefix: prefix } = environment
  const name = prefix && service.startsWith(prefix) ? service.slice(prefix.length) : service
  return { environment: environment.name, name: name || service, service, cluster: environment.cluster }
}

/** Which of its target groups serves a revision may be open still when its deployment has just begun: then it is asked for again. */
function isResolved({ serving, settings }: ServiceRevision): boolean {
  return serving !== undefined || settings?.alternateTargetGroups !== true
}
