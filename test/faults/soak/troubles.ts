import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../../../sandbox/world.js'
import type { Fault } from '../../../sandbox/account/faults.js'
import type { Random } from './random.js'

const slackMethods = [
  'chat.postMessage',
  'chat.update',
  'chat.postEphemeral',
  'conversations.create',
  'conversations.info',
  'conversations.setTopic',
  'conversations.invite',
  'conversations.history',
  'pins.add',
  'files.getUploadURLExternal',
]
const awsActions = ['ReceiveMessage', 'DeleteMessage', 'DescribeAlarms', 'DescribeServices', '*']
const awsFaults: readonly Fault[] = [
  { kind: 'throttle' },
  { kind: 'serverError', status: 503 },
  { kind: 'drop', when: 'before' },
  { kind: 'drop', when: 'after' },
  { kind: 'delay', ms: 300 },
]

/** Slack and AWS throttle, fail and lose answers, one call here and one there, until the signal is aborted. */
export async function troubleAround(world: World, random: Random, signal: AbortSignal): Promise<void> {
  const { account, workspace } = world
  while (!signal.aborted) {
    await sleep(random.between(300, 1_500), undefined, { signal }).catch(() => undefined)
    if (random.chance(0.5)) {
      account.faults.add({ action: random.pick(awsActions), fault: random.pick(awsFaults), times: 1 })
      continue
    }
    const method = random.pick(slackMethods)
    const trouble = random.pick(['limit', 'fail', 'lost before', 'lost after', 'slow'] as const)
    if (trouble === 'limit') workspace.faults.rateLimit({ method, retryAfter: 1 })
    if (trouble === 'fail') workspace.faults.fail({ method, status: 503 })
    if (trouble === 'lost before') workspace.faults.drop({ method, when: 'before' })
    if (trouble === 'lost after') workspace.faults.drop({ method, when: 'after' })
    if (trouble === 'slow') workspace.faults.delay({ method, milliseconds: 500 })
  }
  account.faults.clear()
  workspace.faults.clear()
}

/** The store stops answering for a while, now and then, until the signal is aborted. */
export async function storeAwayAround({ store }: World, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(random.between(5_000, 12_000), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    store.pause()
    await sleep(random.between(300, 3_000))
    store.resume()
  }
}
