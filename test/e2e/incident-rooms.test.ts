import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import { standingRooms } from '../incidents/standing-rooms.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('incidents in rooms that are always there', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ bot: { incidentRooms: standingRooms(['war-room']) } })
    await sandbox.workspace.createChannel(requester, 'war-room')
  })
  afterAll(() => sandbox.stop())

  const say = (channel: string, text: string, person = requester) =>
    sandbox.workspace.say(person, channel, text)
  const shows = (channel: string, ...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => words.every((word) => text.includes(word)))

  it('go from their opening to their review; the next one gets the room, and goes on where it was opened while it is taken', async () => {
    await say('devops', '/ohmy incident open "In the war room" --sev 3 staging')
    const header = await shows('war-room', 'In the war room', 'Commander')
    await until('the pin', () => sandbox.workspace.messages('war-room').find(({ pinned }) => pinned === true))
    await sandbox.workspace.click(approver, header, 'I lead')
    await shows('war-room', 'In the war room', 'Aaron Approver')
    await say('war-room', '/ohmy incident update "it gets better"', approver)
    await shows('incidents', 'In the war room', 'it gets better')

    await say('devops', '/ohmy incident open "No room left" --sev 3 staging')
    const without = await shows('devops', 'No room left', 'All rooms are taken', 'Commander')
    await sandbox.workspace.click(approver, without, 'I lead')
    await shows('devops', 'No room left', 'Aaron Approver')

    await say('war-room', '/ohmy incident resolve --cause "a loop" --impact "none"')
    await until('the review', () =>
      sandbox.workspace.messages('war-room').find(({ files = [] }) => files.length > 0),
    )
    await say('war-room', '/ohmy incident archive')
    await until('the room to be free', async () => {
      const [, first] = await sandbox.bot.incidents.list(0)
      return first?.done.includes('archived')
    })
    await say('devops', '/ohmy incident open "The next one" --sev 3 staging')
    await shows('war-room', 'The next one', 'Commander')
    await say('war-room', '/ohmy incident status mitigating')
    await shows('war-room', 'The next one', '— Mitigating')
    expect(sandbox.workspace.state().channels.filter(({ name }) => name.startsWith('inc-'))).toEqual([])
  })
})
