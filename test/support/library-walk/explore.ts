import type { RunRecord } from '../../../src/core/run.js'
import { undoable } from '../../../src/core/run-steps.js'
import type { Runbook } from '../../../src/core/runbook.js'
import { unrolled } from '../../../src/runbooks/language/unrolled.js'
import type { Sandbox } from '../sandbox.js'
import { until } from '../until.js'
import { type Ground, type OwnGrounds, roomFor, services } from './grounds.js'
import { looker, personFor, sayByClicking, sayByTyping } from './people.js'
import { decideOn, type Walk, walkToEnd } from './walk.js'
import { type Ways, waysThrough } from './ways.js'

/** In the registry and never deployed; the second one does not start, the last one is not there. */
const images = ['sprint-13-7ac41be', 'sprint-14-0c9b7aa-broken', 'sprint-13-d4e8f02', 'sprint-99-missing']
/** What this many walks do not find has no way that leads to it. */
const mostWalks = 15

export interface Explored {
  readonly ways: Ways
  readonly runs: readonly RunRecord[]
  /** What was taken back after a run, and what came of it. */
  readonly takenBack: readonly { readonly step: string; readonly state: string; readonly reason: string }[]
}

/**
 * Walks one runbook until every way through it was taken: by buttons, by typed lines, and where services do not become steady; where changes begin at once, and
 * where they take somebody else's approval.
 * @param inProduction one walk at a time: all runbooks share it, for what they do there alone
 */
export async function explore(
  sandbox: Sandbox,
  runbook: Runbook,
  own: OwnGrounds,
  inProduction: (use: (ground: Ground) => Promise<void>) => Promise<void>,
): Promise<Explored> {
  const ways = waysThrough(unrolled(runbook, services).steps)
  const runs: RunRecord[] = []
  const takenBack: Explored['takenBack'][number][] = []
  const decided = new Set<string>()
  const person = personFor(runbook.runBy)
  /** In which environments. */
  const walks: string[] = []
  const walksIn = (environment: string) => walks.filter((other) => other === environment).length

  /** @returns whether it took a way that nobody had taken */
  async function once(
    grounds: readonly Ground[],
    how: 'typed' | 'clicked' | 'broken' = 'typed',
  ): Promise<boolean> {
    const ground = grounds.find(({ environment }) => walksIn(environment) < roomFor(runbook))
    if (ground === undefined) return false
    walks.push(ground.environment)
    const before = ways.left().length
    await makeReady(sandbox, ground)
    const { world } = sandbox.account
    const mend = () => ground.services.forEach((name) => world.setCapacity(name, undefined))
    const isBroken = how === 'broken'
    if (isBroken) breakServices(sandbox, ground)
    const say = (how === 'clicked' ? sayByClicking : sayByTyping)(sandbox, ground.channel)
    const walk = { sandbox, ground, ways, say, person, decided, isBroken, mend }
    const run = await walkToEnd(walk, await begin(sandbox, runbook, ground, walks.length))
    mend()
    runs.push(run)
    if (!isBroken && takenBack.length === 0) takenBack.push(...(await takeBack(walk, run)))
    return ways.left().length < before
  }

  const { steps } = unrolled(runbook, services)
  const mayFail = steps.filter(({ kind, onFailure }) => kind === 'wait' && onFailure !== 'ask')
  const isFailureLeft = () => mayFail.some(({ id }) => !ways.isTaken(id, 'failed'))

  /** As long as it leads to something new. */
  async function onwards(grounds: readonly Ground[], mayBreak = false): Promise<void> {
    for (let idle = 0; idle < 2 && ways.left().length > 0 && runs.length < mostWalks; ) {
      const isNew = await once(grounds, mayBreak && idle === 0 && isFailureLeft() ? 'broken' : 'typed')
      idle = isNew ? 0 : idle + 1
    }
  }

  await Promise.all([once(own.free, 'clicked').then(() => onwards(own.free, true)), onwards(own.guarded)])
  if (ways.left().length > 0) await inProduction((ground) => onwards([ground]))
  return { ways, runs, takenBack }
}

/** As it was at first: nothing under way, as many tasks as there were. */
async function makeReady(
  { account: { world } }: Sandbox,
  { services: names, environment, tasks }: Ground,
): Promise<void> {
  for (const name of names) if (world.service(name).desiredCount !== tasks) world.setDesiredCount(name, tasks)
  const isReady = (name: string) => {
    const { runningCount, healthyCount, deployments, rolloutState } = world.service(name)
    const isSteady = deployments === 1 && rolloutState === 'COMPLETED'
    return isSteady && runningCount === tasks && healthyCount === tasks
  }
  await until(`${environment} to be steady`, () => names.every(isReady), 30_000)
}

/** No task runs, and there is no room for one. */
function breakServices({ account: { world } }: Sandbox, { services: names }: Ground): void {
  for (const name of names) {
    world.setCapacity(name, 0)
    for (const { id, desiredStatus } of world.tasks(name)) {
      if (desiredStatus === 'RUNNING') world.killTask(name, id, 137)
    }
  }
}

async function begin(sandbox: Sandbox, runbook: Runbook, ground: Ground, walk: number): Promise<string> {
  const { workspace, bot } = sandbox
  const { environment, channel } = ground
  const of = async () =>
    (await bot.runs.list({ since: 0 }, looker)).runs.filter(
      (run) => run.runbook.id === runbook.id && run.environment === environment,
    )
  const before = new Set((await of()).map(({ id }) => id))
  const given = runbook.inputs.flatMap(({ name, type, required, default: preset }) => {
    // One walk in two gives what may be left out.
    const isGiven = type === 'text' && (required ? preset === undefined : walk % 2 === 1)
    return isGiven ? [`${name}=${images[walk % images.length]}`] : []
  })
  // A runbook may be begun so often an hour on one service.
  const service = runbook.inputs.some(({ name }) => name === 'service')
    ? [services[before.size % services.length]]
    : []
  const others = given.length === 0 ? [] : [`--with "${given.join(' ')}"`]
  const line = ['/ohmy runbook start', runbook.id, ...service, environment, ...others].join(' ')
  await workspace.say(personFor(runbook.runBy), channel, line)
  const run = await until(`a run by ${line}`, async () =>
    (await of()).find(({ id }) => !before.has(id)),
  ).catch((error: unknown) => {
    const told = workspace.messages(channel).at(-1)?.text
    throw new Error(`Last seen in ${channel}: ${told}`, { cause: error })
  })
  return run.id
}

/** All that a run did, newest first, as far as there is something. */
async function takeBack(walk: Walk, { id }: RunRecord): Promise<Explored['takenBack']> {
  const { sandbox, ground, person } = walk
  const told: Explored['takenBack'][number][] = []
  for (;;) {
    const record = await sandbox.bot.runs.find(id)
    const [newest] = record === undefined ? [] : undoable(record)
    if (newest === undefined || told.some(({ step }) => step === newest.step.id)) return told
    await sandbox.workspace.say(person, ground.channel, `/ohmy run undo ${id} --step ${newest.step.id}`)
    const back = await until(
      `${id} to take back ${newest.step.id}`,
      async () => {
        const now = await sandbox.bot.runs.find(id)
        const { back: found } = now?.steps[newest.index] ?? {}
        if (found?.operation !== undefined) await decideOn(walk, found.operation)
        return found === undefined || found.state === 'running' ? undefined : found
      },
      30_000,
    )
    told.push({ step: newest.step.id, state: back.state, reason: back.reason ?? '' })
  }
}
