import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requester } from '../../sandbox/people.js'
import { sandboxConfig } from '../../sandbox/world.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { keys } from '../../src/redis/keys.js'
import { inStore } from '../e2e/in-store.js'
import { until } from '../support/until.js'
import type { FlowKind, Round, Scene } from './flow-kind.js'

/** Stands in the name of each alarm, and so in its message. */
const about = 'fire-'
let fires = 0

/** An alarm's event comes again so soon where whoever had it has died (s). */
const visibleAgainAfter = 1

/** As CloudWatch tells that an alarm has changed its state. */
function tell({ world }: Round, name: string, value: 'ALARM' | 'OK'): void {
  const now = new Date().toISOString()
  world.account.world.setVisibilityTimeout(visibleAgainAfter)
  world.account.world.putMessage(
    JSON.stringify({
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      time: now,
      resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`],
      detail: { alarmName: name, state: { value, reason: 'Threshold Crossed', timestamp: now } },
    }),
  )
}

function nextFire(): string {
  fires += 1
  return `ohmycoins-staging-${about}${fires}`
}

/** An alert that rings, and that a worker has looked at. */
async function ringing(round: Round): Promise<{ readonly name: string; readonly card: MessageRecord }> {
  const name = nextFire()
  tell(round, name, 'ALARM')
  const card = await round.card(`${name.slice(name.indexOf(about))} is in ALARM`)
  await inStore(round.world.store.url, async (redis) => {
    const id = /alert-[a-z0-9]{7}/.exec(card.text)?.[0] ?? ''
    const isLookedAt = async () => (await redis.hget(keys.flow(id), 'record'))?.includes('"found"') === true
    await until(`${name}: it to be looked at`, isLookedAt)
  })
  await allTaken(round)
  return { name, card }
}

/** What is left in the queue, the next round's process would take. */
async function allTaken({ world }: Round): Promise<void> {
  await until('every event to be taken', () => world.account.world.queued().length === 0)
}

async function goodAgain(round: Round): Promise<void> {
  // Other worlds, side by side with this one, have fires of their own: the round's message says which one is this round's.
  const [fire = ''] = /fire-\d+/.exec(round.cards()[0]?.text ?? '') ?? []
  tell(round, `ohmycoins-staging-${fire}`, 'OK')
  await round.card('Good again')
  await allTaken(round)
}

const one = { about, messages: 1, changes: {} }

const alarms: Readonly<Record<string, Scene>> = {
  'an alarm that rings': {
    ...one,
    prepare: async (round) => {
      const name = nextFire()
      return { say: async () => tell(round, name, 'ALARM') }
    },
    ended: ['is in ALARM', 'alert-'],
    hit: ['recorded', 'requested', 'taken', 'found out', 'written ringing', 'shown ringing'],
    waits: true,
    after: goodAgain,
  },
  Ack: {
    ...one,
    prepare: async (round) => {
      const { card } = await ringing(round)
      return { say: () => round.world.workspace.click(requester, card, 'Ack') }
    },
    besides: (round) =>
      round.insist(
        () => round.world.workspace.click(requester, round.cards()[0] as MessageRecord, 'Ack'),
        () => round.cards().some(({ text }) => text.includes('looks after it')),
      ),
    ended: ['Rita Requester looks after it'],
    hit: ['said', 'requested', 'taken'],
    waits: true,
    after: goodAgain,
  },
  'good again, to the end': {
    ...one,
    prepare: async (round) => {
      const { name } = await ringing(round)
      return { say: async () => tell(round, name, 'OK') }
    },
    ended: ['Good again'],
    hit: ['said', 'requested', 'taken', 'written closed', 'recorded end'],
    after: allTaken,
  },
}

/** Its page is there once besides its own message, and ends when it is good again. */
const calling: Readonly<Record<string, Scene>> = {
  'an alarm that calls people': {
    ...one,
    messages: 2,
    prepare: async (round) => {
      const name = nextFire()
      return { say: async () => tell(round, name, 'ALARM') }
    },
    ended: ['somebody has to answer', 'page-'],
    hit: ['called people'],
    waits: true,
    after: async (round) => {
      await round.card('Whoever is on call is called')
      await goodAgain(round)
      await round.card('It is good again.')
    },
  },
}

/** The sandbox's own, with a queue, and alerts where the table looks. */
function configuration(besides = ''): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ohmy-alerts-')), 'ohmy.yaml')
  const yaml = readFileSync(sandboxConfig, 'utf8')
    .replace('  alerts: alerts', '  alerts: devops')
    // Whoever is next is told in a message of its own: not while a round goes on, however long it takes.
    .replace('within: 15m', 'within: 21h')
    .replace('within: 30m', 'within: 22h')
    .replace('within: 45m', 'within: 23h')
  const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
  writeFileSync(path, `${yaml}\nalerts:\n  queue: ${queue}\n${besides}`)
  return path
}

export const alerts: FlowKind = {
  kind: 'alert',
  outcomeIn: ({ kind, operation }) => (kind === 'alert ended' ? operation : undefined),
  stages: [
    { name: 'an alarm', scenes: alarms, environment: { OHMY_CONFIG: configuration() } },
    {
      name: 'an alarm that calls people',
      scenes: calling,
      environment: { OHMY_CONFIG: configuration('  page:\n    rules: [{ severity: 2 }]\n') },
    },
  ],
}
