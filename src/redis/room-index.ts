import type { Redis } from 'ioredis'
import type { RoomIndex } from '../core/incident-room.js'
import { keys } from './keys.js'

/** As long as incidents are kept (ms). */
const keptFor = 400 * 86_400_000

/** Which channel is which incident's. */
export function createRoomIndex(redis: Redis): RoomIndex {
  return {
    async keep(channel, incident) {
      await redis.set(keys.incidentRoom(channel), incident, 'PX', keptFor)
    },
    incidentOf: async (channel) => (await redis.get(keys.incidentRoom(channel))) ?? undefined,
  }
}
