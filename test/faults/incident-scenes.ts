import { expect } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { until } from '../support/until.js'
import type { FlowKind, Round, Scene } from './flow-kind.js'

/** Words that stand in what points to the incident's channel, where it was opened. */
const about = 'A fire of many'
/** Of each world: several may be played side by side. */
const fires = new WeakMap<Round['world'], number>()

function newest({ world }: Round): string {
  return `${about} ${fires.get(world) ?? 0}`
}

interface Fire {
  readonly title: string
  readonly begin: () => Promise<unknown>
}

/** Each has a title of its own, so that its channel is known by its name. */
function fireIn(round: Round): Fire {
  const { world } = round
  fires.set(world, (fires.get(world) ?? 0) + 1)
  const title = newest(round)
  return {
    title,
    begin: () => world.workspace.say(requester, 'devops', `/ohmy incident open "${title}" --sev 3 staging`),
  }
}

/** An incident that waits for people, with a channel that has everything. */
async function waiting(round: Round): Promise<{ readonly id: string; readonly title: string }> {
  const { title, begin } = fireIn(round)
  await begin()
  const card = await round.card(title, '→')
  await until(`${title}: its pin`, () => pinsIn(round, title) === 1)
  await round.putOff()
  return { id: idIn(card.text), title }
}

function idIn(text: string): string {
  return /inc-[a-hj-km-np-z2-9]{7}\b/.exec(text)?.[0] ?? ''
}

function channelsOf({ world }: Round, title: string): readonly string[] {
  const name = title.toLowerCase().replaceAll(' ', '-')
  return world.workspace
    .state()
    .channels.flatMap((channel) => (channel.name.endsWith(name) ? [channel.name] : []))
}

function pinsIn(round: Round, title: string): number {
  return messagesIn(round, title).filter(({ pinned }) => pinned === true).length
}

function messagesIn(round: Round, title: string) {
  return channelsOf(round, title).flatMap((name) => round.world.workspace.messages(name))
}

/** One channel, one header in it that is pinned, one announcement. */
function expectOneOfEach(round: Round, title: string): void {
  const headers = messagesIn(round, title).filter(({ text }) => text.includes(`${title} —`))
  const announced = round.world.workspace
    .messages('incidents')
    .filter(({ text }) => text.includes(`${title} —`))
  expect({
    channels: channelsOf(round, title).length,
    headers: headers.length,
    pins: pinsIn(round, title),
    announced: announced.length,
  }).toEqual({ channels: 1, headers: 1, pins: 1, announced: 1 })
}

async function close(round: Round): Promise<void> {
  const id = idIn((await round.card('→')).text)
  await round.world.workspace.say(
    requester,
    'devops',
    `/ohmy incident resolve ${id} --cause "a match" --impact "smoke"`,
  )
  await round.card('Closed')
}

const one = { about, messages: 1, changes: {} }

const fought: Readonly<Record<string, Scene>> = {
  'an incident that is opened': {
    ...one,
    prepare: async (round) => {
      const { title, begin } = fireIn(round)
      return { say: begin, check: () => expectOneOfEach(round, title) }
    },
    // The header is pinned and everybody asked in, whoever goes on.
    besides: (round) => until('its channel to be ready', () => pinsIn(round, newest(round)) === 1, 60_000),
    ended: ['Nobody has it yet', '→'],
    hit: [
      'recorded',
      'requested',
      'taken',
      'opening room',
      'opened room',
      'written open',
      'set up topic',
      'set up pinned',
      'set up invited',
    ],
    waits: true,
    after: close,
  },
  'a word': {
    ...one,
    prepare: async (round) => {
      const { id, title } = await waiting(round)
      return {
        say: () => round.world.workspace.say(requester, 'devops', `/ohmy incident status mitigating ${id}`),
        check: () => expectOneOfEach(round, title),
      }
    },
    ended: ['Mitigating', '→'],
    hit: ['said', 'requested', 'taken'],
    waits: true,
    after: close,
  },
  'resolve, to the end': {
    ...one,
    prepare: async (round) => {
      const { id, title } = await waiting(round)
      return {
        say: () =>
          round.world.workspace.say(
            requester,
            'devops',
            `/ohmy incident resolve ${id} --cause "a match" --impact "smoke"`,
          ),
        check: () => expectOneOfEach(round, title),
      }
    },
    ended: ['Closed', '→'],
    hit: ['said', 'requested', 'taken', 'written closed', 'shown closed', 'recorded end', 'handed over'],
  },
}

export const incidents: FlowKind = {
  kind: 'incident',
  outcomeIn: ({ kind, operation }) => (kind === 'incident ended' ? operation : undefined),
  stages: [{ name: 'a fire', scenes: fought }],
}
