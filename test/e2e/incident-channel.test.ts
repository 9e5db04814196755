import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../src/redis/keys.js'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

const external: Person = {
  slackId: 'U0EXTERN1',
  name: 'Eve External',
  title: 'of another workspace',
  color: '#444444',
  standing: 'external',
}

describe('changes from the channel of an incident', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ morePeople: [external] })
  })
  afterAll(() => sandbox.stop())

  const shows = (channel: string, ...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => words.every((word) => text.includes(word)))
  const say = (channel: string, line: string, person = requester) =>
    sandbox.workspace.say(person, channel, line)

  /** Its id, and its channel by name. */
  async function open(title: string, rest: string) {
    await say('devops', `/ohmy incident open "${title}" ${rest}`)
    const slug = title.toLowerCase().replaceAll(' ', '-')
    const channel = await until('its channel', () =>
      sandbox.workspace.state().channels.find(({ name }) => name.startsWith('inc-') && name.endsWith(slug)),
    )
    const header = await shows(channel.name, title, 'Commander')
    return { id: /inc-[a-hj-km-np-z2-9]{7}\b/.exec(header.text)?.[0] ?? '', channel: channel.name, header }
  }

  it('are asked for, approved and done there while it is open, by the rules of its environment', async () => {
    const { channel } = await open('Prod is slow', '--sev 3 production')
    await say(channel, '/ohmy scale backend 3 production')
    const card = await shows(channel, 'Scale backend in production from 2 to 3 tasks', 'approv')
    await sandbox.workspace.click(requester, card, 'Approve')
    await shows(channel, 'somebody else')
    await sandbox.workspace.click(viewer, card, 'Approve')
    await shows(channel, 'takes the role')
    await sandbox.workspace.click(approver, card, 'Approve')
    await shows(channel, 'Scale backend in production from 2 to 3 tasks — Done')
    await say(channel, '/ohmy scale backend 2 staging')
    await shows(channel, 'which is about production, so staging is not changed from here', '#devops')
    await say(channel, '/ohmy scale backend 4 production', viewer)
    await shows(channel, '`scale` in production takes the role operator; you have viewer')
    await sandbox.workspace.join(external, channel)
    await say(channel, '@ohmy scale backend 4 production', external)
    await shows(channel, '`scale` in production takes the role operator; you have none')
    await sandbox.workspace.say(
      requester,
      channel,
      '@ohmy scale backend 4 production --reason "in a thread"',
      {
        threadTs: card.ts,
      },
    )
    await shows(channel, 'from 3 to 4 tasks')
  })

  it('are refused once it is resolved, also what waited for its approval', async () => {
    const { channel, id } = await open('Prod is down', '--sev 3 production')
    await say(channel, '/ohmy scale frontend 3 production')
    const card = await shows(channel, 'Scale frontend in production from 2 to 3 tasks', 'approv')
    await say('devops', `/ohmy incident resolve ${id} --cause "a loop" --impact "none"`)
    await shows(channel, 'Prod is down', 'Resolved, watched until')
    await sandbox.workspace.click(approver, card, 'Approve')
    const refused = await shows(channel, 'Scale frontend', 'Nothing was changed')
    expect(refused.text).toMatch(
      /is (resolved|closed), so production is not changed from its channel any more/,
    )
    await say(channel, '/ohmy scale frontend 3 production')
    await sandbox.workspace.waitForMessage(
      channel,
      ({ text, ephemeralFor }) =>
        ephemeralFor === requester.slackId &&
        text.includes('so production is not changed from its channel any more') &&
        text.includes('/ohmy incident reopen'),
    )
    await say('devops', `/ohmy incident reopen ${id}`)
    await shows(channel, 'Prod is down', 'Assessing')
    await say(channel, '/ohmy scale frontend 3 production')
    await until('another card', () =>
      sandbox.workspace
        .messages(channel)
        .find(
          ({ ts, text }) => ts > card.ts && text.includes('Scale frontend in production from 2 to 3 tasks'),
        ),
    )
  })

  it('are refused where a channel only looks like one: its name and its purpose are anybody’s to give', async () => {
    const { channel, id } = await open('Looks alike', '--sev 3 staging')
    await sandbox.workspace.createChannel(requester, 'inc-20261128-mine', `Incident ${id}, opened by ohmy`)
    await say('inc-20261128-mine', '/ohmy scale backend 2 staging')
    await shows('inc-20261128-mine', 'staging is not changed from `#inc-20261128-mine`')
    // Somebody was quicker than ohmy, and knew the id: another channel is made.
    const title = 'Looks alike too'
    const taken = channel.replace('looks-alike', 'looks-alike-too')
    const squatted = await sandbox.workspace.createChannel(viewer, taken, `Incident ${id}, opened by ohmy`)
    await say('devops', `/ohmy incident open "${title}" --sev 3 staging`)
    const own = await until('its channel', () =>
      sandbox.workspace.state().channels.find(({ name }) => name === `${taken}-2`),
    )
    await shows(own.name, title, 'Commander')
    expect(own.id).not.toBe(squatted)
  })

  it('are refused with words while the incident cannot be read, and done when it can', async () => {
    const { channel, id } = await open('Cannot be read', '--sev 3 staging')
    const { id: channelId = '' } =
      sandbox.workspace.state().channels.find(({ name }) => name === channel) ?? {}
    const room = keys.incidentRoom(channelId)
    await inStore(sandbox.store.url, async (redis) => {
      expect(await redis.get(room)).toBe(id)
      // A worker may write the record anew at any time; nobody writes this.
      await redis.multi().del(room).hset(room, 'what', 'no string').exec()
      await say(channel, '/ohmy scale backend 2 staging')
      await shows(
        channel,
        'Whether this is the channel of an open incident cannot be read',
        'Nothing was done',
      )
      await redis.multi().del(room).set(room, id).exec()
    })
    await say(channel, '/ohmy scale backend 2 staging')
    await shows(channel, 'Scale backend in staging from 1 to 2 tasks — Done')
  })
})
