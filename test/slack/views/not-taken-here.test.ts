import { expect, it } from 'vitest'
import { notTakenHereMessage } from '../../../src/slack/views/answers/not-taken-here.js'

it.each([
  ['C0DEVOPS', true, 'not_in_channel', 'where you asked for this', 'Invite ohmy to the channel'],
  ['C0ALERTS', false, 'not_in_channel', 'in <#C0ALERTS>', 'Invite ohmy to the channel'],
  ['#alerts & more', false, 'is_archived', 'in #alerts &amp; more', 'Its message comes once Slack takes it.'],
  ['C0DEVOPS', true, 'is_archived', 'where you asked for this', 'Ask in another channel next time.'],
])('a message that cannot stand in %s, asked there: %s, %s', (channel, isHere, why, where, next) => {
  const { blocks } = notTakenHereMessage('al-1', { why, channel, isHere }, undefined)
  const text = JSON.stringify(blocks)
  expect(text).toContain(`write ${where}*`)
  expect(text).toContain(next)
  expect(text.includes('where you asked') || text.includes('Ask in another')).toBe(isHere)
})
