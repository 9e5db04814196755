import { randomUUID } from 'node:crypto'
import type { Agent } from 'node:http'
import type { RecordedCall } from '../../sandbox/account/calls.js'
import { credentials, requester } from '../../sandbox/people.js'
import { startWorld } from '../../sandbox/world.js'
import { startChild } from './child.js'
import type { Bench } from './figure.js'
import { keepAlive, post } from './load.js'
import { speed } from './press-pace.js'
import { signed, type SignedRequest } from './signed-request.js'
import { spread } from './statistics.js'

const pressesEachRound = 8
const within = 10_000
/** Finer than Date.now(): the account stamps each call with it. */
const clock = { now: () => performance.timeOrigin + performance.now() }

/** From Undo, pressed on a finished operation, to the first call that AWS gets, and to the first call of the worker. */
export const press: Bench = async ({ rounds, profile }) => {
  const world = await startWorld({
    path: process.env['PATH'] ?? '',
    account: { witness: false, clock, speed },
  })
  const bot = await startChild('press-bot.ts', [JSON.stringify(world.environment)], profile)
  const queue = await startChild('press-queue.ts', [world.store.url], profile)
  const agent = keepAlive(1)
  const first: number[] = []
  const byWorker: number[] = []
  const bare: number[] = []
  try {
    const port = await bot.ask<number>('port')
    await queue.ask('ready')
    let operation = await bot.ask<string>('begin')
    for (let round = 0; round <= rounds; round++) {
      const presses: Press[] = []
      const adds: number[] = []
      for (let count = 0; count < pressesEachRound; count++) {
        adds.push(await queue.ask<number>('addToStart'))
        presses.push(await undo(world.account.calls, agent, port, operation))
        operation = await bot.ask<string>('undone', operation)
      }
      // The first round opens connections and warms the compiler up.
      if (round === 0) continue
      first.push(spread(presses.map(({ first }) => first)).median)
      byWorker.push(spread(presses.map(({ byWorker }) => byWorker)).median)
      bare.push(spread(adds).median)
    }
  } finally {
    agent.destroy()
    await Promise.all([bot.stop(), queue.stop()])
    await world.stop()
  }
  const against = 'BullMQ add → processor'
  return [
    {
      name: `Button press → first AWS call, store: ${world.store.kind}`,
      unit: 'ms',
      ours: first,
      bare,
      against,
      goal: { atMost: 1.5 },
    },
    { name: "Button press → the worker's first AWS call", unit: 'ms', ours: byWorker, bare, against },
  ]
}

/** Milliseconds from the moment the request leaves. */
interface Press {
  readonly first: number
  readonly byWorker: number
}

interface Calls {
  all(): readonly RecordedCall[]
  of(action: string): readonly RecordedCall[]
  reset(): void
}

async function undo(calls: Calls, agent: Agent, port: number, operation: string): Promise<Press> {
  calls.reset()
  const pressed = undoButton(operation)
  const begun = clock.now()
  await post(agent, port, pressed)
  // The press plans, and so describes the service once; the worker plans again before it starts.
  const [, second] = await until(() => calls.of('DescribeServices'), 2)
  const [first] = calls.all()
  if (first === undefined || second === undefined) throw new Error('AWS was not called')
  return { first: first.at - begun, byWorker: second.at - begun }
}

async function until(look: () => readonly RecordedCall[], count: number): Promise<readonly RecordedCall[]> {
  for (const deadline = Date.now() + within; Date.now() < deadline; ) {
    const found = look()
    if (found.length >= count) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`AWS got ${look().length} of ${count} calls within ${within} ms`)
}

/** What Slack sends when the button under a finished operation is pressed. */
function undoButton(operation: string): SignedRequest {
  const ts = '1700000000.000100'
  const action = { type: 'button', action_id: 'say:here:undo', block_id: 'offers', action_ts: ts }
  const payload = {
    type: 'block_actions',
    user: { id: requester.slackId, username: 'rita', name: 'rita', team_id: 'T000000001' },
    api_app_id: 'A0OHMYAPP',
    token: 'unused',
    trigger_id: `1.2.${randomUUID()}`,
    team: { id: 'T000000001', domain: 'sandbox' },
    enterprise: null,
    is_enterprise_install: false,
    container: { type: 'message', message_ts: ts, channel_id: 'C0DEVOPS', is_ephemeral: false },
    channel: { id: 'C0DEVOPS', name: 'devops' },
    message: { type: 'message', ts, text: 'Done' },
    actions: [{ ...action, value: `undo ${operation}`, text: { type: 'plain_text', text: 'Undo' } }],
  }
  return signed({ payload: JSON.stringify(payload) }, credentials.signingSecret)
}
