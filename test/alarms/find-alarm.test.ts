import { afterAll, beforeAll, expect, test } from 'vitest'
import { findAlarm, findMute } from '../../src/alarms/find-alarm.js'
import type { Mute } from '../../src/core/mutes.js'
import { ohMyCoins } from '../../sandbox/account/seed/environments.js'
import { environmentOf, production, type Room, staging, startRoom } from '../aws/environment.js'

let room: Room
const [seed] = ohMyCoins()
const shops = Array.from({ length: 10 }, (_, index) => ({
  ...(seed as NonNullable<typeof seed>),
  prefix: `shop-${index}`,
}))
beforeAll(async () => {
  room = await startRoom({ environments: [...ohMyCoins(), ...shops] })
})
afterAll(() => room.stop())

const both = [staging, production]
const found = async (word: string, places = both) => {
  const { environment, alarm } = await findAlarm(word, places, room.awsFor)
  return `${environment.name}: ${alarm.name}`
}

test('the whole name finds its environment, whatever its case', async () => {
  expect(await found('ohmycoins-prod-rds-cpu-utilization')).toBe(
    'production: ohmycoins-prod-rds-cpu-utilization',
  )
  expect(await found('OhMyCoins-Prod-RDS-CPU-utilization')).toBe(
    'production: ohmycoins-prod-rds-cpu-utilization',
  )
})

test('the short name is enough where the environment is named', async () => {
  expect(await found('rds-cpu-utilization', [production])).toBe(
    'production: ohmycoins-prod-rds-cpu-utilization',
  )
})

test('a short name in two environments is asked back', async () => {
  await expect(found('rds-cpu-utilization')).rejects.toMatchObject({
    code: 'alarm-ambiguous',
    what: 'There is an alarm “rds-cpu-utilization” in staging and production.',
    next: 'Say which: add `staging` or `production`.',
  })
})

test('a slip is answered with what was probably meant', async () => {
  await expect(found('rds-cpu-utilisation', [production])).rejects.toMatchObject({
    code: 'alarm-not-found',
    next: 'Did you mean `rds-cpu-utilization`?',
  })
  await expect(found('evictions', [staging])).rejects.toMatchObject({
    next: 'Did you mean `redis-evictions`?',
  })
  await expect(found('entirely-else', [staging])).rejects.toMatchObject({
    next: 'See them with `/ohmy alarms --all`.',
  })
})

test('where alarms cannot be read nobody says that there is none', async () => {
  const elsewhere = environmentOf('elsewhere', 'ohmycoins-elsewhere', [])
  room.account.faults.add({ action: 'DescribeAlarms', fault: { kind: 'accessDenied' }, times: 1 })
  await expect(found('entirely-else', [elsewhere])).rejects.toMatchObject({
    name: 'AwsError',
    kind: 'denied',
  })
})

test('more than 100 alarms are read page by page', async () => {
  const shop = environmentOf('shop', 'shop', [])
  room.account.calls.reset()
  const { value } = await room.awsFor(shop).alarms()
  expect(value).toHaveLength(110)
  expect(new Set(value.map(({ name }) => name)).size).toBe(110)
  expect(room.account.calls.count('DescribeAlarms')).toBe(2)
  expect(await found('9-rds-cpu-utilization', [shop])).toBe('shop: shop-9-rds-cpu-utilization')
})

const mute = (environment: string, alarm: string): Mute => ({
  version: 1,
  environment,
  alarm,
  by: { id: 'U0RITA', name: 'Rita' },
  since: 0,
  until: 1,
})

test('a mute is found by short name, though its alarm is gone', () => {
  const gone = mute('production', 'ohmycoins-prod-no-more')
  expect(findMute('no-more', both, [gone])).toBe(gone)
  expect(() => findMute('another', both, [gone])).toThrow(
    /No alarm called “another” is muted.*no-more.*production/,
  )
  expect(() => findMute('another', both, [])).toThrow('Nothing is muted.')
})
