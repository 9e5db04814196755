import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface FlakyProxy {
  readonly url: string
  /** The next answer of the store never arrives: it was carried out, and the connection breaks instead. */
  loseNextReply(): void
  readonly lost: number
  stop(): Promise<void>
}

/** Stands between the bot and its store, and loses replies on demand. @param target `redis://host:port` or a unix socket's path */
export async function startFlakyProxy(target: string): Promise<FlakyProxy> {
  let armed = 0
  let lost = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const store = target.startsWith('/')
      ? connect(target)
      : connect(Number(new URL(target).port), new URL(target).hostname)
    const end = () => {
      client.destroy()
      store.destroy()
    }
    for (const socket of [client, store]) {
      open.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        open.delete(socket)
        end()
      })
    }
    client.on('data', (chunk) => store.write(chunk))
    store.on('data', (chunk) => {
      if (armed === 0) return void client.write(chunk)
      armed -= 1
      lost += 1
      end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseNextReply: () => {
      armed += 1
    },
    get lost() {
      return lost
    },
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
