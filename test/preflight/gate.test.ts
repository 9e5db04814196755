import { expect, test } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import type { Environment } from '../../src/core/environment.js'
import { judged, type PreflightItem } from '../../src/core/preflight.js'
import { UserError } from '../../src/core/user-error.js'
import { gateFor } from '../../src/preflight/gate.js'
import { staging } from '../aws/environment.js'

const deployment = { service: 'backend', image: 'sprint-13-7ac41be' }
const wanting = (preflight?: 'shown' | 'required'): Environment => ({
  ...staging,
  policy: {
    ...staging.policy,
    deploy: { rollBack: true, ...(preflight === undefined ? {} : { preflight }) },
  },
})
const sam = { id: 'U0SAM', name: 'Sam' }
const item = (result: PreflightItem['result'], what: string): PreflightItem => ({
  group: 'backend',
  what,
  result,
  figure: `${what} is so`,
})
const finding =
  (...items: readonly PreflightItem[]) =>
  async () =>
    judged({ environment: 'staging', deployment }, items)

test('nothing is looked at where policy does not want it, nor for what deploys nothing', async () => {
  const look = () => Promise.reject(new Error('nobody asked'))
  expect(await gateFor(wanting(), [deployment], look, sam)).toBeUndefined()
  expect(await gateFor(wanting('required'), [], look, sam)).toBeUndefined()
})

test('what is NG bars where it is required, and is told where it is shown', async () => {
  const look = finding(
    item('ng', 'Image'),
    item('warn', 'Quotas'),
    item('skip', 'Lock'),
    item('ok', 'Backup'),
  )
  const barred = await gateFor(wanting('required'), [deployment], look, sam)
  expect(barred?.refusal?.what).toBe('The preflight of staging stands against it — Image: Image is so.')
  expect(barred?.refusal?.next).toContain('/ohmy preflight staging --for backend:sprint-13-7ac41be')
  const told = await gateFor(wanting('shown'), [deployment], look, sam)
  expect(told).toEqual({
    details: ['Preflight: 1 OK, 1 NG, 1 WARN, 1 SKIP.'],
    warnings: ['Preflight, Image: Image is so.', 'Preflight, Quotas: Quotas is so.'],
  })
})

test('of several services each answer counts once, and any NG bars', async () => {
  const other = { service: 'frontend', image: 'x' }
  const gate = await gateFor(
    wanting('required'),
    [deployment, other],
    async (asked) =>
      judged(
        { environment: 'staging' },
        asked === other ? [item('ng', 'Image of frontend')] : [item('ok', 'Backup')],
      ),
    sam,
  )
  expect(gate?.details).toEqual(['Preflight: 1 OK, 1 NG.'])
  expect(gate?.refusal).toBeDefined()
})

test('what one look found and another did not bars all the same, whichever answers last', async () => {
  const other = { service: 'frontend', image: 'x' }
  for (const found of [deployment, other]) {
    const gate = await gateFor(
      wanting('required'),
      [deployment, other],
      async (asked) => judged({ environment: 'staging' }, [item(asked === found ? 'ng' : 'ok', 'Alarms')]),
      sam,
    )
    expect(gate?.details).toEqual(['Preflight: 0 OK, 1 NG.'])
    expect(gate?.refusal).toBeDefined()
  }
})

test('it fails closed: where nobody can look, what requires it does not go on', async () => {
  const unknown = () => Promise.reject(new UserError('service-not-found', 'There is no queue.', 'Look.'))
  const gate = await gateFor(wanting('required'), [deployment], unknown, sam)
  expect(gate?.refusal?.what).toContain('could not look: There is no queue.')
  const away = () => Promise.reject(new AwsError('unavailable', 'ecs:ListServices', 'E', 'away'))
  await expect(gateFor(wanting('required'), [deployment], away, sam)).rejects.toBeInstanceOf(AwsError)
  const shown = await gateFor(wanting('shown'), [deployment], away, sam)
  expect(shown).toEqual({ details: ['Preflight: nobody could look.'], warnings: [] })
})

test('what has to be ticked bars until somebody has, for each service, and names who did', async () => {
  const environment: Environment = {
    ...staging,
    policy: {
      ...staging.policy,
      deploy: { rollBack: true, preflight: 'required', ticked: ['review done', 'stakeholders told'] },
    },
  }
  const other = { service: 'frontend', image: 'x' }
  const rita = { id: 'U0RITA', name: 'Rita' }
  const done = (item: string) => ({ item, by: rita, at: 1 })
  const ok = finding(item('ok', 'Backup'))
  const gate = await gateFor(environment, [deployment, other], ok, sam, async (asked) =>
    asked === other
      ? [done('review done'), { item: 'stakeholders told' }]
      : [done('review done'), done('stakeholders told')],
  )
  expect(gate?.refusal?.what).toBe(
    'Nobody has ticked it off within a day, as the policy of staging requires: stakeholders told.',
  )
  expect(gate?.warnings).toEqual(['Not ticked: stakeholders told.'])
  const all = async () => [done('review done'), done('stakeholders told')]
  const free = await gateFor(environment, [deployment], ok, sam, all)
  expect(free?.refusal).toBeUndefined()
  expect(free?.details).toContain('By hand: review done (Rita), stakeholders told (Rita).')
  const own = await gateFor(environment, [deployment], ok, rita, all)
  expect(own?.details).toContain('By hand: review done (Rita, who asks), stakeholders told (Rita, who asks).')
  // Fails closed.
  const away = async () => Promise.reject(new UserError('store', 'The store is away.', 'Wait.'))
  expect((await gateFor(environment, [deployment], ok, sam, away))?.refusal?.what).toContain('could not look')
  expect((await gateFor(environment, [deployment], ok, sam))?.refusal).toBeDefined()
})

test('what is ticked counts for no task definition: nothing binds it to one', async () => {
  const environment: Environment = {
    ...staging,
    policy: {
      ...staging.policy,
      deploy: { rollBack: true, preflight: 'required', ticked: ['review done'] },
    },
  }
  const all = async () => [{ item: 'review done', by: sam, at: 1 }]
  const gate = await gateFor(environment, [undefined], finding(item('ok', 'Backup')), sam, all)
  expect(gate?.refusal?.what).toBe(
    'The policy of staging requires that people tick off review done, which they do for a service and its image; a task definition cannot be ticked for. Deploy the image instead.',
  )
})
