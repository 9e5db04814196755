import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import type { Bench } from './figure.js'

const root = resolve(import.meta.dirname, '../..')
const main = 'dist/src/main.js'
const within = 30_000

/** What a bot of this kind loads at the least, and nothing else. */
const imports = `
import '@slack/bolt'
import 'bullmq'
import 'ioredis'
import '@aws-sdk/client-ecs'
import '@aws-sdk/client-cloudwatch'
import '@aws-sdk/client-application-auto-scaling'
import '@aws-sdk/client-elastic-load-balancing-v2'
process.stdout.write(JSON.stringify({ msg: 'ohmy is ready' }) + '\\n')
setInterval(() => undefined, 60_000)
`

/** From the start of the process until it answers, and the memory it holds then. */
export const start: Bench = async ({ rounds, profile }) => {
  if (!existsSync(join(root, main))) throw new Error(`There is no ${main}. Run npm run build first.`)
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const world = await startWorld({ path: process.env['PATH'] ?? '' })
  const time = { ours: [] as number[], bare: [] as number[] }
  const memory = { ours: [] as number[], bare: [] as number[] }
  const used: number[] = []
  try {
    for (let round = 0; round <= rounds; round++) {
      const ours = await startOurs(world, flags)
      const bare = await startBare(flags)
      // The first round reads the files from the disk.
      if (round === 0) continue
      time.ours.push(ours.ready)
      memory.ours.push(ours.memory)
      used.push(ours.used)
      time.bare.push(bare.ready)
      memory.bare.push(bare.memory)
    }
  } finally {
    await world.stop()
  }
  const against = 'imports alone'
  const goal = { atMost: 1 }
  return [
    { name: 'Start to ready', unit: 'ms', ...time, against, goal },
    { name: 'Memory (RSS) when ready', unit: 'MB', ...memory, against, goal },
    { name: 'Memory (RSS) after a first status', unit: 'MB', ours: used, bare: memory.bare, against },
  ]
}

async function startOurs(world: World, flags: readonly string[]) {
  const begun = performance.now()
  const process_ = spawnNode([...flags, main], { ...world.environment, LOG_LEVEL: 'info' })
  try {
    const { port } = await readyLine(process_)
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(within) })
    if (answer.status !== 200) throw new Error(`/healthz answered ${answer.status}`)
    const ready = performance.now() - begun
    const memory = residentMegabytes(process_)
    world.botListensOn(Number(port))
    const [before] = world.workspace.messages('devops').slice(-1)
    await world.workspace.say(requester, 'devops', '/ohmy status staging')
    const isNew = ({ ts, text }: { ts: string; text: string }) =>
      (before === undefined || ts > before.ts) && text.includes('staging is')
    await world.workspace.waitForMessage('devops', isNew, { timeout: within })
    return { ready, memory, used: residentMegabytes(process_) }
  } finally {
    await end(process_)
  }
}

async function startBare(flags: readonly string[]) {
  const begun = performance.now()
  const process_ = spawnNode([...flags, '--input-type=module', '--eval', imports], {})
  try {
    await readyLine(process_)
    return { ready: performance.now() - begun, memory: residentMegabytes(process_) }
  } finally {
    await end(process_)
  }
}

function spawnNode(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const env = {
    PATH: process.env['PATH'],
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...environment,
  }
  return spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The log line that says so; rejects when the process ends or is silent for too long. */
function readyLine(child: ChildProcess): Promise<{ port?: number }> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Not ready within ${within} ms`)), within)
    child.once('exit', (code) => reject(new Error(`Ended with ${code} before it was ready`)))
    if (child.stdout === null) throw new Error('The process has no output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, port } = JSON.parse(line) as { msg?: string; port?: number }
      if (msg !== 'ohmy is ready') return
      clearTimeout(late)
      resolve(port === undefined ? {} : { port })
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), within)
  await gone
  clearTimeout(timer)
}

/** Linux tells in /proc; elsewhere ps does. */
function residentMegabytes({ pid }: ChildProcess): number {
  const status = `/proc/${pid}/status`
  const kilobytes = existsSync(status)
    ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 })
  const megabytes = Number(kilobytes) / 1_024
  if (!(megabytes > 0)) throw new Error(`The memory of process ${pid} could not be read`)
  return megabytes
}
