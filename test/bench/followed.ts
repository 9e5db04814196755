import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from '../../sandbox/account/account.js'
import { requester } from '../../sandbox/people.js'
import { type Build, openBuild, root } from './built-bot.js'
import type { Bench, Figure } from './figure.js'

/** A minute of rollout and a minute of watching, as long as in AWS: a built bot knows no faster time. */
const within = 300_000
/** So long a new version is watched once ECS has called its deployment complete (ms). */
const watched = 60_000

const scenes = [
  {
    name: 'A followed deployment',
    line: '/ohmy deploy backend sprint-13-7ac41be staging',
    done: /Deploy sprint-13-7ac41be to backend in staging\*? — Done/,
    goal: 35,
  },
  {
    name: 'A followed rollback',
    line: '/ohmy rollback backend staging',
    done: /Roll backend in staging back to .* — Done/,
    goal: 50,
  },
] as const

/** What reading the queue costs is told by itself: those calls are SQS's, whose rate nobody shares with ECS. */
const ofTheQueue = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']

interface Followed {
  readonly calls: number
  /** ms from the moment that ECS was done until Slack shows it, without the time of watching. */
  readonly seen: number
}

/** What a deployment and a rollback ask of AWS until they have ended, and how soon that is seen: with events, without, and of another build. */
export const followed: Bench = async ({ rounds, older }) => {
  const folders = [
    { folder: root, events: true },
    { folder: root, events: false },
    ...(older === undefined ? [] : [{ folder: older, events: false }]),
  ]
  const results: Followed[][][] = folders.map(() => scenes.map(() => []))
  for (let round = 0; round < rounds; round++) {
    await Promise.all(
      folders.map(async (one, build) => {
        for (const [scene, measured] of (await play(one)).entries()) results[build]?.[scene]?.push(measured)
      }),
    )
  }
  return scenes.flatMap((scene, at) => figuresOf(scene, (build) => results[build]?.[at] ?? [], older))
}

function figuresOf(
  { name, goal }: (typeof scenes)[number],
  of: (build: number) => readonly Followed[],
  older: string | undefined,
): readonly Figure[] {
  const calls = (build: number) => of(build).map((one) => one.calls)
  const seen = (build: number) => of(build).map((one) => one.seen)
  const before = older === undefined ? [] : [{ build: 2, against: `the build in ${older}` }]
  const others = [{ build: 1, against: 'without events' }, ...before]
  return [
    {
      name: `${name}: calls`,
      unit: 'calls',
      ours: calls(0),
      bare: calls(0).map(() => goal),
      against: 'goal',
      goal: { atMost: 1 },
    },
    ...others.flatMap(({ build, against }): readonly Figure[] => [
      { name: `${name}: calls`, unit: 'calls', ours: calls(0), bare: calls(build), against },
      {
        name: `${name}: done → seen`,
        unit: 'ms',
        ours: seen(0),
        bare: seen(build),
        against,
        goal: { atMost: 1 },
      },
    ]),
  ]
}

async function play({ folder, events }: { folder: string; events: boolean }): Promise<readonly Followed[]> {
  const build = await openBuild(folder)
  const place = mkdtempSync(join(tmpdir(), 'ohmy-bench-'))
  try {
    const config = join(place, 'ohmy.yaml')
    const known = readFileSync(build.environment['OHMY_CONFIG'] ?? '', 'utf8')
    const queue = build.world.account.world.queueUrl()
    writeFileSync(config, events ? `${known}\nalerts:\n  queue: ${queue}\n` : known)
    const bot = await build.start({ OHMY_CONFIG: config })
    build.world.botListensOn(bot.port)
    try {
      const measured: Followed[] = []
      for (const scene of scenes) measured.push(await follow(build, scene))
      return measured
    } finally {
      await bot.end()
    }
  } finally {
    await build.world.stop()
    rmSync(place, { recursive: true, force: true })
  }
}

async function follow(
  { world: { account, workspace } }: Build,
  { line, done }: (typeof scenes)[number],
): Promise<Followed> {
  account.calls.reset()
  await workspace.say(requester, 'devops', line)
  const finished = finishedAt(account)
  await workspace.waitForMessage('devops', ({ text }) => done.test(text), { timeout: within })
  const shown = Date.now()
  const counts = Object.entries(account.calls.counts())
  return {
    calls: counts.reduce((sum, [name, count]) => (ofTheQueue.includes(name) ? sum : sum + count), 0),
    seen: shown - (await finished) - watched,
  }
}

/** The moment at which ECS has finished with the deployment that is about to begin. */
async function finishedAt({ world }: Account): Promise<number> {
  const status = () => world.service('ohmycoins-staging-backend').serviceDeployment
  for (const wanted of [false, true]) {
    while ((status() === 'SUCCESSFUL') !== wanted) await sleep(50)
  }
  return Date.now()
}
