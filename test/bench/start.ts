import { requester } from '../../sandbox/people.js'
import { type Build, openBuild, profiled, root, type Running, startNode, within } from './built-bot.js'
import type { Bench, Figure } from './figure.js'

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

const kinds = ['time', 'cpu', 'memory', 'used'] as const
type Round = Record<(typeof kinds)[number], number>

/** From the start of the process until it answers, and the memory it holds then; against bare imports, and against an older build. */
export const start: Bench = async ({ rounds, profile, older }) => {
  const builds: Build[] = []
  const taken: Round[][] = [[], [], []]
  try {
    for (const folder of older === undefined ? [root] : [root, older]) {
      builds.push(await openBuild(folder, profile))
    }
    for (let round = 0; round <= rounds; round++) {
      const one: Round[] = [await startBare(profile)]
      for (const build of builds) one.push(await startBuilt(build))
      // The first round reads the files from the disk.
      if (round > 0) one.forEach((figures, index) => taken[index]?.push(figures))
    }
  } finally {
    await Promise.all(builds.map(({ world }) => world.stop()))
  }
  const [bare = [], ours = [], before = []] = taken
  const against = (other: readonly Round[], name: string, goals: Partial<Round>): Figure[] =>
    kinds.map((kind) => ({
      ...names[kind],
      ours: ours.map((round) => round[kind]),
      bare: other.map((round) => round[kind]),
      against: name,
      ...(goals[kind] === undefined ? {} : { goal: { atMost: goals[kind] } }),
    }))
  return [
    ...against(bare, 'imports alone', { time: 1, memory: 1 }),
    ...(older === undefined
      ? []
      : against(before, `the build in ${older}`, { time: 0.4, memory: 0.75, used: 0.75 })),
  ]
}

const names = {
  time: { name: 'Start to ready', unit: 'ms' },
  cpu: { name: 'CPU until ready', unit: 'ms' },
  memory: { name: 'Memory (RSS) when ready', unit: 'MB' },
  used: { name: 'Memory (RSS) after a first status', unit: 'MB' },
} as const

async function startBuilt({ world, start }: Build): Promise<Round> {
  const bot = await start()
  try {
    const cpu = bot.cpu()
    const answer = await fetch(`http://127.0.0.1:${bot.port}/healthz`, {
      signal: AbortSignal.timeout(within),
    })
    if (answer.status !== 200) throw new Error(`/healthz answered ${answer.status}`)
    const memory = bot.memory()
    world.botListensOn(bot.port)
    const [before] = world.workspace.messages('devops').slice(-1)
    await world.workspace.say(requester, 'devops', '/ohmy status staging')
    const isNew = ({ ts, text }: { ts: string; text: string }) =>
      (before === undefined || ts > before.ts) && text.includes('staging is')
    await world.workspace.waitForMessage('devops', isNew, { timeout: within })
    return { time: bot.readyAfter, cpu, memory, used: bot.memory() }
  } finally {
    await bot.end()
  }
}

async function startBare(profile: string | undefined): Promise<Round> {
  const bare: Running = await startNode(
    root,
    [...profiled(profile), '--input-type=module', '--eval', imports],
    {},
  )
  try {
    return { time: bare.readyAfter, cpu: bare.cpu(), memory: bare.memory(), used: bare.memory() }
  } finally {
    await bare.end()
  }
}
