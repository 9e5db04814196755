import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findRedisServer } from '../../src/redis/embedded.js'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { until } from '../support/until.js'
import { createBotProcesses } from './processes.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'
const speed = 400
const how = { leaseFor: 900, timeScale: 1 / speed }

interface Scene {
  /** Before each round: makes the world ready, and says what is typed. */
  readonly prepare: (world: World, round: number) => string | Promise<string>
  /** What stands in every card of the round, and in the one that has ended. */
  readonly card: string
  readonly ended: string
  /** Calls that changed something, by action. */
  readonly changes: Readonly<Record<string, number>>
  /** Checkpoints that must have been hit. */
  readonly hit: readonly string[]
  readonly check: (world: World, round: number) => void
}

const scenes: Readonly<Record<string, Scene>> = {
  'a deployment': {
    prepare: (_, round) => `/ohmy deploy backend ${tagOf(round)} staging`,
    card: 'to backend in staging',
    ended: 'Done',
    changes: { RegisterTaskDefinition: 1, UpdateService: 1 },
    hit: [
      'recorded',
      'before Register the task definition',
      'acted Register the task definition',
      'before Update the service',
      'acted Update the service',
      'shown',
    ],
    check: (world, round) => expect(world.account.world.service(backend).image).toContain(tagOf(round)),
  },
  'a deployment that fails': {
    prepare: () => '/ohmy deploy backend sprint-14-0c9b7aa-broken staging',
    card: 'sprint-14-0c9b7aa-broken to backend in staging',
    ended: 'Rolled back',
    changes: { RegisterTaskDefinition: 1, UpdateService: 1 },
    hit: ['acted Go back to the version before', 'written reverting', 'shown'],
    check: (world) => expect(world.account.world.service(backend).image).not.toContain('broken'),
  },
  'a rollback of a running deployment': {
    async prepare({ account }) {
      await until('a service at rest', () => account.world.service(frontend).rolloutState === 'COMPLETED')
      // It bakes for longer than a process needs to start, die and be replaced.
      account.world.setDeploymentConfiguration(frontend, { bakeTimeInMinutes: 180 })
      account.world.deploy(frontend, 'sprint-13-7ac41be')
      return '/ohmy rollback frontend staging'
    },
    card: 'Roll frontend in staging back to sprint-12-3f4021a',
    ended: 'Done',
    changes: { StopServiceDeployment: 1 },
    hit: ['before Stop the deployment and go back', 'acted Stop the deployment and go back', 'shown'],
    check: ({ account }) => {
      expect(account.world.service(frontend).taskDefinition).toBe('ohmycoins-staging-frontend:31')
      expect(account.world.service(frontend).serviceDeployment).toBe('ROLLBACK_SUCCESSFUL')
    },
  },
}

function tagOf(round: number): string {
  return round % 2 === 0 ? 'sprint-13-7ac41be' : 'sprint-13-d4e8f02'
}

/** Which of an undisturbed run's checkpoints to die at: repeated looks of one wait differ in nothing. */
function worthDyingAt(checkpoints: readonly string[]): readonly number[] {
  return checkpoints.flatMap((name, index) => (name === checkpoints[index - 2] ? [] : [index + 1]))
}

// The engine is killed on both stores in kill-at-every-checkpoint; what is new here are the steps.
const path = process.env['PATH'] ?? ''
const store = findRedisServer(path) === undefined ? 'javascript' : 'redis'

describe(`a process killed in the middle (${store} store)`, () => {
  let world: World
  let processes: ReturnType<typeof createBotProcesses>
  beforeEach(async () => {
    processes = createBotProcesses()
    world = await startWorld({ path, store, account: { speed } })
  })
  afterEach(async () => {
    processes.stop()
    await world.stop()
  })

  /** One round: the process dies there, another one goes on. Gives the checkpoints that the first one passed. */
  async function round(scene: Scene, number: number, killAt?: number): Promise<readonly string[]> {
    const cards = () => world.workspace.messages('devops').filter(({ text }) => text.includes(scene.card))
    const before = cards().length
    const typed = await scene.prepare(world, number)
    world.account.calls.reset()
    const start = { environment: world.environment, ...how }
    const doomed = await processes.start(killAt === undefined ? start : { ...start, killAt })
    world.botListensOn(doomed.port)
    const ended = () =>
      cards()
        .slice(before)
        .find(({ text }) => text.includes(scene.ended))
    await world.workspace.say(requester, 'devops', typed)
    const undisturbed = await Promise.race([
      doomed.died.then(() => false),
      until('the end of the undisturbed run', () => ended() !== undefined, 30_000),
    ])
    if (undisturbed) await until('the last checkpoint', () => doomed.checkpoints.includes('shown'))
    const second = undisturbed ? undefined : await processes.start(start)
    const seen = { killAt, checkpoint: doomed.checkpoints.at(-1) }
    await until(`the final card after checkpoint ${killAt} (${seen.checkpoint})`, ended, 20_000)
    scene.check(world, number)
    const changes: Record<string, number> = {}
    for (const { action } of world.account.calls.changes()) changes[action] = (changes[action] ?? 0) + 1
    expect({ ...seen, changes }).toEqual({ ...seen, changes: scene.changes })
    expect({ ...seen, messages: cards().length - before }).toEqual({ ...seen, messages: 1 })
    await (second ?? doomed).kill()
    return [...doomed.checkpoints]
  }

  it.each(Object.entries(scenes))(
    'of %s is followed by another, for every checkpoint: one change, one message, one outcome',
    async (_, scene) => {
      const undisturbed = await round(scene, 0)
      const died: string[] = []
      for (const [index, killAt] of worthDyingAt(undisturbed).entries()) {
        died.push((await round(scene, index + 1, killAt)).at(-1) ?? '')
      }
      expect(undisturbed).toEqual(expect.arrayContaining([...scene.hit]))
      expect(died.length).toBeGreaterThan(scene.hit.length)
    },
    900_000,
  )
})
