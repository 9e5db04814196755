import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, credentials, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('an incident that turns out to be another one', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (channel: string, text: string, person = requester) =>
    sandbox.workspace.say(person, channel, text)
  const shows = (channel: string, ...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => words.every((word) => text.includes(word)))

  async function open(title: string, line = '--sev 3 staging') {
    await say('devops', `/ohmy incident open "${title}" ${line}`)
    const { text } = await shows('devops', title, '→')
    const id = /inc-[a-hj-km-np-z2-9]{7}\b/.exec(text)?.[0] ?? ''
    const { name: channel, id: slackId } = await until('its channel', () =>
      sandbox.workspace
        .state()
        .channels.find(({ name }) => name.endsWith(title.toLowerCase().replaceAll(' ', '-'))),
    )
    await shows(channel, title, id, 'Commander')
    return { id, channel, slackId }
  }

  async function membersOf(channel: string): Promise<readonly string[]> {
    const answer = await fetch(`${sandbox.workspace.apiUrl}conversations.members?channel=${channel}`, {
      headers: { authorization: `Bearer ${credentials.botToken}` },
    })
    return ((await answer.json()) as { members: readonly string[] }).members
  }

  it('goes on there, with its people, its tasks and its timeline; whoever is called for it is called no more', async () => {
    const other = await open('Checkout fails', '--sev 2 staging --services backend')
    const page = await shows(other.channel, 'page-')
    const main = await open('Database is slow', '--sev 3 staging')
    await sandbox.workspace.join(viewer, other.channel)
    await say(other.channel, '/ohmy incident task "check the pool" @Vera Viewer', viewer)
    await shows(other.channel, '☐ 1. check the pool')
    await say(other.channel, '/ohmy incident note "seen at noon"', viewer)
    await say(main.channel, '/ohmy incident task "look at the indexes"')
    await shows(main.channel, '☐ 1. look at the indexes')
    await say(other.channel, `/ohmy incident merge --into ${main.id}`)
    const told = await shows(main.channel, '↪️', 'Checkout fails', 'goes on here', 'one open task')
    expect(told.pings).toEqual([])
    const header = await shows(other.channel, 'Checkout fails', `, ${main.id}`, 'Commander')
    expect(JSON.stringify(header.blocks)).toContain(`<#${main.slackId}>`)
    await shows('incidents', 'Checkout fails', 'Goes on in')
    await shows(main.channel, 'Commander', '☐ 2. check the pool — Vera Viewer', 'staging · backend')
    await until('Vera in the other channel', async () =>
      (await membersOf(main.slackId)).includes(viewer.slackId),
    )
    await until('the page to be taken back', () =>
      sandbox.workspace
        .messages(other.channel)
        .find(({ ts, text }) => ts === page.ts && !text.includes('Ack')),
    )
    await say(main.channel, '/ohmy incident timeline')
    const timeline = await shows(main.channel, 'Note: seen at noon')
    expect(timeline.text).toContain(`Note: seen at noon (${other.id})`)
    expect(timeline.text).toContain(`${other.id} goes on here: Checkout fails`)
    const [line] = sandbox.workspace
      .messages(main.channel)
      .filter(({ text }) => text.includes('goes on here.'))
    expect(line?.text).toContain('Rita Requester')
    for (const words of ['task "more"', 'done 1', 'update "more"', 'reopen', `merge --into ${main.id}`]) {
      const before = sandbox.workspace.messages(other.channel).length
      await say(other.channel, `/ohmy incident ${words}`)
      const refused = await until(
        `the answer to ${words}`,
        () => sandbox.workspace.messages(other.channel)[before],
      )
      expect(refused.text).toContain(`${other.id} went into ${main.id}`)
    }
    expect(
      sandbox.workspace.messages(main.channel).filter(({ text }) => text.includes('goes on here.')),
    ).toHaveLength(1)
  })

  it('cannot go into itself, into one that is unknown, resolved or closed, or into what went into it', async () => {
    const one = await open('One of them')
    const answers = async (into: string, words: string) => {
      await say('devops', `/ohmy incident merge ${one.id} --into ${into}`, approver)
      await shows('devops', words)
    }
    await answers(one.id, 'is this one itself')
    await answers('inc-zzzzzzz', 'There is no incident inc-zzzzzzz')
    const over = await open('Over soon')
    await say(over.channel, '/ohmy incident resolve --cause "a loop" --impact "none"')
    await shows(over.channel, 'Resolved, watched until', 'Commander')
    await answers(over.id, `${over.id} is resolved, so nothing can go on there`)
    await shows('devops', 'Over soon', 'Closed')
    await answers(over.id, `${over.id} is closed, so nothing can go on there`)
    const into = await open('Into this one')
    await say('devops', `/ohmy incident merge ${into.id} --into ${one.id}`)
    await shows(one.channel, 'Into this one', 'goes on here')
    await answers(into.id, `${into.id} went into ${one.id}`)
    const third = await open('A third one')
    await say('devops', `/ohmy incident merge ${third.id} --into ${into.id}`)
    await shows('devops', `${into.id} went into ${one.id}, so nothing can go on there`, `Name ${one.id}`)
  })

  it('crosswise at the same moment, one of them goes on', async () => {
    const first = await open('Left of two')
    const second = await open('Right of two')
    await Promise.all([
      say('devops', `/ohmy incident merge ${first.id} --into ${second.id}`),
      say('devops', `/ohmy incident merge ${second.id} --into ${first.id}`, approver),
    ])
    const settled = async () => {
      const all = await sandbox.bot.incidents.list(0)
      const both = all.filter(({ id }) => id === first.id || id === second.id)
      const [on] = both.filter(({ status }) => status !== 'merged')
      const [into] = both.filter(({ status }) => status === 'merged')
      return on !== undefined && into !== undefined && on.joined?.includes(into.id) === true
        ? { on, into }
        : undefined
    }
    const { on, into } = await until('one to go on', settled)
    expect(into.mergedInto).toBe(on.id)
    await say('devops', `/ohmy incident status mitigating ${on.id}`)
    await shows('devops', on.title, 'Mitigating')
  })
})
