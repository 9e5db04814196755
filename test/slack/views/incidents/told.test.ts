import { expect, it } from 'vitest'
import { commanderWanted } from '../../../../src/slack/views/incidents/told.js'
import { opened } from '../../../incidents/fixtures.js'

it('who leads is asked for with a button, and once somebody does, said by the answer to them alone', () => {
  const { commander: _, ...roles } = opened.roles
  const asked = commanderWanted({ ...opened, roles })
  expect(asked.text).toContain('Nobody leads yet.')
  expect(JSON.stringify(asked.blocks)).toContain('I lead')
  const led = commanderWanted({ ...opened, roles: { ...roles, commander: { id: 'U1', name: 'Rita' } } })
  expect(led.text).toBe('🙋 Asked who leads, and answered.')
  expect(led.blocks).toHaveLength(1)
})
