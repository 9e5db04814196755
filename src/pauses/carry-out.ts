import { type HookAction, type PauseHook, type PauseRecord, decidedAction } from '../core/pause.js'
import type { Permitted } from './ports.js'
import { about, ecs, pauseWords, recordDecisions } from './recorded.js'
import type { PauseTurn } from './turn.js'

/** What ECS was told is seen there a moment later; then it is told again, where it may not have heard it (ms). */
const seenWithin = 10_000
const seenWithinOnceTold = 60_000
/** So soon it is looked whether it has heard (ms). */
export const looksAgainAfter = 2_000

/**
 * Tells ECS what was decided on a hook that it says waits: the look came first, so that what happened before a crash is seen and not done again. Everything is
 * checked once more, by today's rules.
 */
export async function carryOut(turn: PauseTurn, id: string): Promise<void> {
  const { ports, clock } = turn
  const hook = hookOf(turn.record, id)
  const action = hook?.state === 'decided' ? decidedAction(hook, 1) : undefined
  if (hook === undefined || action === undefined || isBeingSeen(turn, hook)) return
  await recordDecisions(turn)
  const permitted = await permit(turn, hook, action)
  if (permitted.kind === 'later') return
  if (permitted.kind === 'no') return askAgain(turn, hook, permitted.why)
  const at = clock.now()
  await turn.write((record) => changed(record, id, (one) => ({ ...one, sent: { action, at } })))
  const what = {
    ...about(turn.record),
    actor: hook.decisions.at(-1)?.by ?? ecs,
    summary: `${pauseWords(turn.record, hook)} is told to ${action === 'CONTINUE' ? 'go on' : 'go back'}`,
  }
  await ports.audit({ ...what, kind: 'change', once: `${id}:${at}` })
  await turn.checkpoint(`before ${action}`)
  await turn.hold()
  const told = await ports.tell(turn.record, id, action)
  await turn.checkpoint(`acted ${action}`)
  if (told.kind === 'told') {
    const { requestId } = told
    await ports.audit({ ...what, kind: 'changed', requestId, once: id })
    await turn.write((record) =>
      changed(record, id, (one) =>
        one.sent === undefined ? one : { ...one, sent: { ...one.sent, requestId } },
      ),
    )
  }
  if (told.kind === 'busy') await turn.write((record) => changed(record, id, withoutSent))
  if (told.kind === 'refused') await askAgain(turn, hook, `${told.why}.`)
}

function isBeingSeen({ clock, ports }: PauseTurn, { sent }: PauseHook): boolean {
  if (sent === undefined) return false
  const within = sent.requestId === undefined ? seenWithin : seenWithinOnceTold
  return clock.now() - sent.at < within * ports.timeScale
}

/** Everybody who decided, by today's rules. */
async function permit(
  { record, ports }: PauseTurn,
  { decisions }: PauseHook,
  action: HookAction,
): Promise<Permitted> {
  const by = decisions.filter((decision) => decision.action === action).map((decision) => decision.by)
  const needed = action === 'ROLLBACK' ? 1 : ports.ruleIn(record.service.environment).count
  if (new Set(by.map((person) => person.id)).size < needed)
    return { kind: 'no', why: `The policy asks for ${needed} people by now.` }
  return ports.permit(record, action, by)
}

/** It waits for people again, and says why. */
async function askAgain(turn: PauseTurn, { id, decisions }: PauseHook, why: string): Promise<void> {
  const [first] = decisions
  await turn.ports.audit({
    ...about(turn.record),
    ...{ kind: 'asked again', actor: first?.by ?? ecs, summary: why, once: `${id}:${first?.at ?? 0}` },
  })
  await turn.write((record) =>
    changed(record, id, (one) =>
      one.state === 'decided'
        ? { ...withoutSent(one), state: 'waiting', decisions: [], again: `Decided, and not done: ${why}` }
        : one,
    ),
  )
}

function hookOf({ hooks }: PauseRecord, id: string): PauseHook | undefined {
  return hooks.find((hook) => hook.id === id)
}

function changed(record: PauseRecord, id: string, change: (hook: PauseHook) => PauseHook): PauseRecord {
  return { ...record, hooks: record.hooks.map((hook) => (hook.id === id ? change(hook) : hook)) }
}

function withoutSent({ sent: _sent, ...hook }: PauseHook): PauseHook {
  return hook
}
