import { expect, it } from 'vitest'
import { createLookingBack } from '../../src/incidents/looking-back.js'
import { authorityOf } from '../access/authority.js'
import { callerIn, configWith } from '../dispatch/fixtures.js'

it('shows incidents of the environments that somebody may look at, and those of none to whoever may look at any', async () => {
  const caller = callerIn('devops')
  const grants = [{ role: 'viewer', users: [caller.id], groups: [], environments: ['staging'] }] as const
  const store = { begun: async () => [], open: async () => [], readAll: async () => [] }
  const all = [{ environment: 'staging' }, { environment: 'production' }, {}]
  const forOne = createLookingBack({ store, authority: authorityOf(configWith({ grants })) })
  expect(await forOne.seenBy(all, caller)).toEqual([{ environment: 'staging' }, {}])
  const forNone = createLookingBack({ store, authority: authorityOf(configWith()) })
  expect(await forNone.seenBy(all, caller)).toEqual([])
})
