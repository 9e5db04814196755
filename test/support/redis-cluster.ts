import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { keys } from '../../src/redis/keys.js'
import { until } from './until.js'

const slots = 16_384

export interface RedisCluster {
  /** REDIS_URL with all nodes. */
  readonly url: string
  /** REDIS_URL of one node, without saying that it is one of a cluster. @param whose whether it has ohmy's keys */
  urlOf(whose: 'ours' | 'another'): string
  /** Hands ohmy's slot, with all its keys, over to another node while everything runs. */
  moveOurSlot(): Promise<void>
  /** As by SIGKILL: the node that has ohmy's keys. */
  killOurs(): Promise<void>
  startOurs(): Promise<void>
  stop(): Promise<void>
}

interface Node {
  readonly port: number
  readonly bus: number
  readonly folder: string
  id: string
  child: ChildProcess | undefined
}

/** Three primaries of a Redis Cluster, each with a third of the slots. @param binary `redis-server` */
export async function startRedisCluster(binary: string): Promise<RedisCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-cluster-'))
  const ports = await freePorts(6)
  const nodes: Node[] = [0, 1, 2].map((index) => ({
    port: ports[index] ?? 0,
    bus: ports[index + 3] ?? 0,
    folder: mkdtempSync(join(folder, 'node-')),
    id: '',
    child: undefined,
  }))

  async function start(node: Node): Promise<void> {
    const settings = {
      port: node.port,
      bind: '127.0.0.1',
      'cluster-enabled': 'yes',
      'cluster-port': node.bus,
      'cluster-config-file': join(node.folder, 'nodes.conf'),
      'cluster-node-timeout': 2_000,
      'cluster-announce-ip': '127.0.0.1',
      dir: node.folder,
      save: '',
      appendonly: 'yes',
      // It is killed, and is to lose nothing of what it has acknowledged.
      appendfsync: 'always',
    }
    const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)])
    node.child = spawn(binary, args, { stdio: 'ignore' })
    await until('a node', () => ask(node, (redis) => redis.ping()).catch(() => false))
  }

  // A test run that breaks off leaves no servers behind.
  const killAll = () => {
    for (const { child } of nodes) child?.kill('SIGKILL')
  }
  process.once('exit', killAll)

  for (const [index, node] of nodes.entries()) {
    await start(node)
    const from = Math.floor((index * slots) / nodes.length)
    const to = Math.floor(((index + 1) * slots) / nodes.length) - 1
    await ask(node, (redis) => redis.call('CLUSTER', 'ADDSLOTSRANGE', from, to))
    await ask(node, (redis) => redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1))
    node.id = String(await ask(node, (redis) => redis.call('CLUSTER', 'MYID')))
  }
  const [first] = nodes
  for (const node of nodes.slice(1))
    await ask(node, (redis) => redis.call('CLUSTER', 'MEET', '127.0.0.1', first?.port ?? 0, first?.bus ?? 0))
  const isWhole = async (node: Node) => {
    const info = String(await ask(node, (redis) => redis.call('CLUSTER', 'INFO')))
    return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')
  }
  const whole = () =>
    until('the cluster', async () => (await Promise.all(nodes.map(isWhole))).every(Boolean), 20_000)
  await whole()
  const ourSlot = Number(await ask(nodes[0] as Node, (redis) => redis.call('CLUSTER', 'KEYSLOT', keys.audit)))
  let ours = nodes.find((_, index) => ourSlot < Math.floor(((index + 1) * slots) / nodes.length)) as Node

  return {
    url: `redis://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    urlOf: (whose) =>
      `redis://127.0.0.1:${nodes.find((node) => (node === ours) === (whose === 'ours'))?.port}`,
    async moveOurSlot() {
      const to = nodes.find((node) => node !== ours) as Node
      await ask(to, (redis) => redis.call('CLUSTER', 'SETSLOT', ourSlot, 'IMPORTING', ours.id))
      await ask(ours, (redis) => redis.call('CLUSTER', 'SETSLOT', ourSlot, 'MIGRATING', to.id))
      await ask(ours, async (redis) => {
        for (;;) {
          const here = (await redis.call('CLUSTER', 'GETKEYSINSLOT', ourSlot, 100)) as string[]
          if (here.length === 0) break
          await redis.call('MIGRATE', '127.0.0.1', to.port, '', 0, 5_000, 'KEYS', ...here)
        }
      })
      for (const node of [to, ours, ...nodes.filter((other) => other !== to && other !== ours)])
        await ask(node, (redis) => redis.call('CLUSTER', 'SETSLOT', ourSlot, 'NODE', to.id))
      ours = to
    },
    async killOurs() {
      const { child } = ours
      const gone = new Promise((resolve) => child?.once('exit', resolve))
      child?.kill('SIGKILL')
      await gone
    },
    async startOurs() {
      await start(ours)
      await whole()
    },
    async stop() {
      process.removeListener('exit', killAll)
      await Promise.all(
        nodes.map(async ({ child }) => {
          if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
          const gone = new Promise((resolve) => child.once('exit', resolve))
          child.kill('SIGKILL')
          await gone
        }),
      )
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ask<Found>({ port }: Node, question: (redis: Redis) => Promise<Found>): Promise<Found> {
  const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: null, maxRetriesPerRequest: 0 })
  redis.on('error', () => undefined)
  try {
    return await question(redis)
  } finally {
    redis.disconnect()
  }
}

/** All of them open at the same time, so that no two are the same. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Server>((resolve) => {
          const server = createServer()
          server.listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
