import { approver, requester } from '../../sandbox/people.js'
import type { World } from '../../sandbox/world.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { expect } from 'vitest'
import { until } from '../support/until.js'
import type { FlowKind, Round, Scene } from './flow-kind.js'
import { allSettled } from './settled.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'
const prodBackend = 'ohmycoins-prod-backend'

const started = [
  'taken',
  'planned again',
  'before Set the desired count',
  'acted Set the desired count',
  'shown',
  'settled',
]

/** One task or another number of them, whichever it does not have now. */
function other({ account }: World, service: string, [low, high]: readonly [number, number]): number {
  return account.world.service(service).desiredCount === low ? high : low
}

function otherTag({ account }: World): string {
  const [one, another] = ['sprint-13-7ac41be', 'sprint-13-d4e8f02']
  return account.world.service(backend).image.includes(one) ? another : one
}

async function waiting(round: Round): Promise<MessageRecord> {
  const { world } = round
  const to = other(world, prodBackend, [2, 3])
  await round.say(requester, `/ohmy scale backend ${to} production`)
  const card = await round.card('— Waiting for approval')
  await round.putOff()
  return card
}

const once = { about: 'Scale ', changes: { UpdateService: 1 }, messages: 1 }
/** Its own message, and the one that asks who may approve. */
const never = { about: 'Scale ', changes: {}, messages: 2 }

const scale: Readonly<Record<string, Scene>> = {
  'a scale': {
    ...once,
    prepare: async ({ world }) => {
      const to = other(world, backend, [1, 2])
      return {
        say: () => world.workspace.say(requester, 'devops', `/ohmy scale backend ${to} staging`),
        check: () => expect(world.account.world.service(backend).desiredCount).toBe(to),
      }
    },
    ended: ['— Done'],
    hit: ['recorded', 'requested', ...started],
  },
}

/** It looks every other moment, and might die of that before the word is said: only these checkpoints are of the word. */
const ofCancel = [
  'said',
  'requested',
  'written reverting',
  'shown reverting',
  'before Restore the desired count',
  'acted Restore the desired count',
  'written cancelled',
  'shown cancelled',
  'shown',
  'settled',
]

const waysBack: Readonly<Record<string, Scene>> = {
  'Cancel of what has changed something': {
    ...once,
    prepare: async (round) => {
      const { account, workspace } = round.world
      await until('a service at rest', () => account.world.service(backend).desiredCount < 3)
      // It stays on its way for as long as this is so; the way back does not ask for it.
      account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' } })
      await round.say(requester, '/ohmy scale backend 3 staging')
      const card = await round.card('— Running', '✓ Set the desired count')
      return {
        say: () => workspace.click(requester, card, 'Cancel'),
        check: () => expect(account.world.service(backend).desiredCount).toBe(1),
      }
    },
    ended: ['— Cancelled', 'it was taken back'],
    hit: ofCancel,
    diesAt: ofCancel,
    after: async ({ world }) => world.account.faults.clear(),
  },
  Undo: {
    ...once,
    prepare: async (round) => {
      const { account, store, workspace } = round.world
      await round.say(requester, '/ohmy scale backend 2 staging')
      const card = await round.card('— Done', 'from 1 to 2')
      await allSettled(store.url)
      return {
        say: () => workspace.click(requester, card, 'Undo'),
        check: () => expect(account.world.service(backend).desiredCount).toBe(1),
      }
    },
    ended: ['— Done', 'from 2 to 1', 'undoes op-'],
    messages: 2,
    hit: ['recorded', 'requested', ...started],
    after: ({ card }) => card('from 1 to 2', 'undone by op-'),
  },
}

const decisions: Readonly<Record<string, Scene>> = {
  'a request that waits for approval': {
    ...never,
    prepare: async ({ world }) => {
      const to = other(world, prodBackend, [2, 3])
      return { say: () => world.workspace.say(requester, 'devops', `/ohmy scale backend ${to} production`) }
    },
    ended: ['— Waiting for approval'],
    hit: ['recorded', 'requested', 'taken'],
    waits: true,
    after: async ({ world, card, cards, insist }) => {
      const waits = await card('— Waiting')
      await insist(
        () => world.workspace.click(requester, waits, 'Cancel'),
        () => cards().some(({ text }) => text.includes('— Cancelled')),
      )
    },
  },
  Approve: {
    ...once,
    prepare: async (round) => {
      const card = await waiting(round)
      return { say: () => round.world.workspace.click(approver, card, 'Approve') }
    },
    ended: ['— Done', 'approved by Aaron'],
    messages: 2,
    hit: ['said', 'requested', ...started],
  },
  Reject: {
    ...never,
    prepare: async (round) => {
      const { workspace } = round.world
      await workspace.click(approver, await waiting(round), 'Reject')
      const modal = await workspace.waitForModal(approver)
      return { say: () => workspace.submit(approver, modal, { reason: 'not today' }) }
    },
    ended: ['— Rejected', 'not today'],
    // And whoever asked is told.
    messages: 3,
    hit: ['said', 'requested', 'taken', 'shown', 'settled'],
  },
  'Cancel of what waits': {
    ...never,
    prepare: async (round) => {
      const card = await waiting(round)
      return { say: () => round.world.workspace.click(requester, card, 'Cancel') }
    },
    ended: ['— Cancelled', 'before anything was changed'],
    hit: ['said', 'requested', 'taken', 'written cancelled', 'shown', 'settled'],
  },
}

