import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const external: Person = {
  slackId: 'U0EXTERN1',
  name: 'Eve External',
  title: 'of another workspace',
  color: '#444444',
  standing: 'external',
}

describe('what people mark in the channel of an incident', () => {
  let sandbox: Sandbox
  let channel = ''
  let id = ''
  beforeAll(async () => {
    sandbox = await startSandbox({ morePeople: [external] })
    const { workspace } = sandbox
    await workspace.say(requester, 'devops', '/ohmy incident open "Marked" --sev 3 staging')
    const found = await until('its channel', () =>
      workspace.state().channels.find(({ name }) => name.startsWith('inc-')),
    )
    channel = found.name
    const header = await workspace.waitForMessage(
      channel,
      ({ text, pinned }) => text.includes('Commander') && pinned === true,
    )
    id = /inc-[a-hj-km-np-z2-9]{7}\b/.exec(header.text)?.[0] ?? ''
    for (const person of [viewer, approver, external]) await workspace.join(person, channel)
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.workspace.faults.clear())

  /** What stands in the timeline, each line with who it is by. */
  async function timeline(): Promise<readonly string[]> {
    const [record] = await sandbox.bot.incidents.list(0)
    if (record === undefined) throw new Error('there is no incident')
    const lines = await sandbox.bot.incidents.timeline(record, record.caller)
    return lines.map(({ who, text, files = [] }) => [who, text, ...files.map(({ name }) => name)].join('|'))
  }
  const tells = (...words: readonly string[]) =>
    until(`${words.join(', ')} in the timeline`, async () =>
      (await timeline()).find((line) => words.every((word) => line.includes(word))),
    )
  const tellsNot = (word: string) =>
    until(`no ${word} in the timeline`, async () =>
      (await timeline()).every((line) => !line.includes(word)) ? true : undefined,
    )
  async function write(
    person: Person,
    text: string,
    threadTs?: string,
    place = channel,
  ): Promise<MessageRecord> {
    await sandbox.workspace.say(person, place, text, threadTs === undefined ? {} : { threadTs })
    return sandbox.workspace.waitForMessage(
      place,
      (message) => message.author === person.slackId && message.text.includes(text.slice(0, 12)),
    )
  }
  const seen = (message: MessageRecord) =>
    sandbox.workspace.messages(channel).find(({ ts }) => ts === message.ts) ?? message

  it('is told in short to who joins later, who alone sees it; at the opening and to strangers it is not', async () => {
    const { workspace } = sandbox
    const briefs = (person: Person) =>
      workspace
        .messages(channel)
        .filter(
          ({ text, ephemeralFor }) => ephemeralFor === person.slackId && text.includes('gives this again'),
        )
    const brief = await until('the brief', () => briefs(viewer)[0])
    expect(brief.text).toContain('SEV-3 · Marked — Nobody has it yet')
    expect(brief.text).toContain('Nobody leads yet')
    expect(brief.text).toContain('Tried: nothing was changed since it began')
    expect(brief.text).toContain('Changed in the two hours before: nothing that ohmy did')
    expect(brief.pings).toEqual([])
    await until('another one', () => briefs(approver)[0])
    const joined = workspace.deliveries.find(({ payload }) => {
      const text = JSON.stringify(payload)
      return text.includes('member_joined_channel') && text.includes(viewer.slackId)
    })
    if (joined === undefined) throw new Error('nobody was told')
    await workspace.redeliver(joined)
    await workspace.say(requester, channel, '/ohmy scale backend 2 staging')
    await workspace.waitForMessage(channel, ({ text }) => text.includes('from 1 to 2 tasks — Done'))
    await workspace.say(requester, channel, '/ohmy incident task "look at the pool" @Vera Viewer')
    await workspace.say(requester, channel, '/ohmy incident update "5xx <!channel> at 40 %"')
    await workspace.waitForMessage(channel, ({ text }) => text.startsWith('📣'))
    await workspace.say(requester, channel, '/ohmy incident brief')
    const again = await until('the brief again', () => briefs(requester)[0])
    expect(again.text).toMatch(/Tried\n• .*Scale backend in staging from 1 to 2 tasks, Rita Requester/)
    expect(again.text).toContain('look at the pool — Vera Viewer')
    expect(again.text).toContain('at 40 %')
    expect(again.pings).toEqual([])
    expect(briefs(requester)).toHaveLength(1)
    expect(briefs(viewer)).toHaveLength(1)
    expect(briefs(external)).toHaveLength(0)
  })

  it('is in its timeline by the sign or by a pin, by name and masked, and goes with the last of them', async () => {
    const { workspace } = sandbox
    // Whoever leads is asked for once, some time.
    const messages = () =>
      workspace
        .messages(channel)
        .filter(({ text, ephemeralFor }) => ephemeralFor === undefined && !text.startsWith('🙋'))
    const before = messages().length
    const message = await write(
      viewer,
      'pool is full, says <@U0APPROVE> PGPASSWORD=hunter2hunter2 <b> & *more*',
    )
    await workspace.react(approver, message, 'eyes')
    await workspace.react(approver, seen(message), 'pushpin')
    const line = await tells('pool is full')
    expect(line).toContain('Vera Viewer|pool is full, says @Aaron Approver')
    expect(line).toContain('<b> & more')
    expect(line).not.toContain('hunter2')
    await workspace.pin(requester, seen(message))
    await workspace.unreact(approver, seen(message), 'pushpin')
    await workspace.unreact(approver, seen(message), 'eyes')
    expect(await tells('pool is full')).toBe(line)
    await workspace.unpin(requester, seen(message))
    await tellsNot('pool is full')
    // One message of a person's, and nothing of ohmy's.
    expect(messages()).toHaveLength(before + 1)
  })

  it('follows edits, and what was deleted is gone', async () => {
    const { workspace } = sandbox
    const message = await write(viewer, 'first version of it')
    await workspace.react(viewer, message, 'pushpin')
    await tells('first version')
    await workspace.edit(viewer, seen(message), 'second version of it')
    await tells('second version')
    expect(await timeline()).not.toContain(expect.stringContaining('first version'))
    await workspace.remove(viewer, seen(message))
    await tellsNot('second version')
  })

  it('may be a reply, as long as its thread is there', async () => {
    const { workspace } = sandbox
    const root = await write(requester, 'a thread begins here')
    const reply = await write(viewer, 'connections came back', root.ts)
    await workspace.pin(viewer, reply)
    await tells('Vera Viewer', 'connections came back')
    const other = await write(requester, 'another thread begins')
    const lonely = await write(viewer, 'nobody sees this any more', other.ts)
    await workspace.remove(requester, other)
    await workspace.pin(viewer, lonely)
    await until('it to be looked for', async () =>
      (await sandbox.bot.incidents.list(0))[0]?.marked.find(({ ts, isGone }) => ts === lonely.ts && isGone),
    )
    expect(await timeline()).not.toContain(expect.stringContaining('nobody sees this'))
  })

  it('brings pictures, by name and with where they are', async () => {
    const { workspace } = sandbox
    const content = new Uint8Array(
      await readFile(new URL('../../docs/images/status.png', import.meta.url)).catch(() =>
        Buffer.from('89504e47', 'hex'),
      ),
    )
    const message = await workspace.share(approver, channel, {
      name: 'latency.png',
      content,
      text: 'p95 of checkout',
    })
    await workspace.react(viewer, message, 'pushpin')
    expect(await tells('p95 of checkout')).toContain('Aaron Approver|p95 of checkout|latency.png')
    await workspace.say(requester, channel, '/ohmy incident timeline')
    const shown = await workspace.waitForMessage(
      channel,
      ({ text, ephemeralFor }) => ephemeralFor === requester.slackId && text.includes('p95 of checkout'),
    )
    expect(JSON.stringify(shown.blocks)).toMatch(/"type":"link","url":"http[^"]+","text":"latency\.png"/)
    await workspace.say(viewer, 'devops', `/ohmy incident report ${id}`)
    const [file] =
      (
        await until('the review', () =>
          workspace.messages(workspace.directMessage(viewer).id).find(({ files = [] }) => files.length > 0),
        )
      ).files ?? []
    const review = await (await fetch(`${workspace.url}${file?.url ?? ''}`)).text()
    expect(review).toMatch(/\*\*Aaron Approver\*\* p95 of checkout \(\[latency\.png\]\(http[^)]+\)\)/)
  })

  it('is nothing elsewhere, nor from who may not help, and ohmy’s own pin is none', async () => {
    const { workspace } = sandbox
    const elsewhere = await write(requester, 'said in devops', undefined, 'devops')
    await workspace.pin(requester, elsewhere)
    const here = await write(external, 'said by somebody else')
    await workspace.react(external, here, 'pushpin')
    await workspace.react(viewer, await write(viewer, 'this one counts'), 'pushpin')
    await tells('this one counts')
    const all = (await timeline()).join('\n')
    expect(all).not.toContain('said in devops')
    expect(all).not.toContain('said by somebody else')
    expect(all).not.toContain('Commander')
    await workspace.react(viewer, seen(here), 'pushpin')
    await tells('Eve External', 'said by somebody else')
  })

  it('changes nothing when it is told twice, and is told again when the store or Slack were away', async () => {
    const { workspace } = sandbox
    const message = await write(viewer, 'told more than once')
    await workspace.react(viewer, message, 'pushpin')
    await tells('told more than once')
    const [first] = workspace.deliveries.filter(
      ({ payload }) =>
        JSON.stringify(payload).includes(message.ts) && JSON.stringify(payload).includes('reaction_added'),
    )
    if (first === undefined) throw new Error('nothing was delivered')
    const version = async () => JSON.stringify((await sandbox.bot.incidents.list(0))[0]?.marked)
    const before = await version()
    await workspace.redeliver(first)
    expect(await version()).toBe(before)
    workspace.faults.refuse({ method: 'conversations.replies', error: 'internal_error', times: 1 })
    const other = await write(viewer, 'read a little later')
    await workspace.react(viewer, other, 'pushpin')
    await tells('read a little later')
  })

  it('says so where ohmy may not read', async () => {
    const { workspace } = sandbox
    workspace.faults.refuse({ method: 'conversations.replies', error: 'missing_scope' })
    await workspace.react(viewer, await write(viewer, 'cannot be read at all'), 'pushpin')
    await workspace.waitForMessage(channel, ({ text }) => text.includes('read its messages (missing_scope)'))
  })
})
