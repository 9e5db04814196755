import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { commands } from '../../commands/index.js'
import { loadConfig, parseConfig } from '../../src/config/load.js'
import { RawConfig } from '../../src/config/schema.js'
import { formatWeekly } from '../../src/core/time-windows.js'
import { operations } from '../../src/operations/index.js'
import { schemaKeys } from '../../src/yaml/schema-keys.js'
import { RawSettings } from '../../src/config/settings-schema.js'
import { approver, people, requester, viewer } from '../../sandbox/people.js'

const root = new URL('../../', import.meta.url)
const example = readFileSync(new URL('ohmy.example.yaml', root), 'utf8')
const documentation = readFileSync(new URL('docs/configuration.md', root), 'utf8')
const configKeys = schemaKeys(RawConfig)
const settingsKeys = schemaKeys(RawSettings)

/** The example as it is when every key that stands in a comment is put to use. */
const complete = example.replace(/^( *)# ( *[A-Za-z]+:(?: \S+)?)$/gm, '$1$2')

/** Every key path that is written, names and list positions left open, the four roles as one. */
function writtenPaths(
  schemaPaths: readonly string[],
  value: unknown,
  path: readonly string[] = [],
): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (Array.isArray(value)) return writtenPaths(schemaPaths, inner, listPath(schemaPaths, path))
    const step = schemaPaths.includes([...path, key].join('.')) ? key : '<name>'
    const here = [...path, step]
    return [here.join('.'), ...writtenPaths(schemaPaths, inner, here)]
  })
}

/** A list of maps has `[]` in its keys' paths; where one map may be written instead of a list, they are the map's. */
function listPath(schemaPaths: readonly string[], path: readonly string[]): readonly string[] {
  const list = `${path.join('.')}[]`
  return schemaPaths.some((known) => known.startsWith(`${list}.`)) ? list.split('.') : path
}

function anyRole(path: string): string {
  return path.replace(/^roles\.(?:viewer|operator|approver|admin)\./, 'roles.*.')
}

const firstUsers = {
  staging: {
    cluster: 'ohmycoins-staging-cluster',
    services: ['ohmycoins-staging-backend', 'ohmycoins-staging-frontend'],
    logGroups: {
      backend: '/ecs/ohmycoins-staging/backend',
      frontend: '/ecs/ohmycoins-staging/frontend',
    },
    database: 'ohmycoins-staging-postgres',
    cache: 'ohmycoins-staging-redis',
    loadBalancer: 'ohmycoins-staging-alb',
    alarmPrefix: 'ohmycoins-staging-',
  },
  production: {
    cluster: 'ohmycoins-prod-cluster',
    services: ['ohmycoins-prod-backend', 'ohmycoins-prod-frontend'],
    logGroups: { backend: '/ecs/ohmycoins-prod/backend', frontend: '/ecs/ohmycoins-prod/frontend' },
    database: 'ohmycoins-prod-postgres',
    cache: 'ohmycoins-prod-redis',
    loadBalancer: 'ohmycoins-prod-alb',
    alarmPrefix: 'ohmycoins-prod-',
  },
}

describe.each(['ohmy.example.yaml', 'sandbox/ohmy.sandbox.yaml'])('%s', (file) => {
  it('means exactly the two environments of the first users', async () => {
    const config = await loadConfig(fileURLToPath(new URL(file, root)))
    const found = config.environments.map((environment) => [
      environment.name,
      {
        cluster: environment.cluster,
        services: environment.services.map(({ service }) => service),
        logGroups: { ...environment.logGroups },
        database: environment.database,
        cache: environment.cache,
        loadBalancer: environment.loadBalancer,
        alarmPrefix: environment.alarmPrefix,
      },
    ])
    expect(Object.fromEntries(found)).toEqual(firstUsers)
    for (const { name, services, region, servicePrefix, policy } of config.environments) {
      expect(region).toBe('ap-southeast-2')
      expect(services.map((service) => [service.name, service.environment])).toEqual([
        ['backend', name],
        ['frontend', name],
      ])
      expect(services.every(({ service }) => service.startsWith(servicePrefix))).toBe(true)
      expect(policy).toMatchObject({
        scale: { maximum: 10, toZero: true },
        changesIn: expect.arrayContaining(['devops']),
      })
    }
    expect(config.environments.map(({ policy }) => policy.scale.minimum)).toEqual([0, 2])
    expect(config.defaultEnvironment).toBe('staging')
    expect(config.channels).toEqual({
      operations: 'devops',
      alerts: 'alerts',
      incidents: 'incidents',
      audit: 'ohmy-audit',
    })
    expect(config.timeZone).toBe('Australia/Sydney')
  })
})

describe('the example', () => {
  it('contains every key', () => {
    const paths = configKeys.map(({ path }) => path)
    const written = new Set(writtenPaths(paths, parse(complete)).map(anyRole))
    expect(paths.filter((path) => !written.has(anyRole(path)))).toEqual([])
  })

  it('is valid with every key that stands in a comment, too', () => {
    const config = parseConfig(complete, 'ohmy.example.yaml')
    expect(config.environments[1]?.assumeRole?.arn).toBe('arn:aws:iam::123456789012:role/ohmy')
    expect(config.environments[1]?.policy.access['scale']).toBe('approver')
  })

  it('shows the defaults of the thresholds', () => {
    expect(parse(example)).toHaveProperty('thresholds', RawConfig.shape.thresholds.parse(undefined))
  })
})

describe('the sandbox', () => {
  it('asks one approver to agree to every change of what runs in production, and nobody in staging', async () => {
    const path = fileURLToPath(new URL('sandbox/ohmy.sandbox.yaml', root))
    const { environments } = await loadConfig(path, { verbs: commands.map(({ name }) => name) })
    const [staging, production] = environments.map(({ policy }) => policy)
    // A dashboard is looked at; what runs does not change with it.
    for (const { verb } of operations.filter((operation) => operation.verb !== 'dashboard')) {
      expect(production?.approvals[verb], verb).toEqual({ count: 1, role: 'approver' })
      expect(staging?.approvals[verb], verb).toBeUndefined()
    }
    expect(production?.approvalsExpireAfter).toBe(30 * 60_000)
    expect(production?.maintenanceWindow && formatWeekly(production.maintenanceWindow)).toBe(
      'Sun 02:00–04:00',
    )
  })

  it('gives its three people the roles of its story, and nobody else any', async () => {
    const config = await loadConfig(fileURLToPath(new URL('sandbox/ohmy.sandbox.yaml', root)))
    expect(config.grants.map(({ role, users }) => [role, users])).toEqual([
      ['viewer', [viewer.slackId]],
      ['operator', [requester.slackId]],
      ['approver', [approver.slackId]],
    ])
    expect(config.grants.flatMap(({ users }) => users)).toHaveLength(people.length)
    expect(config.everyone).toBeUndefined()
  })
})

describe('the documentation', () => {
  const rows = [...documentation.matchAll(/^\| `([^`]+)` \| .+? \| .+? \| .+ \|$/gm)].map(
    ([, key]) => key ?? '',
  )
  const keys = [...configKeys, ...settingsKeys]

  it('has a row for every key and variable, and none for one that does not exist', () => {
    expect(rows.toSorted()).toEqual(keys.map(({ path }) => path).toSorted())
  })

  it('and the schema describe each key', () => {
    expect(keys.filter(({ description }) => description === undefined).map(({ path }) => path)).toEqual([])
  })
})
