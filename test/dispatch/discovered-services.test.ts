import { describe, expect, it } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import type { AwsFor } from '../../src/aws/aws.js'
import type { Config } from '../../src/config/config.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { service, services, environment } from '../../src/dispatch/arguments/index.js'
import { command } from '../../src/dispatch/command.js'
import { withDiscoveredServices } from '../../src/dispatch/discovered-services.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { staging } from './fixtures.js'

const place = { ...staging, services: [], servicePrefix: 'shop-' }
const ask = command({
  ...{ name: 'ask', summary: 'Ask', examples: ['ask'], access: 'operator', changes: true },
  args: { service: service(), environment: environment() },
  run: () => Promise.reject(new Error('It is only understood')),
})
const askAll = command({
  ...{ name: 'ask-all', summary: 'Ask', examples: ['ask-all'], access: 'viewer' },
  args: { services: services(), environment: environment() },
  run: () => Promise.reject(new Error('It is only understood')),
})

/** What a line is about, where ECS has these. */
async function meant(line: string, there: readonly string[] | AwsError) {
  const language = {
    commands: [ask, askAll],
    environments: [place],
    defaultEnvironment: place.name,
    prompt: '/ohmy',
  }
  const parsed = parse(tokenize(line), language)
  if (parsed.kind !== 'command') throw new Error(parsed.problem.what)
  const aws = (() => ({
    environment: place,
    known: {
      knows: () => false,
      remember: () => undefined,
      readAnew: async (_: string, send: () => unknown) => ({ value: await send(), at: 0 }),
      standIn: () => undefined,
    },
    describeServices: (refs: readonly ServiceRef[]) =>
      there instanceof AwsError
        ? Promise.reject(there)
        : Promise.resolve(refs.filter(({ service: name }) => there.includes(name)).map((ref) => ({ ref }))),
  })) as unknown as AwsFor
  const config = { environments: [place] } as unknown as Config
  const args = await withDiscoveredServices(parsed, { aws, config, clock: { now: () => 0 } })
  const refs = [args['service'] ?? args['services']].flat() as ServiceRef[]
  return refs.map((ref) => `${ref.name} = ${ref.service}`)
}

describe('a service of a cluster whose services are discovered', () => {
  it.each([
    ['ask api staging', ['shop-api'], ['api = shop-api']],
    ['ask Api staging', ['shop-api'], ['api = shop-api']],
    ['ask api staging', ['api'], ['api = api']],
    ['ask PaymentsApi staging', ['PaymentsApi'], ['PaymentsApi = PaymentsApi']],
    ['ask shop-api staging', ['shop-api', 'api'], ['api = shop-api']],
    ['ask api staging', [], ['api = shop-api']],
    ['ask-all api,worker staging', ['api', 'shop-worker'], ['api = api', 'worker = shop-worker']],
  ])('%s, where ECS has %j', async (line, there, expected) => {
    expect(await meant(line, there)).toEqual(expected)
  })

  it('is not guessed where the name may be two', async () => {
    await expect(meant('ask api staging', ['shop-api', 'api'])).rejects.toMatchObject({
      code: 'service-ambiguous',
      what: '`api` may be `shop-api` or `api` in staging: its cluster runs both.',
    })
  })

  it('is not guessed for a change where ECS does not answer; who looks is told by what they asked for', async () => {
    const away = new AwsError('unanswered', 'ecs:DescribeServices', 'Timeout', 'no answer')
    await expect(meant('ask api staging', away)).rejects.toBe(away)
    expect(await meant('ask-all api staging', away)).toEqual(['api = shop-api'])
  })
})
