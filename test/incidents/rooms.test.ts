import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, credentials, requester, viewer } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import type { IncidentRooms, Room } from '../../src/core/incident-room.js'
import { createIdentityReader } from '../../src/slack/identity.js'
import { createIncidentRooms } from '../../src/slack/incident-rooms.js'
import { createWebClient } from '../../src/slack/web-client.js'
import { standingRooms } from './standing-rooms.js'

const standing = ['war-room-1', 'war-room-2']
const kinds = [
  ['a channel each', createIncidentRooms],
  ['channels that are always there', standingRooms(standing)],
] as const

/** What an incident counts on, whatever its room is made of. */
describe.each(kinds)('rooms of incidents: %s', (_, roomsOf) => {
  let world: World
  let rooms: IncidentRooms
  let web: ReturnType<typeof createWebClient>
  let room: Room
  const since = Date.now()
  const wanted = { incident: 'inc-7k2m9qa', name: 'inc-20261128-backend-is-down', since }
  beforeAll(async () => {
    world = await startWorld({ path: '', store: 'javascript' })
    for (const name of standing) await world.workspace.createChannel(requester, name)
    web = createWebClient(credentials.botToken, { slackApiUrl: world.workspace.apiUrl })
    rooms = roomsOf(web, createIdentityReader(web, pino({ level: 'silent' })), async (user) => user)
    room = await rooms.open(wanted)
  })
  afterAll(() => world.stop())

  it('is the same room when it is opened again, and another one for another incident', async () => {
    expect(await rooms.open(wanted)).toEqual(room)
    const other = await rooms.open({ ...wanted, incident: 'inc-4p8w3xz' })
    expect(other.channel).not.toBe(room.channel)
    expect(await rooms.isOpen(room.channel)).toBe(true)
  })

  it('says what it is about, keeps messages and links at hand; all of it can be done again', async () => {
    const { ts = '' } = await web.chat.postMessage({ channel: room.channel, text: 'the header' })
    const link = { title: 'Dashboard', link: 'https://example.com/1', emoji: ':bar_chart:' } as const
    for (const _again of [1, 2]) {
      await rooms.describe(room.channel, 'SEV-1 · backend is down')
      await rooms.pin(room.channel, ts)
      await rooms.bookmark(room.channel, link)
    }
    const shown = world.workspace.state().channels.find(({ id }) => id === room.channel)
    expect(shown?.topic).toBe('SEV-1 · backend is down')
    expect(shown?.bookmarks).toHaveLength(1)
    expect(world.workspace.messages(room.name).filter(({ pinned }) => pinned === true)).toHaveLength(1)
    expect(await rooms.message(room.channel, ts)).toMatchObject({ text: 'the header' })
    expect(await rooms.message(room.channel, '1.000001')).toBeUndefined()
  })

  it('asks people in, says who could not be, and who is there', async () => {
    expect(await rooms.invite(room.channel, [approver.slackId, 'U0NOBODY1'])).toEqual(['U0NOBODY1'])
    expect(await rooms.invite(room.channel, [approver.slackId, viewer.slackId])).toEqual([])
    const there = await rooms.peopleIn(room.channel)
    expect(there).toEqual(expect.arrayContaining([approver.slackId, viewer.slackId]))
    expect(there).not.toContain(world.workspace.state().bot.slackId)
  })

  it('knows when people last wrote there', async () => {
    // Slack's stamps are whole seconds here.
    const before = Date.now() - 2_000
    expect(await rooms.spokenSince(room.channel, before)).toBeUndefined()
    await world.workspace.say(approver, room.name, 'one more thing')
    expect(await rooms.spokenSince(room.channel, before)).toBeGreaterThan(before)
  })

  it('tells what Slack does not let it do from what may succeed in a moment', async () => {
    world.workspace.faults.refuse({ method: 'conversations.invite', error: 'missing_scope' })
    await expect(rooms.invite(room.channel, [requester.slackId])).rejects.toMatchObject({ passing: false })
    world.workspace.faults.refuse({ method: 'conversations.members', error: 'internal_error' })
    await expect(rooms.peopleIn(room.channel)).rejects.toMatchObject({ name: 'RoomRefused', passing: true })
    world.workspace.faults.refuse({ method: 'conversations.history', error: 'service_unavailable' })
    await expect(rooms.spokenSince(room.channel, 0)).rejects.toMatchObject({ passing: true })
    world.workspace.faults.refuse({ method: 'conversations.history', error: 'missing_scope' })
    expect(await rooms.spokenSince(room.channel, 0)).toBeUndefined()
  })

  it('is over once; the same again changes nothing', async () => {
    await rooms.archive(room.channel)
    await rooms.archive(room.channel)
    expect(await rooms.isOpen(room.channel)).toBe(false)
  })
})
