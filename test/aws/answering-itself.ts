import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Room, startRoom } from './environment.js'

/** A room whose AWS is a server that answers each call in its own way, as no simulated account does. */
export async function startAnsweringItself(
  answer: (response: ServerResponse) => void,
  ...about: Parameters<typeof startRoom>
): Promise<Room> {
  const room = await startRoom(...about)
  const server = createServer((_, response) => answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...room,
    async stop() {
      server.closeAllConnections()
      server.close()
      await room.stop()
    },
  }
}
