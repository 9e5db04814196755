import { expect, it } from 'vitest'
import { timelineMessage } from '../../../../src/slack/views/incidents/timeline.js'
import { opened, start } from '../../../incidents/fixtures.js'

it('shows a picture that came without a word, and no text without one, which Slack takes for no block', () => {
  const picture = { name: 'graph.png', link: 'https://files.slack.example/graph.png' }
  const { blocks } = timelineMessage(opened, [{ at: start, who: 'Rita', text: ' ', files: [picture] }])
  expect(JSON.stringify(blocks)).toContain('graph.png')
  expect(JSON.stringify(blocks)).not.toContain('"text":""')
})
