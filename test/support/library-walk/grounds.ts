import { parseDocument } from 'yaml'
import { ohMyCoins } from '../../../sandbox/account/seed/environments.js'
import type { EnvironmentSeed } from '../../../sandbox/account/seed/model.js'
import { defaultChannels } from '../../../sandbox/workspace/options.js'
import type { Runbook } from '../../../src/core/runbook.js'

/** Where a walk goes: an environment, and where its message stands. */
export interface Ground {
  readonly environment: string
  /** Services of the environment as ECS knows them: `sand1-backend`. */
  readonly services: readonly string[]
  /** Tasks that each of them runs at first. */
  readonly tasks: number
  readonly channel: string
}

/** The ground of one runbook: nothing that others do there gets in its way, and no limit of another's. */
export interface OwnGrounds {
  /** Changes begin at once there, as in staging. */
  readonly free: readonly Ground[]
  /** Changes take somebody else's approval there, as in production. */
  readonly guarded: readonly Ground[]
}

/** Walks of one runbook of each kind that there is room for. */
const walksOfEach = 8

/** How often an hour a runbook may be begun on one ground. */
export function roomFor({ limits, inputs }: Runbook): number {
  return limits.runsAnHour * (inputs.some(({ name }) => name === 'service') ? services.length : 1)
}

export const services = ['backend', 'frontend'] as const

const [stagingSeed, productionSeed] = ohMyCoins() as [EnvironmentSeed, EnvironmentSeed]

/** What a sandbox has for so many runbooks, besides its own two environments. */
export function groundsFor(runbooks: readonly Runbook[]) {
  const own = new Map(
    runbooks.map((runbook, index): [string, OwnGrounds] => {
      const several = Array.from({ length: Math.ceil(walksOfEach / roomFor(runbook)) }, (_, nth) => nth + 1)
      return [
        runbook.id,
        {
          free: several.map((nth) => groundNamed(`sand${index}-${nth}`, 1)),
          guarded: several.map((nth) => groundNamed(`rock${index}-${nth}`, 2)),
        },
      ]
    }),
  )
  const free = [...own.values()].flatMap((grounds) => grounds.free)
  const guarded = [...own.values()].flatMap((grounds) => grounds.guarded)
  const plantedAs =
    (seed: EnvironmentSeed) =>
    ({ environment }: Ground): EnvironmentSeed => ({ ...seed, prefix: environment, environment })
  return {
    own,
    production: {
      environment: 'production',
      services: ['ohmycoins-prod-backend', 'ohmycoins-prod-frontend'],
      tasks: 2,
      channel: 'devops',
    } satisfies Ground,
    seeds: [...ohMyCoins(), ...free.map(plantedAs(stagingSeed)), ...guarded.map(plantedAs(productionSeed))],
    channels: [
      ...defaultChannels,
      ...[...free, ...guarded].map(({ channel: name }) => ({ name, topic: '' })),
    ],
    configure: (yaml: string) => configured(yaml, free, guarded),
  }
}

/** Each has a channel to itself: Slack takes so many messages a minute in one. */
function groundNamed(environment: string, tasks: number): Ground {
  return {
    environment,
    services: services.map((service) => `${environment}-${service}`),
    tasks,
    channel: environment,
  }
}

/** The sandbox's staging and production once more under other names. */
function configured(yaml: string, free: readonly Ground[], guarded: readonly Ground[]): string {
  const document = parseDocument(yaml)
  const { environments } = document.toJS() as {
    environments: Record<'staging' | 'production', { policy: Record<string, unknown> }>
  }
  const put = (ground: Ground, environment: unknown) =>
    document.setIn(['environments', ground.environment], environment)
  for (const ground of free) put(ground, like(environments.staging, 'staging', ground))
  for (const ground of guarded) put(ground, like(environments.production, 'prod', ground))
  return String(document)
}

function like(
  environment: { readonly policy: Record<string, unknown> },
  name: string,
  { environment: prefix }: Ground,
): unknown {
  const { aliases: _, ...rest } = JSON.parse(
    JSON.stringify(environment).replaceAll(`ohmycoins-${name}`, prefix),
  ) as Record<string, unknown>
  const { changesIn: _anywhere, provenIn: _nowhere, ...policy } = environment.policy
  return { ...rest, policy: { ...policy, deploy: {} } }
}
