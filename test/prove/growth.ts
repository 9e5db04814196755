import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { asStarted, type Child, startChild } from '../bench/child.js'
import { soakConfiguration } from '../faults/soak/soak.js'
import { alarmEvent } from '../support/alarm-event.js'
import { type Kept, none as nothing, whatIsKept } from './growth/what-is-kept.js'
import { atMost, count, type Figure, known, none, type Proof } from './proof.js'

/** How fast the account's time goes, and the bot's waiting with it. */
const speed = 400
const hour = 3_600_000 / speed
/** Hours; what is kept once, whoever asks first, is there after the first of them. */
const sizes = { full: { lasts: 72, settled: 12, every: 6 }, short: { lasts: 3, settled: 1, every: 1 } }
const asked = [
  ...['status', 'status staging', 'status production', 'logs backend staging', 'metrics staging', 'alarms'],
  ...['tasks production', 'locks', 'history', 'help scale', 'revisions backend staging', 'sttaus'],
]
/** What grows with each operation and is kept for good: docs/audit.md. */
const grows = /^audit(?::|$)/
/** Each new flow takes those out of it that are kept no longer; a line for each alarm and service there is. */
const bounded = /^(?:flows:of:|alerts:states$)/
const path = process.env['PATH'] ?? ''

/** Three days of a team's work on one process and one store. */
export const growth: Proof = {
  name: 'growth',
  claim:
    'After three days of a team’s work a process takes as much as after half a day, and what an operation leaves in the store ends by itself, but for the audit',
  inTests: false,
  missing: () => (findRedisServer(path) === undefined ? 'there is no redis-server on PATH' : undefined),
  async run(size, note) {
    const { lasts, settled, every } = sizes[size]
    const world = await startWorld({ path, store: 'redis', account: { speed, witness: false } })
    const folder = mkdtempSync(join(tmpdir(), 'ohmy-growth-'))
    const environment = { ...world.environment, OHMY_CONFIG: soakConfiguration(world, folder) }
    const options = { timeScale: 1 / speed, leaseFor: 900 }
    const flags = [...asStarted, '--expose-gc']
    const words = [environment, options].map((one) => JSON.stringify(one))
    const bot = await startChild('waiting-bot.ts', words, undefined, flags)
    try {
      world.botListensOn(await bot.ask<number>('port'))
      const looks: Look[] = []
      await bot.ask('begin')
      for (let at = 1; at <= lasts; at++) {
        await playHour(world, at)
        if (at % every === 0) looks.push(await lookAt(world, bot, at))
      }
      note(
        `an hour takes ${hour / 1_000} s: ${asked.length} questions, two scales, an alarm that rings and is good again, a run of a runbook every third, a restart every sixth; ` +
          `the heap after a collection at hours ${looks.map((look) => `${look.at}: ${look.heap.toFixed(1)} MB`).join(', ')}`,
      )
      return figuresOf(looks.filter(({ at }) => at >= settled))
    } finally {
      await bot.stop()
      await world.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

interface Look {
  readonly at: number
  /** MB, after a collection. */
  readonly heap: number
  /** MB */
  readonly memory: number
  readonly operations: number
  readonly kept: ReadonlyMap<string, Kept>
}

let operations = 0

async function playHour(world: World, at: number): Promise<void> {
  const { workspace, account } = world
  const over = Date.now() + hour
  const say = (line: string) => workspace.say(requester, 'devops', `/ohmy ${line}`)
  const name = `ohmycoins-staging-growth-${at % 5}`
  account.world.putMessage(alarmEvent(name, 'ALARM', Date.now()))
  for (const line of asked) await say(line)
  await changed(world, 'scale backend 2 staging', '2 tasks — Done')
  account.world.putMessage(alarmEvent(name, 'OK', Date.now()))
  await changed(world, 'scale backend 1 staging', '1 task — Done')
  if (at % 6 === 0) await changed(world, 'restart backend staging', '— Done')
  if (at % 3 === 0) {
    await say('runbook start alarm-triage backend staging')
    await sleep(500)
    const run = /run-[a-z0-9]{7}/.exec(workspace.messages('devops').at(-1)?.text ?? '')?.[0]
    if (run !== undefined) await say(`runbook abort ${run}`)
  }
  await sleep(Math.max(0, over - Date.now()))
}

async function changed({ workspace }: World, line: string, end: string): Promise<void> {
  const before = workspace.messages('devops').length
  await workspace.say(requester, 'devops', `/ohmy ${line}`)
  operations += 1
  await workspace.waitForMessage(
    'devops',
    (message) => workspace.messages('devops').indexOf(message) >= before && message.text.includes(end),
  )
}

async function lookAt({ store }: World, bot: Child, at: number): Promise<Look> {
  const kept = await whatIsKept(store.url)
  const { heap, memory } = await bot.ask<{ heap: number; memory: number }>('end')
  return { at, heap, memory, operations, kept }
}

function figuresOf(looks: readonly Look[]): readonly Figure[] {
  const [first, last] = [looks[0], looks.at(-1)]
  if (first === undefined || last === undefined) throw new Error('Nobody has looked')
  const between = last.operations - first.operations
  const more = [...last.kept.values()].map((now) => {
    const before = first.kept.get(now.kind) ?? nothing(now.kind)
    return { ...now, more: now.forGood - before.forGood, bytesMore: now.bytesForGood - before.bytesForGood }
  })
  const words = ({ kind, bytesMore }: (typeof more)[number]) => `${kind} ${count(bytesMore)} bytes`
  const growing = more.filter(({ bytesMore }) => bytesMore > between)
  const bytes = (look: Look) => [...look.kept.values()].reduce((sum, kind) => sum + kind.bytes, 0)
  const largest = more.toSorted((one, other) => other.bytes - one.bytes).slice(0, 5)
  return [
    known('simulated hours, operations', `${last.at}, ${last.operations}`),
    atMost(`heap at hour ${last.at} over that at hour ${first.at}`, last.heap - first.heap, 5, 'MB'),
    known('memory (RSS), at most until then', `${first.memory.toFixed(0)} MB, ${last.memory.toFixed(0)} MB`),
    none(
      'kinds of keys that grow and that nothing ends, besides the audit, ids of flows that are kept, a line an alarm',
      growing.filter(({ kind }) => !grows.test(kind) && !bounded.test(kind)).map(words),
    ),
    known(
      'the audit grows for an operation and what was asked around it',
      `${count(growing.filter(({ kind }) => grows.test(kind)).reduce((sum, { bytesMore }) => sum + bytesMore, 0) / between)} bytes`,
    ),
    known(
      'the store grows for both, before anything ends',
      `${count((bytes(last) - bytes(first)) / between)} bytes`,
    ),
    known(
      'most of it',
      largest
        .map(({ kind, keys, bytes: all }) => `${kind} ${count(all / keys)} bytes × ${count(keys)}`)
        .join(', '),
    ),
  ]
}
