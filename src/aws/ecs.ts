import type { Service } from '@aws-sdk/client-ecs'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { ProcessCache } from '../core/kept-answers.js'
import { isOwnService, notOwnService } from '../core/own-service.js'
import { UserError } from '../core/user-error.js'
import type { EcsService, ServiceRevision } from './answers.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { type AskAbout, type AskOptions, byName, groupQuestions } from './group-questions.js'
import { toRevision, toService } from './ecs-shapes.js'
import { withExpress } from './express-services.js'
import { lastPart } from './arn.js'
import { perCall } from './limits.js'
import { neverChanging } from './never-changing.js'

export interface EcsPort {
  /** The services of the cluster: the configured ones without a call, otherwise ListServices (100 a page). */
  services(): AsyncIterable<readonly ServiceRef[]>
  /**
   * 10 a call, together with whoever asks at the same moment; services ECS does not know are left out, and so are those of another environment (`isOwnService`). Never from a cache: the call leaves after
   * it was asked for.
   */
  describeServices(refs: readonly ServiceRef[], options?: AskOptions): Promise<readonly EcsService[]>
  /** One service, or a UserError `service-not-found`, `service-of-another`; as `describeServices`. */
  describeService(ref: ServiceRef, options?: AskOptions): Promise<EcsService>
  /** 20 a call; revisions never change, so each is asked for once. */
  describeRevisions(arns: readonly string[]): Promise<readonly ServiceRevision[]>
  /** Starts no deployment. Sent once: a lost answer is an AwsError of kind `unanswered`. */
  setDesiredCount(ref: ServiceRef, count: number): Promise<{ readonly requestId: string }>
}

/** ECS, for one environment. */
export function ecsOf(
  environment: Environment,
  clients: Clients,
  calls: Calls,
  known: ProcessCache,
): EcsPort {
  const revisions = neverChanging<ServiceRevision>(known, 'revision')

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
      yield (page.serviceArns ?? [])
        .map(lastPart)
        .filter((service) => isOwnService(environment, service))
        .map((service) => discovered(environment, service))
      nextToken = page.nextToken
    } while (nextToken)
  }

  const servicesIn = new Map<string, AskAbout<Service>>()

  /** A call is about one cluster: the service's own, which is also the one its lock names. The configuration may name another one by now. */
  function askServices(cluster: string): AskAbout<Service> {
    const known = servicesIn.get(cluster)
    if (known !== undefined) return known
    const ask = groupQuestions<Service>({
      size: perCall.servicesDescribed,
      async send(take) {
        const ecs = await clients.ecs()
        const { services = [] } = await calls.ask('ecs:DescribeServices', (options) =>
          ecs.describeServices({ cluster, services: [...take()] }, options),
        )
        return byName(services, ({ serviceName }) => serviceName)
      },
    })
    servicesIn.set(cluster, ask)
    return ask
  }

  const askRevisions = groupQuestions<ServiceRevision>({
    size: perCall.revisions,
    async send(take) {
      const ecs = await clients.ecs()
      const { serviceRevisions = [] } = await calls.ask('ecs:DescribeServiceRevisions', (options) =>
        ecs.describeServiceRevisions({ serviceRevisionArns: [...take()] }, options),
      )
      return byName(
        serviceRevisions.flatMap((revision) => toRevision(revision) ?? []),
        ({ arn }) => arn,
      )
    },
  })

  async function describeServices(
    asked: readonly ServiceRef[],
    options?: AskOptions,
  ): Promise<readonly EcsService[]> {
    const refs = asked.filter((ref) => !isElsewhere(ref))
    const found = new Map(
      await Promise.all(
        [...new Set(refs.map(({ cluster }) => cluster))].map(async (cluster) => {
          const names = refs.filter((ref) => ref.cluster === cluster).map(({ service }) => service)
          return [cluster, await askServices(cluster)(names, options)] as const
        }),
      ),
    )
    const services = refs.flatMap((ref) => {
      const service = found.get(ref.cluster)?.get(ref.service)
      // ECS goes on describing a deleted service for a while, as INACTIVE.
      return service && service.status !== 'INACTIVE' ? toService(ref, service) : []
    })
    return Promise.all(services.map((service) => withExpress(service, clients, calls)))
  }

  /** An operation may be about a cluster that the environment had before. */
  function isElsewhere({ cluster, service }: ServiceRef): boolean {
    return cluster === environment.cluster && !isOwnService(environment, service)
  }

  return {
    services,
    describeServices,

    async describeService(ref, options) {
      if (isElsewhere(ref)) throw notOwnService(environment, ref)
      const [service] = await describeServices([ref], options)
      if (service) return service
      throw new UserError(
        'service-not-found',
        `ECS has no service \`${ref.service}\` in the cluster \`${ref.cluster}\`.`,
        `Try \`/ohmy status ${ref.environment}\` to see what runs there, or correct the service's name in ohmy.yaml.`,
      )
    },

    async describeRevisions(arns) {
      const kept = byName(
        arns.flatMap((arn) => revisions.get(arn) ?? []),
        ({ arn }) => arn,
      )
      const found = await askRevisions([...new Set(arns)].filter((arn) => !kept.has(arn)))
      for (const revision of found.values()) if (isResolved(revision)) revisions.set(revision.arn, revision)
      return arns.flatMap((arn) => kept.get(arn) ?? found.get(arn) ?? [])
    },

    async setDesiredCount(ref, count) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:UpdateService', (options) =>
        ecs.updateService({ cluster: ref.cluster, service: ref.service, desiredCount: count }, options),
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
