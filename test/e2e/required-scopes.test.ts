import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopes } from '../../src/slack/scopes.js'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('an app that was granted what is required, and nothing else', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    const required = Object.entries(scopes).flatMap(([name, { need }]) => (need === 'required' ? [name] : []))
    sandbox = await startSandbox({ workspace: { scopes: required } })
  })
  afterAll(() => sandbox.stop())

  const say = (channel: string, line: string) => sandbox.workspace.say(requester, channel, line)
  const shows = (channel: string, ...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => words.every((word) => text.includes(word)))

  it('changes a service', async () => {
    await say('devops', '/ohmy scale backend 3 staging')
    await shows('devops', 'Scale backend in staging from 1 to 3 tasks', 'Done')
  })

  it('goes through an incident, and says what it was not allowed', async () => {
    await say('devops', '/ohmy incident open "All is slow" --sev 3 staging')
    const channel = await until('its channel', () =>
      sandbox.workspace.state().channels.find(({ name }) => name.endsWith('all-is-slow')),
    )
    await shows(channel.name, 'All is slow', 'Commander')
    await shows(channel.name, 'pin the message (missing_scope)')
    await shows(channel.name, 'bookmark links (missing_scope)')
    await say(channel.name, '/ohmy incident resolve --cause "a loop" --impact "none"')
    const review = await until('its review', () =>
      sandbox.workspace.messages(channel.name).find(({ files = [] }) => files.length > 0),
    )
    expect(review.files?.[0]?.name).toMatch(/\.md$/)
    expect(sandbox.workspace.canvases).toEqual([])
  })
})
