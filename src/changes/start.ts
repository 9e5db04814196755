import { approvalFor, mayApprove, mayBreakGlass, mayRun } from '../access/permissions.js'
import { isUnreadable } from '../access/permission.js'
import { askAgain, isApproved } from './decide.js'
import { becameStricter, stricter } from './stricter.js'
import type { Approval, OperationRecord, Plan } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import type { Next } from '../flow/flow.js'
import { FencedError } from '../flow/flow-store.js'
import { fingerprintOf } from './fingerprint.js'
import { about, recordWords } from './recorded.js'
import { pendingSteps } from './asking.js'
import { type ChangeTurn, end } from './change-turn.js'
import { begun } from './walk.js'

/** Pauses between tries to start (ms). */
const longestPause = 30_000

/**
 * From queued to running. Everything is checked again here, under the locks: time has passed since the request, this may be another process, and
 * people may have lost their roles. Gives when to try again, where something passing is in the way.
 */
export async function startOperation<Ports>(run: ChangeTurn<Ports>): Promise<Next | undefined> {
  const { engine, operation, input, turn } = run
  const { record, clock } = turn
  if (clock.now() > record.startBy) return tooLate(run)
  try {
    const refused = await refusedToday(run)
    if (refused !== undefined) return backToApproval(run, refused)
    const plan = await operation.plan({ input, ports: engine.ports, clock })
    const fingerprint = fingerprintOf(operation.name, record.input, plan)
    if (fingerprint !== record.fingerprint) return planMoved(run, plan, fingerprint)
  } catch (error) {
    return notStarted(run, error)
  }
  await turn.checkpoint('planned again')
  await recordWords(engine, run, record)
  await engine.audit({
    ...about(run, record),
    kind: 'started',
    actor: record.caller,
    summary: record.plan.summary,
    once: `round ${record.approval?.expiresAt ?? 0}`,
  })
  await run.write((stored) => (stored.state === 'queued' ? begun(stored, clock.now()) : stored))
  return undefined
}

/** An end that names what was in the way: "no worker" is said only where there was none. */
async function tooLate<Ports>(run: ChangeTurn<Ports>): Promise<undefined> {
  const { startFault } = run.turn.record
  await end(
    run,
    'expired',
    startFault === undefined
      ? 'No worker was free to start it in time, so nothing was changed.'
      : `It could not be started in time, so nothing was changed: ${startFault.why}. Ask again.`,
  )
}

/** What passes is waited for, and said meanwhile; everything else ends it. */
async function notStarted<Ports>(run: ChangeTurn<Ports>, error: unknown): Promise<Next | undefined> {
  const { explain, isStoreAway, logger, timeScale } = run.engine
  const { clock, lost, record } = run.turn
  const { id, startBy, startFault } = record
  if (error instanceof FencedError || lost.aborted || isStoreAway(error)) throw error
  const refused = error instanceof UserError && !isUnreadable(error)
  if (refused || isFinal(error)) {
    const why =
      error instanceof UserError ? `${error.what} ${error.next}` : `It was refused: ${whyOf(error, explain)}.`
    await end(run, 'failed', `Nothing was changed. ${why}`)
    return undefined
  }
  logger.warn({ err: error, operation: id }, 'An operation could not be started yet')
  const why = error instanceof UserError ? error.what.replace(/\.$/, '') : whyOf(error, explain)
  const times = (startFault?.times ?? 0) + 1
  await run.write((stored) =>
    stored.state === 'queued' ? { ...stored, startFault: { times, why } } : stored,
  )
  const pause = Math.min(1_000 * 2 ** (times - 1), longestPause) * timeScale
  return { again: Math.max(0, Math.min(pause, startBy + 1 - clock.now())) }
}

/** Whether a port says that asking again does not help. */
function isFinal(error: unknown): boolean {
  return error instanceof Error && 'passing' in error && error.passing === false
}

function whyOf(error: unknown, explain: (error: unknown) => string | undefined): string {
  return explain(error) ?? 'something went wrong in ohmy; its log says what'
}

