import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sandboxConfig, startWorld, type World } from '../../sandbox/world.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import { type Action, called } from '../../src/aws/actions.js'
import { type BucketName, bucketOf, buckets } from '../../src/aws/limits.js'
import { asStarted, startChild } from '../bench/child.js'
import { createRandom } from '../faults/soak/random.js'
import { atLeast, atMostHere, count, known, none, type Proof } from './proof.js'

const sizes = {
  full: { people: 200, commands: 2_000, over: 60_000 },
  short: { people: 20, commands: 60, over: 3_000 },
}
const latency = 50
/** Slack gives up (ms): https://docs.slack.dev/interactivity/implementing-slash-commands */
const patience = 3_000
const lines = [
  ...[
    'status staging',
    'status production',
    'status',
    'logs backend staging',
    'logs backend production --level error',
  ],
  ...[
    'metrics staging',
    'metrics production',
    'alarms',
    'alarms production',
    'tasks staging',
    'tasks production',
  ],
  ...[
    'revisions backend staging',
    'history',
    'locks',
    'help',
    'help scale',
    'cost',
    'oncall',
    'runbook',
    'sttaus',
  ],
]

interface Called {
  readonly service: string
  readonly action: string
  /** Milliseconds since 1970 */
  readonly at: number
}

/** A busy minute. */
export const loadCommands: Proof = {
  name: 'load-commands',
  claim:
    '200 people say 2,000 commands within a minute while AWS takes 50 ms a call: each is acknowledged in time, and AWS throttles nothing',
  // What it finds hangs on how busy the machine is.
  inTests: false,
  async run(size, note) {
    const { people, commands, over } = sizes[size]
    const crowd = Array.from({ length: people }, (_, index): Person => {
      const number = String(index + 1).padStart(3, '0')
      return { slackId: `U0CROWD${number}`, name: `Person ${number}`, title: 'one of many', color: '#888888' }
    })
    const world = await startWorld({ path: process.env['PATH'] ?? '', morePeople: crowd })
    // Elsewhere than the people: while it makes up an hour of logs, nobody could look at a watch.
    const account = await startChild('status-account.ts', [String(latency)])
    const folder = mkdtempSync(join(tmpdir(), 'ohmy-load-'))
    const config = join(folder, 'ohmy.yaml')
    writeFileSync(
      config,
      readFileSync(sandboxConfig, 'utf8').replace('\nroles:\n', '\nroles:\n  everyone: viewer\n'),
    )
    const environment = {
      ...world.environment,
      ...{ OHMY_CONFIG: config, AWS_ENDPOINT_URL: await account.ask<string>('url') },
    }
    const bot = await startChild('waiting-bot.ts', [JSON.stringify(environment)], undefined, asStarted)
    try {
      world.botListensOn(await bot.ask<number>('port'))
      // As on any day, somebody has asked before.
      await world.workspace.say(crowd[0] as Person, 'devops', '/ohmy status staging')
      await bot.ask('begin')
      const deliveries = await sayEvenly(world, crowd, commands, over)
      const calls = await account.ask<readonly Called[]>('calls')
      const cost = await bot.ask<{ lag: number; cpu: number; memory: number }>('end')
      const late = deliveries
        .map(({ acknowledgedAfter }) => acknowledgedAfter)
        .toSorted((one, other) => one - other)
      const at = (share: number) => late[Math.min(late.length - 1, Math.floor(share * late.length))] ?? 0
      note(`the load, the workspace and the account run on the same cores; seed 1`)
      return [
        atLeast('commands', deliveries.length, commands),
        {
          ...none(
            'not acknowledged, or after 3 s',
            deliveries
              .filter(({ ok, acknowledgedAfter }) => !ok || acknowledgedAfter > patience)
              .map(({ error = '', acknowledgedAfter }) => `${error} after ${acknowledgedAfter} ms`),
          ),
          hangsOnTheMachine: true,
        },
        atMostHere('acknowledged after, p99', at(0.99), 100, 'ms'),
        known('acknowledged after, median', `${at(0.5)} ms`),
        // Calls that a busy machine has held up arrive together.
        { ...none('calls beyond what AWS takes, by rate', throttled(calls)), hangsOnTheMachine: true },
        known('calls of AWS', count(calls.length)),
        known(
          'event loop lag p99, CPU, memory',
          `${cost.lag.toFixed(0)} ms, ${(100 * cost.cpu).toFixed(0)} % of a core, ${cost.memory.toFixed(0)} MB`,
        ),
      ]
    } finally {
      await bot.stop()
      await account.stop()
      await world.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function sayEvenly(world: World, crowd: readonly Person[], commands: number, over: number) {
  const random = createRandom(1)
  const begun = Date.now()
  const on: Promise<Awaited<ReturnType<World['workspace']['say']>>>[] = []
  for (let number = 0; number < commands; number++) {
    await sleep(Math.max(0, begun + (number * over) / commands - Date.now()))
    on.push(world.workspace.say(random.pick(crowd), 'devops', `/ohmy ${random.pick(lines)}`))
  }
  return Promise.all(on)
}

/** Calls that AWS would have refused: ours are nine tenths of its own rates (src/aws/limits.ts), of some of them less. */
function throttled(calls: readonly Called[]): readonly string[] {
  const left = new Map<BucketName, { tokens: number; at: number }>()
  return calls.flatMap(({ service, action, at }) => {
    const name = called.find(
      (one): one is Action => one === `${service}:${action}` || one.endsWith(`:${action}`),
    )
    if (name === undefined) return []
    const bucket = bucketOf[name]
    const { burst, perSecond } = buckets[bucket]
    const most = burst / 0.9
    const before = left.get(bucket) ?? { tokens: most, at }
    const tokens = Math.min(most, before.tokens + ((at - before.at) / 1_000) * (perSecond / 0.9)) - 1
    left.set(bucket, { tokens: Math.max(0, tokens), at })
    return tokens < 0 ? [`${service}:${action}`] : []
  })
}
