import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Redis } from 'ioredis'

/** A private store for the sandbox and the tests. Production names its own with REDIS_URL. */
export interface EmbeddedStore {
  readonly url: string
  readonly kind: 'redis' | 'javascript'
  /** Whether what was acknowledged survives `kill` and `start`. The JavaScript store keeps nothing. */
  readonly keeps: boolean
  /** One line for people. */
  readonly description: string
  /** As by SIGKILL. */
  kill(): Promise<void>
  /** Starts it again at the same address after `kill`. */
  start(): Promise<void>
  /** Stops answering without closing connections, as a hung server does. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

const startWithin = 10_000

/** `redis-server` or `valkey-server` of the PATH, if there is one. */
export function findRedisServer(path: string): string | undefined {
  for (const name of ['redis-server', 'valkey-server']) {
    for (const folder of path.split(delimiter)) {
      const candidate = join(folder, name)
      try {
        execFileSync(candidate, ['--version'], { stdio: 'ignore', timeout: 5_000 })
        return candidate
      } catch {
        // Not here, or not to be run: the next folder.
      }
    }
  }
  return undefined
}

/**
 * Starts a private store: a real Redis (append-only file on, unix socket, no port) where the PATH has one, otherwise a JavaScript one
 * as a child process, for trying things out.
 */
export async function startEmbeddedStore(options: {
  readonly path: string
  readonly kind?: 'redis' | 'javascript'
  /**
   * Each write is on the disk before it is acknowledged. Without, a Redis that is killed while the disk is busy loses what it has acknowledged in up to two seconds: it puts
   * off a write while an fsync is under way (`appendfsync everysec`, https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/; seen with 7.0.15).
   */
  readonly keepsAtOnce?: boolean
  /** In a process group of its own: Ctrl-C in a terminal is heard by whoever started it, who stops it last. */
  readonly ownGroup?: boolean
}): Promise<EmbeddedStore> {
  const binary = options.kind === 'javascript' ? undefined : findRedisServer(options.path)
  if (options.kind === 'redis' && binary === undefined)
    throw new Error('No redis-server or valkey-server on PATH')
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-store-'))
  const store =
    binary === undefined
      ? await javascriptCommand()
      : redisCommand(binary, folder, options.keepsAtOnce === true)
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    child = spawn(store.command, store.args, {
      ...{ stdio: 'ignore', cwd: folder },
      detached: options.ownGroup === true,
    })
    child.unref()
    await answers(store.url)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.ref()
    running.kill('SIGCONT')
    running.kill(signal)
    await gone
  }

  await start()
  const stopWithProcess = () => child?.kill('SIGKILL')
  process.once('exit', stopWithProcess)
  return {
    url: store.url,
    kind: binary === undefined ? 'javascript' : 'redis',
    keeps: binary !== undefined,
    description:
      binary === undefined
        ? 'built-in store (JavaScript): keeps nothing when it stops; install redis-server for a real one'
        : 'private redis-server with an append-only file',
    start,
    kill: () => end('SIGKILL'),
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    stop: async () => {
      process.removeListener('exit', stopWithProcess)
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function redisCommand(binary: string, folder: string, keepsAtOnce: boolean) {
  const socket = join(folder, 'store.sock')
  const settings = {
    port: '0',
    unixsocket: socket,
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: keepsAtOnce ? 'always' : 'everysec',
  }
  // BullMQ must never lose a key to eviction (https://docs.bullmq.io/guide/going-to-production#max-memory-policy).
  const args = Object.entries({ ...settings, 'maxmemory-policy': 'noeviction' }).flatMap(([key, value]) => [
    `--${key}`,
    value,
  ])
  return { command: binary, args, url: socket }
}

async function javascriptCommand() {
  const require = createRequire(import.meta.url)
  const cli = join(require.resolve('js-redis-server'), '..', 'cli.js')
  const port = await freePort()
  return { command: process.execPath, args: [cli, '--port', String(port)], url: `redis://127.0.0.1:${port}` }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The operating system gave no port')
  return address.port
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 25, maxRetriesPerRequest: null, connectTimeout: 1_000 })
  redis.on('error', () => undefined)
  const late = new Promise<never>((_, reject) => {
    setTimeout(
      () => reject(new Error(`The private store did not answer within ${startWithin / 1_000} s`)),
      startWithin,
    ).unref()
  })
  try {
    await Promise.race([redis.ping(), late])
  } finally {
    redis.disconnect()
  }
}
