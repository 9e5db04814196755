import { askAgain, isApproved } from '../../approvals/decide.js'
import { becameStricter, stricter } from '../../approvals/stricter.js'
import type { Approval, OperationRecord, Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { Leg } from '../../redis/work-queue.js'
import { fingerprintOf } from './fingerprint.js'
import { about, recordWords } from './recorded.js'
import { pendingSteps } from './parts.js'
import { isFinal } from './passing.js'
import { end, type Run } from './running.js'
import { FencedError } from './store.js'
import { begun } from './walk.js'

/** Pauses between tries to start (ms). */
const longestPause = 30_000

/**
 * From queued to running. Everything is checked again here, under the locks: time has passed since the request, this may be another process, and
 * people may have lost their roles. Gives when to try again, where something passing is in the way.
 */
export async function startOperation<Ports>(run: Run<Ports>): Promise<Leg | undefined> {
  const { parts, operation } = run
  const { record } = run.current
  if (parts.clock.now() > record.startBy) return tooLate(run)
  const input = operation.input.parse(record.input)
  try {
    const refused = await refusedToday(run, operation.environment(input))
    if (refused !== undefined) return backToApproval(run, refused)
    const plan = await operation.plan({ input, ports: parts.ports, clock: parts.clock })
    const fingerprint = fingerprintOf(operation.name, record.input, plan)
    if (fingerprint !== record.fingerprint) return planMoved(run, plan, fingerprint)
  } catch (error) {
    return notStarted(run, error)
  }
  await parts.checkpoint('planned again')
  await recordWords(parts, record)
  await parts.audit({
    ...about(run.operation, record),
    kind: 'started',
    actor: record.caller,
    summary: record.plan.summary,
    once: `round ${record.approval?.expiresAt ?? 0}`,
  })
  await run.write((stored) => (stored.state === 'queued' ? begun(stored, parts.clock.now()) : stored))
  return undefined
}

/** An end that names what was in the way: "no worker" is said only where there was none. */
async function tooLate<Ports>(run: Run<Ports>): Promise<undefined> {
  const { startFault } = run.current.record
  await end(
    run,
    'expired',
    startFault === undefined
      ? 'No worker was free to start it in time, so nothing was changed.'
      : `It could not be started in time, so nothing was changed: ${startFault.why}. Ask again.`,
  )
}

/** What passes is waited for, and said meanwhile; everything else ends it. */
async function notStarted<Ports>(run: Run<Ports>, error: unknown): Promise<Leg | undefined> {
  const { clock, explain, logger, timeScale } = run.parts
  const { id, startBy, startFault } = run.current.record
  if (error instanceof FencedError || run.signal.aborted) throw error
  const refused = error instanceof UserError && error.code !== 'roles-unreadable'
  if (refused || isFinal(error)) {
    const why =
      error instanceof UserError ? `${error.what} ${error.next}` : `It was refused: ${explain(error)}.`
    await end(run, 'failed', `Nothing was changed. ${why}`)
    return undefined
  }
  logger.warn({ err: error, operation: id }, 'An operation could not be started yet')
  const why = error instanceof UserError ? error.what.replace(/\.$/, '') : explain(error)
  const times = (startFault?.times ?? 0) + 1
  await run.write((stored) =>
    stored.state === 'queued' ? { ...stored, startFault: { times, why } } : stored,
  )
  const pause = Math.min(1_000 * 2 ** (times - 1), longestPause) * timeScale
  return { again: Math.max(0, Math.min(pause, startBy + 1 - clock.now())) }
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
async function refusedToday<Ports>(run: Run<Ports>, environment: string): Promise<AskedAgain | undefined> {
  const { parts, operation } = run
  const { record } = run.current
  const { mayRun, mayBreakGlass, mayApprove } = parts.afresh()
  const refusal = await mayRun(operation, environment, record.caller)
  if (refusal !== undefined) throw refusal
  if (record.breakGlass !== undefined) {
    const unbroken = await mayBreakGlass(environment, record.caller)
    if (unbroken !== undefined) throw unbroken
    return undefined
  }
  const blocked = await parts.blockedBy(operation, operation.input.parse(record.input))
  if (blocked !== undefined) throw blocked
  const approval = stricter(record.approval, parts.approvalFor(operation, environment), parts.clock.now())
  if (approval === undefined) return undefined
  const verdicts = await Promise.all(
    approval.decisions.map(async (decision) => ({
      decision,
      refusal: await mayApprove(approval.role, environment, decision.by),
    })),
  )
  const unreadable = verdicts.find((verdict) => verdict.refusal?.code === 'roles-unreadable')
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
async function planMoved<Ports>(run: Run<Ports>, plan: Plan, fingerprint: string): Promise<undefined> {
  const { approval, breakGlass } = run.current.record
  if (approval === undefined || breakGlass !== undefined) {
    const changes = plan.changes.map((change) => `${change.what}: ${change.from} → ${change.to}`).join(', ')
    const reason = 'Something else changed it in the meantime, so nothing was changed. Ask again.'
    await end(run, 'failed', reason, [`Now it would be: ${changes}`])
    return undefined
  }
  const why =
    'Something else changed it after the approval, so nothing was done. This is the plan as it is now.'
  return backToApproval(run, { why, approval, decisions: [] }, (stored) => {
    const steps = pendingSteps(run.operation, { input: stored.input, plan }, 'steps')
    return { ...stored, plan, fingerprint, steps }
  })
}

async function backToApproval<Ports>(
  run: Run<Ports>,
  { why, approval, decisions }: AskedAgain,
  change: (record: OperationRecord) => OperationRecord = (record) => record,
): Promise<undefined> {
  const { parts } = run
  const { caller } = run.current.record
  await parts.audit({
    ...about(run.operation, run.current.record),
    kind: 'asked again',
    actor: caller,
    summary: why,
    once: String(run.current.record.approval?.expiresAt ?? 0),
  })
  await run.write(
    (stored) => {
      if (stored.state !== 'queued') return stored
      const again = askAgain(approval, why, decisions, parts.clock.now())
      return { ...change(stored), state: 'unapproved', approval: again }
    },
    { unlock: true },
  )
  return undefined
}