const confirmations: Readonly<Record<string, Scene>> = {
  'the typed confirmation': {
    ...once,
    prepare: async (round) => {
      const { workspace } = round.world
      await round.say(requester, '/ohmy scale frontend 0 staging')
      const card = await round.card('— Waiting for a confirmation')
      await round.putOff()
      await workspace.click(requester, card, 'Confirm …')
      const modal = await workspace.waitForModal(requester)
      return { say: () => workspace.submit(requester, modal, { word: 'frontend' }) }
    },
    ended: ['— Done', 'from 1 to 0'],
    hit: ['said', 'requested', ...started],
    after: async ({ say, card }) => {
      await say(requester, '/ohmy scale frontend 1 staging')
      await card('— Done', 'from 0 to 1')
    },
  },
}

const deployments: Readonly<Record<string, Scene>> = {
  'a deployment': {
    prepare: async ({ world }) => {
      const tag = otherTag(world)
      return {
        say: () => world.workspace.say(requester, 'devops', `/ohmy deploy backend ${tag} staging`),
        check: () => expect(world.account.world.service(backend).image).toContain(tag),
      }
    },
    about: 'to backend in staging',
    ended: ['— Done'],
    changes: { RegisterTaskDefinition: 1, UpdateService: 1 },
    messages: 1,
    hit: [
      'recorded',
      'before Register the task definition',
      'acted Register the task definition',
      'before Update the service',
      'acted Update the service',
      'shown',
      'settled',
    ],
  },
}

/** What is of the engine is died at above: here only around what a restart changes. */
const ofRestart = ['before Update the service', 'acted Update the service', 'settled']

const restarts: Readonly<Record<string, Scene>> = {
  'a restart': {
    async prepare({ world: { account, workspace } }) {
      await until('a service at rest', () => account.world.service(frontend).rolloutState === 'COMPLETED')
      const before = account.world.tasks(frontend).map(({ id }) => id)
      const { taskDefinition } = account.world.service(frontend)
      return {
        say: () => workspace.say(requester, 'devops', '/ohmy restart frontend staging'),
        check: () => {
          expect(account.world.service(frontend).taskDefinition).toBe(taskDefinition)
          const running = account.world.tasks(frontend).filter(({ lastStatus }) => lastStatus === 'RUNNING')
          expect(running.filter(({ id }) => before.includes(id))).toEqual([])
        },
      }
    },
    about: 'Restart frontend in staging with',
    ended: ['— Done'],
    changes: { UpdateService: 1 },
    messages: 1,
    hit: ofRestart,
    diesAt: ofRestart,
  },
}

const failures: Readonly<Record<string, Scene>> = {
  'a deployment that fails': {
    prepare: async ({ world }) => ({
      say: () =>
        world.workspace.say(requester, 'devops', '/ohmy deploy backend sprint-14-0c9b7aa-broken staging'),
      check: () => expect(world.account.world.service(backend).image).not.toContain('broken'),
    }),
    about: 'sprint-14-0c9b7aa-broken to backend in staging',
    ended: ['Rolled back'],
    changes: { RegisterTaskDefinition: 1, UpdateService: 1 },
    messages: 1,
    hit: ['acted Go back to the version before', 'written reverting', 'shown', 'settled'],
  },
}

const rollbacks: Readonly<Record<string, Scene>> = {
  'a rollback of a running deployment': {
    async prepare({ world: { account, workspace } }) {
      await until('a service at rest', () => account.world.service(frontend).rolloutState === 'COMPLETED')
      // It bakes for longer than a process needs to start, die and be replaced.
      account.world.setDeploymentConfiguration(frontend, { bakeTimeInMinutes: 180 })
      account.world.deploy(frontend, 'sprint-13-7ac41be')
      return {
        say: () => workspace.say(requester, 'devops', '/ohmy rollback frontend staging'),
        check: () => {
          expect(account.world.service(frontend).taskDefinition).toBe('ohmycoins-staging-frontend:31')
          expect(account.world.service(frontend).serviceDeployment).toBe('ROLLBACK_SUCCESSFUL')
        },
      }
    },
    about: 'Roll frontend in staging back to sprint-12-3f4021a',
    ended: ['— Done'],
    changes: { StopServiceDeployment: 1 },
    messages: 1,
    hit: [
      'before Stop the deployment and go back',
      'acted Stop the deployment and go back',
      'shown',
      'settled',
    ],
  },
}