interface AskedAgain {
  readonly why: string
  readonly approval: Approval
  /** Those that still count. */
  readonly decisions: Approval['decisions']
}

/**
 * The requester, what bars changes, and everybody who approved, by today's rules. Throws what refuses it; where the approvals do not suffice any more, says why
 * and what it takes.
 */
async function refusedToday<Ports>(run: ChangeTurn<Ports>): Promise<AskedAgain | undefined> {
  const { engine, operation, input, environment } = run
  const { record } = run.turn
  const authority = engine.authority.afresh()
  const refusal = await mayRun(operation, environment, record.caller, authority)
  if (refusal !== undefined) throw refusal
  if (record.breakGlass !== undefined) {
    const unbroken = await mayBreakGlass(environment, record.caller, authority)
    if (unbroken !== undefined) throw unbroken
    return undefined
  }
  const blocked = await engine.blockedBy(operation, input)
  if (blocked !== undefined) throw blocked
  const looked = await engine.lookBefore?.(operation, input, record.caller)
  if (looked?.refusal !== undefined) throw looked.refusal
  const approval = stricter(
    record.approval,
    approvalFor(operation, environment, authority.config),
    run.turn.clock.now(),
  )
  if (approval === undefined) return undefined
  const verdicts = await Promise.all(
    approval.decisions.map(async (decision) => ({
      decision,
      refusal: await mayApprove(approval.role, environment, decision.by, authority),
    })),
  )
  const unreadable = verdicts.find(({ refusal }) => refusal !== undefined && isUnreadable(refusal))
  if (unreadable?.refusal !== undefined) throw unreadable.refusal
  const decisions = verdicts
    .filter((verdict) => verdict.refusal === undefined)
    .map(({ decision }) => decision)
  if (isApproved({ ...approval, decisions })) return undefined
  const lost = verdicts
    .filter((verdict) => verdict.refusal !== undefined)
    .map(({ decision }) => decision.by.name)
  return { why: whyAgain(record.approval, approval, lost), approval, decisions }
}

function whyAgain(asked: Approval | undefined, approval: Approval, lost: readonly string[]): string {
  const names = lost.join(' and ')
  if (approval === asked) {
    return `The approval of ${names} does not count any more: the role was lost in between.`
  }
  return lost.length === 0
    ? becameStricter(approval)
    : `${becameStricter(approval)} The approval of ${names} does not count for it.`
}

/** The world moved since the plan. Whoever approved gets to see the new difference; without an approval the requester asks again. */
async function planMoved<Ports>(run: ChangeTurn<Ports>, plan: Plan, fingerprint: string): Promise<undefined> {
  const { approval, breakGlass } = run.turn.record
  if (approval === undefined || breakGlass !== undefined) {
    const changes = plan.changes.map((change) => `${change.what}: ${change.from} → ${change.to}`).join(', ')
    const reason = 'Something else changed it in the meantime, so nothing was changed. Ask again.'
    await end(run, 'failed', reason, { lines: [`Now it would be: ${changes}`], causes: [] })
    return undefined
  }
  const why =
    'Something else changed it after the approval, so nothing was done. This is the plan as it is now.'
  return backToApproval(run, { why, approval, decisions: [] }, (stored) => {
    const steps = pendingSteps(run, plan, 'steps')
    return { ...stored, plan, fingerprint, steps }
  })
}

async function backToApproval<Ports>(
  run: ChangeTurn<Ports>,
  { why, approval, decisions }: AskedAgain,
  change: (record: OperationRecord) => OperationRecord = (record) => record,
): Promise<undefined> {
  const { engine } = run
  const { caller } = run.turn.record
  await engine.audit({
    ...about(run, run.turn.record),
    kind: 'asked again',
    actor: caller,
    summary: why,
    once: String(run.turn.record.approval?.expiresAt ?? 0),
  })
  await run.write((stored) => {
    if (stored.state !== 'queued') return stored
    const again = askAgain(approval, why, decisions, run.turn.clock.now())
    return { ...change(stored), state: 'unapproved', approval: again }
  })
  return undefined
}
