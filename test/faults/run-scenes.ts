import { expect } from 'vitest'
import { join } from 'node:path'
import { requester } from '../../sandbox/people.js'
import type { World } from '../../sandbox/world.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { project } from '../house/rooms.js'
import type { FlowKind, Round, Scene } from './flow-kind.js'
import { allSettled } from './settled.js'

const backend = 'ohmycoins-staging-backend'
/** Words that stand in the run's message alone: its operation's card and its report are counted by what they change. */
const about = 'A walk through deaths'

/** One task or two, whichever it does not have now. */
function other({ account }: World): number {
  return account.world.service(backend).desiredCount === 1 ? 2 : 1
}

function begin(world: World, to: number): Promise<unknown> {
  return world.workspace.say(
    requester,
    'devops',
    `/ohmy runbook start walked backend staging --with count=${to}`,
  )
}

/** A run that waits at its instruction. */
async function waiting(round: Round, to = other(round.world)): Promise<MessageRecord> {
  await begin(round.world, to)
  const card = await round.card('Something to do', 'Look around.')
  await round.putOff()
  return card
}

/** A run that waits at its action. */
async function beforeItsAction(round: Round, to = other(round.world)): Promise<MessageRecord> {
  await round.world.workspace.click(requester, await waiting(round, to), 'Done')
  const card = await round.card(
    'A change is ready to run',
    'How it stands now —',
    `scale backend ${to} staging`,
  )
  await round.putOff()
  return card
}

/** A run that was aborted after its action. */
async function abortedAfter(round: Round, to: number): Promise<MessageRecord> {
  await round.world.workspace.click(requester, await beforeItsAction(round, to), 'Run')
  const card = await round.card('— Done')
  await allSettled(round.world.store.url)
  return card
}

/** The operation's own checkpoints are died at elsewhere: these are of the run, and where it begins the operation. */
const ofAction = ['said', 'acting', 'recorded', 'acted', 'written running', 'written done', 'recorded end']
const ofWayBack = ['said', 'taking back', 'recorded', 'taken back', 'written done', 'recorded end']

const one = { about, messages: 1, changes: {} }
const scaled = { UpdateService: 1 }

const walks: Readonly<Record<string, Scene>> = {
  'a run that begins': {
    ...one,
    prepare: async ({ world }) => ({ say: () => begin(world, other(world)) }),
    ended: ['Something to do', '✓ How it stands', 'Look around.'],
    unanswered: ['Something to do', '❓ How it stands — AWS is asking for fewer calls', 'Look around.'],
    hit: ['recorded', 'requested', 'taken', 'checked', 'written running', 'shown running'],
    waits: true,
    after: async (round) => {
      const id = /run-[a-z0-9]{7}/.exec((await round.card('Look around.')).text)?.[0]
      await round.world.workspace.say(requester, 'devops', `/ohmy run abort ${id}`)
      await round.card('Aborted')
    },
  },
  'Done of a step, and what follows by itself': {
    ...one,
    prepare: async (round) => {
      const card = await waiting(round)
      return { say: () => round.world.workspace.click(requester, card, 'Done') }
    },
    ended: ['A change is ready to run', '✓ Look around', '✓ How it stands now'],
    unanswered: [
      'A change is ready to run',
      '✓ Look around',
      '❓ How it stands now — AWS is asking for fewer calls',
    ],
    hit: ['said', 'requested', 'taken', 'checked', 'shown running'],
    waits: true,
    after: async (round) => {
      const id = /run-[a-z0-9]{7}/.exec((await round.card('How it stands now —')).text)?.[0]
      await round.world.workspace.say(requester, 'devops', `/ohmy run abort ${id}`)
      await round.card('Aborted')
    },
  },
  'Run of an action, to the end of its run': {
    ...one,
    prepare: async (round) => {
      const to = other(round.world)
      const card = await beforeItsAction(round, to)
      return {
        // As its message is by then: what was tried has another button.
        say: () => round.world.workspace.click(requester, round.cards()[0] ?? card, 'Run'),
        check: () => expect(round.world.account.world.service(backend).desiredCount).toBe(to),
      }
    },
    changes: scaled,
    ended: ['— Done', '✓ Another count'],
    askedAgain: 'Nothing was done: AWS takes no more questions',
    hit: ofAction,
    diesAt: ofAction,
  },
  Abort: {
    ...one,
    prepare: async (round) => {
      const id = /run-[a-z0-9]{7}/.exec((await waiting(round)).text)?.[0]
      return { say: () => round.world.workspace.say(requester, 'devops', `/ohmy run abort ${id}`) }
    },
    ended: ['Aborted', 'Rita Requester stopped it'],
    hit: ['said', 'requested', 'taken', 'recorded end'],
  },
  'the way back of an action': {
    ...one,
    prepare: async (round) => {
      const { account, workspace } = round.world
      const from = account.world.service(backend).desiredCount
      const card = await abortedAfter(round, other(round.world))
      const id = /run-[a-z0-9]{7}/.exec(card.text)?.[0]
      let isPressed = false
      return {
        // The second time it is typed: the books tell the two apart.
        say() {
          if (isPressed) return workspace.say(requester, 'devops', `/ohmy run undo ${id} --step count`)
          isPressed = true
          return workspace.click(requester, card, 'Take back: Another count')
        },
        check: () => expect(account.world.service(backend).desiredCount).toBe(from),
      }
    },
    changes: scaled,
    ended: ['— Done', '· taken back by Rita Requester'],
    askedAgain: 'not taken back: ',
    hit: ofWayBack,
    diesAt: ofWayBack,
  },
}

export const runs: FlowKind = {
  kind: 'runbook',
  outcomeIn: ({ kind, operation }) => (kind === 'run ended' ? operation : undefined),
  stages: [
    {
      name: 'a walk',
      scenes: walks,
      environment: { OHMY_RUNBOOKS: join(project, 'test/faults/runbooks') },
    },
  ],
}
