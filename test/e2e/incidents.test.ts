import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, credentials, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('incidents', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (channel: string, text: string, person = requester) =>
    sandbox.workspace.say(person, channel, text)
  const channels = () => sandbox.workspace.state().channels.filter(({ name }) => name.startsWith('inc-'))
  const idIn = (text: string) => /inc-[a-hj-km-np-z2-9]{7}\b/.exec(text)?.[0] ?? ''
  const shows = (channel: string, ...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => words.every((word) => text.includes(word)))

  async function membersOf(channel: string): Promise<readonly string[]> {
    const answer = await fetch(`${sandbox.workspace.apiUrl}conversations.members?channel=${channel}`, {
      headers: { authorization: `Bearer ${credentials.botToken}` },
    })
    return ((await answer.json()) as { members: readonly string[] }).members
  }

  /** Opens one, and gives what its channel and its header are. */
  async function open(title: string, line = '', person = requester) {
    await say('devops', `/ohmy incident open "${title}" ${line}`, person)
    const announced = await shows('incidents', title)
    const id = idIn(announced.text)
    const channel = await until('its channel', () =>
      channels().find(({ name }) => name.includes(title.toLowerCase().replace(/[^a-z0-9]+/g, '-'))),
    )
    const header = await shows(channel.name, title, id, 'Commander')
    return { id, channel: channel.name, header, announced }
  }

  it('opens a channel with a pinned header, announces it, and points there from where it was opened', async () => {
    const { id, channel, header } = await open('Backend is down', '--sev 1 production --services backend')
    expect(channel).toMatch(/^inc-\d{8}-backend-is-down$/)
    expect(header.text).toContain('SEV-1 · Backend is down')
    expect(header.text).toContain('production · backend')
    await until('the pin', () => sandbox.workspace.messages(channel).find(({ pinned }) => pinned === true))
    const pointer = await shows('devops', 'Backend is down', id)
    expect(JSON.stringify(pointer.blocks)).toContain(`<#${header.channel}>`)
    const topic = await until('the topic', () => channels().find(({ name }) => name === channel)?.topic)
    expect(topic).toBe(`SEV-1 · Backend is down · ${id}`)
    // A SEV-1 takes everyone who may do something there.
    const members = await until('the people', async () => {
      const found = await membersOf(header.channel)
      return found.includes(approver.slackId) ? found : undefined
    })
    expect(members).toContain(requester.slackId)
    expect(members).not.toContain(viewer.slackId)
  })
})
