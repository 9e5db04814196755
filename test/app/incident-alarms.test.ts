import { expect, it } from 'vitest'
import { createRinging } from '../../src/app/incident-alarms.js'
import type { Alarm } from '../../src/core/alarms.js'
import { configWith } from '../dispatch/fixtures.js'

const alarm = { name: 'ohmycoins-prod-alb-5xx-errors', state: 'ALARM', since: 5 } as Alarm
const asked = (instead?: string) =>
  createRinging(configWith(), () => ({
    alarms: async () => ({ value: [alarm], at: 0, ...(instead === undefined ? {} : { instead }) }),
  }))

it('what rings is what AWS says now: an answer of before, which stands in while AWS is away, says nothing', async () => {
  expect(await asked()('production')).toEqual([{ name: alarm.name, since: 5 }])
  expect(await asked('AWS does not answer')('production')).toBeUndefined()
  expect(await asked()('elsewhere')).toEqual([])
})
