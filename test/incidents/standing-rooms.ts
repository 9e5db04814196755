import { type IncidentRooms, RoomRefused } from '../../src/core/incident-room.js'
import { createIncidentRooms } from '../../src/slack/incident-rooms.js'

/** Another kind of room: channels that are always there, one for one incident at a time. Its purpose says whose it is; afterwards it is free again. */
export function standingRooms(names: readonly string[]): typeof createIncidentRooms {
  return (web, identity, nameOf): IncidentRooms => {
    async function all() {
      const { channels = [] } = await web.conversations.list({ limit: 1_000, types: 'public_channel' })
      return names.flatMap((name) => channels.find((channel) => channel.name === name) ?? [])
    }
    const ownerOf = (purpose = '') => /^Taken by (inc-\S+)$/.exec(purpose)?.[1]
    const take = (channel: string, purpose: string) => web.conversations.setPurpose({ channel, purpose })
    return {
      ...createIncidentRooms(web, identity, nameOf),
      async open({ incident }) {
        const rooms = await all()
        const own = rooms.find(({ purpose }) => ownerOf(purpose?.value) === incident)
        const free = own ?? rooms.find(({ purpose }) => ownerOf(purpose?.value) === undefined)
        if (free?.id === undefined) throw new RoomRefused('All rooms are taken', false)
        await web.conversations.join({ channel: free.id })
        if (own === undefined) await take(free.id, `Taken by ${incident}`)
        return { channel: free.id, name: free.name ?? '' }
      },
      async archive(channel) {
        await take(channel, 'Free')
      },
      async isOpen(channel) {
        const { channel: found } = await web.conversations.info({ channel })
        return ownerOf((found as { purpose?: { value?: string } }).purpose?.value) !== undefined
      },
    }
  }
}