const command = 'python manage.py check'
const ofStop = [
  'said',
  'requested',
  'written reverting',
  'shown reverting',
  'before Stop the task',
  'acted Stop the task',
  'written cancelled',
  'shown cancelled',
  'shown',
  'settled',
]

const tasks: Readonly<Record<string, Scene>> = {
  'a one-off task': {
    prepare: async ({ world: { account, workspace } }) => {
      account.world.setCommand(command, { lines: ['System check identified no issues'] })
      return {
        say: () => workspace.say(requester, 'devops', `/ohmy run backend staging --command "${command}"`),
        check: () => expect(account.world.oneOffTasks().at(-1)?.exitCode).toBe(0),
      }
    },
    about: 'as a task of backend in staging',
    ended: ['— Done', 'System check identified no issues'],
    changes: { RunTask: 1 },
    messages: 1,
    hit: ['recorded', 'planned again', 'before Start the task', 'acted Start the task', 'shown', 'settled'],
  },
  'Cancel of a one-off task': {
    prepare: async (round) => {
      const { account, workspace } = round.world
      account.world.setCommand(command, { takes: 24 * 3_600_000 })
      await round.say(requester, `/ohmy run backend staging --command "${command}"`)
      const card = await round.card('— Running', 'it runs')
      return {
        say: () => workspace.click(requester, card, 'Cancel'),
        check: () => expect(account.world.oneOffTasks().at(-1)?.exitCode).toBe(143),
      }
    },
    about: 'as a task of backend in staging',
    ended: ['— Cancelled', 'the task was stopped'],
    changes: { StopTask: 1 },
    messages: 1,
    hit: ofStop,
    diesAt: ofStop,
  },
}

const ofStopTask = ['before Stop the task', 'acted Stop the task', 'settled']

const stoppedTasks: Readonly<Record<string, Scene>> = {
  'a task that is stopped': {
    async prepare({ world: { account, workspace } }) {
      // The only one would ask for a confirmation.
      account.world.setDesiredCount(frontend, 2)
      const running = () => account.world.tasks(frontend).filter(({ lastStatus }) => lastStatus === 'RUNNING')
      await until('two tasks', () => running().length === 2)
      const id = running()[0]?.id ?? ''
      const line = `/ohmy stop-task frontend staging --task ${id} --reason "it hangs"`
      return {
        say: () => workspace.say(requester, 'devops', line),
        check: () => expect(running().filter((task) => task.id === id)).toEqual([]),
      }
    },
    about: 'of frontend in staging',
    ended: ['— Done'],
    changes: { StopTask: 1 },
    messages: 1,
    hit: ofStopTask,
    diesAt: ofStopTask,
  },
}

const suspensions: Readonly<Record<string, Scene>> = {
  'a suspension of autoscaling': {
    prepare: async (round) => {
      const line = '/ohmy autoscaling suspend backend production --for 1m'
      await round.say(requester, line)
      const card = await round.card('— Waiting for approval')
      await round.putOff()
      const { account, workspace } = round.world
      const target = `service/ohmycoins-prod-cluster/${prodBackend}`
      return {
        say: () => workspace.click(approver, card, 'Approve'),
        check: () => expect(account.world.scalableTarget(target)?.isSuspended).toBe(false),
      }
    },
    about: 'Suspend autoscaling of backend in production',
    ended: ['— Done', '✓ Let it work as before'],
    changes: { RegisterScalableTarget: 2 },
    messages: 2,
    hit: [
      'before Suspend it',
      'acted Suspend it',
      'before Let it work as before',
      'acted Let it work as before',
      'shown',
      'settled',
    ],
  },
}

/** What changes something: asked for, decided on, carried out, taken back. */
export const changes: FlowKind = {
  kind: 'change',
  outcomeIn: ({ kind, operation }) => (kind === 'ended' ? operation : undefined),
  // Written before each try, whichever worker makes it.
  onceATry: ['change'],
  stages: [
    { name: 'scale', scenes: scale, onBothStores: true },
    { name: 'undo, cancel', scenes: waysBack },
    { name: 'decisions', scenes: decisions },
    { name: 'confirmation', scenes: confirmations },
    { name: 'one-off task, stopped task', scenes: { ...tasks, ...stoppedTasks } },
    { name: 'suspended autoscaling', scenes: suspensions },
    { name: 'deploy, restart', scenes: { ...deployments, ...restarts }, speed: 120 },
    { name: 'failing deploy', scenes: failures, speed: 120 },
    { name: 'rollback', scenes: rollbacks, speed: 120 },
  ],
}
