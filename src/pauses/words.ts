import {
  type HookAction,
  type PauseHook,
  type PauseRecord,
  askersOf,
  decidedAction,
  openPauses,
  shortHook,
} from '../core/pause.js'
import type { Person } from '../core/caller.js'
import { quoted } from '../core/line.js'
import { UserError } from '../core/user-error.js'
import { listed } from '../core/wording.js'
import type { Word } from '../flow/flow.js'
import type { DecisionRule } from './ports.js'
import { endedWords, settledWords } from '../core/pause-words.js'

/** What people say to a pause. `hook`: its id, or as much of it as names it. */
export interface PauseWord extends Word {
  readonly kind: 'decide'
  readonly hook: string
  readonly action: HookAction
}

/**
 * The record after a decision. Pure, so that it is tried again on what others have written meanwhile: of two who press at once the second meets what the first
 * has decided. Whether the person may decide at all was asked before.
 * @throws UserError why it does not count
 */
export function hearPause(
  record: PauseRecord,
  { hook: named, action, by }: PauseWord,
  rule: DecisionRule,
  now: number,
): PauseRecord {
  const hook = hookNamed(record, named)
  if (record.endedAt !== undefined || record.state !== 'running') throw noLonger(endedWords(record))
  if (hook.state !== 'waiting')
    throw noLonger(
      isDecidedHere(hook) ? `This was decided already: ${settledWords(hook)}` : settledWords(hook),
    )
  if (hook.until !== undefined && now >= hook.until) {
    const what = 'It is too late to decide on this: the time of the pause is over.'
    throw new UserError('pause-expired', what, 'Its message shows what ECS does now.')
  }
  if (askersOf(record.begunBy).includes(by.id)) throw ownDeployment(record, by)
  if (action === 'CONTINUE' && record.isAskerUnread) throw askerUnread()
  if (action === 'CONTINUE' && hook.decisions.some((decision) => decision.by.id === by.id)) {
    throw new UserError(
      'decided-already',
      'You have said already that it may go on.',
      'It waits for somebody else.',
    )
  }
  const { again: _again, ...rest } = hook
  const decisions = [...hook.decisions, { action, by, at: now }]
  const isDecided = decidedAction({ decisions }, rule.count) !== undefined
  const heard: PauseHook = { ...rest, decisions, state: isDecided ? 'decided' : 'waiting' }
  return { ...record, hooks: record.hooks.map((one) => (one.id === hook.id ? heard : one)) }
}

/** @throws UserError where it names none, or several */
function hookNamed(record: PauseRecord, named: string): PauseHook {
  const pauses = record.hooks.filter(({ kind }) => kind === 'PAUSE')
  const found = pauses.filter(
    ({ id }) =>
      id === named ||
      (named.length >= shortHook(id).length && id.replace(/^ecs-pause-/, '').startsWith(named)),
  )
  const [hook, other] = found
  if (hook !== undefined && other === undefined) return hook
  const waiting = openPauses(record).map(({ id }) => `\`--hook ${quoted(shortHook(id))}\``)
  const next =
    waiting.length === 0 ? 'Nothing waits there for anybody.' : `What waits is ${listed(waiting, 'and')}.`
  throw new UserError('hook-not-found', `${record.id} has no such hook.`, next)
}

function isDecidedHere({ elsewhere, decisions, state }: PauseHook): boolean {
  return (
    elsewhere === undefined && decisions.length > 0 && ['decided', 'continued', 'went back'].includes(state)
  )
}

function askerUnread(): UserError {
  return new UserError(
    'asker-unread',
    'AWS does not tell now which deployment this is, so nobody knows whether somebody would let their own go on.',
    'Nothing was done. Try again in a minute; to send it back is possible now.',
    { passes: true },
  )
}

function noLonger(what: string): UserError {
  return new UserError('pause-decided', what, 'Nothing was done. Its message shows how it stands.')
}

function ownDeployment({ begunBy, isFollowed }: PauseRecord, by: Person): UserError {
  const operation = begunBy?.operation ?? ''
  const what =
    begunBy?.behind?.id === by.id
      ? `${begunBy.by.name} asked for this deployment for you, so somebody else has to decide.`
      : 'You asked for this deployment yourself, so somebody else has to decide.'
  if (isFollowed === undefined) return new UserError('own-request', what, 'Ask a colleague.')
  return new UserError(
    'own-request',
    what,
    'Ask a colleague, or cancel your operation: that takes it back.',
    {
      offers: [{ text: 'Cancel it', line: `cancel ${operation}` }],
    },
  )
}
