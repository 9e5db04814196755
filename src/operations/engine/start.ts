import { askAgain, isApproved } from '../../approvals/decide.js'
import type { OperationRecord, Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { fingerprintOf } from './fingerprint.js'
import { about, recordWords } from './recorded.js'
import { pendingSteps } from './parts.js'
import { end, type Run } from './running.js'
import { begun } from './walk.js'

/**
 * From queued to running. Everything is checked again here, under the locks: time has passed since the request, this may be another process, and
 * people may have lost their roles.
 */
export async function startOperation<Ports>(run: Run<Ports>): Promise<void> {
  const { parts, current } = run
  const { record } = current
  if (parts.clock.now() > record.startBy) {
    return end(run, 'expired', 'No worker was free to start it in time, so nothing was changed.')
  }
  try {
    if (!(await stillAllowed(run))) return
    const plan = await run.operation.plan({
      input: run.operation.input.parse(record.input),
      ports: parts.ports,
      clock: parts.clock,
    })
    const fingerprint = fingerprintOf(run.operation.name, record.input, plan)
    if (fingerprint !== record.fingerprint) return planMoved(run, plan, fingerprint)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return end(run, 'failed', `Nothing was changed. ${error.what} ${error.next}`)
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
}

/** The requester, what bars changes, and everybody who approved. Says no by throwing, or by asking for approval again. */
async function stillAllowed<Ports>(run: Run<Ports>): Promise<boolean> {
  const { parts, operation } = run
  const { record } = run.current
  const input = operation.input.parse(record.input)
  const environment = operation.environment(input)
  const refusal = await parts.mayRun(operation, environment, record.caller)
  if (refusal !== undefined) throw refusal
  if (record.breakGlass !== undefined) return true
  const blocked = await parts.blockedBy(operation, input)
  if (blocked !== undefined) throw blocked
  const { approval } = record
  if (approval === undefined) return true
  const verdicts = await Promise.all(
    approval.decisions.map(async (decision) => ({
      decision,
      refusal: await parts.mayApprove(approval.role, environment, decision.by),
    })),
  )
  const counting = verdicts.filter((verdict) => verdict.refusal === undefined).map(({ decision }) => decision)
  if (isApproved({ ...approval, decisions: counting })) return true
  const lost = verdicts
    .filter((verdict) => verdict.refusal !== undefined)
    .map(({ decision }) => decision.by.name)
  const why = `The approval of ${lost.join(' and ')} does not count any more: the role was lost in between.`
  await backToApproval(run, why, (stored) => stored, counting)
  return false
}

/** The world moved since the plan. Whoever approved gets to see the new difference; without an approval the requester asks again. */
async function planMoved<Ports>(run: Run<Ports>, plan: Plan, fingerprint: string): Promise<void> {
  const changes = plan.changes.map((change) => `${change.what}: ${change.from} → ${change.to}`).join(', ')
  if (run.current.record.approval === undefined || run.current.record.breakGlass !== undefined) {
    const reason = 'Something else changed it in the meantime, so nothing was changed. Ask again.'
    return end(run, 'failed', reason, [`Now it would be: ${changes}`])
  }
  const why =
    'Something else changed it after the approval, so nothing was done. This is the plan as it is now.'
  await backToApproval(
    run,
    why,
    (stored) => {
      const steps = pendingSteps(run.operation, { input: stored.input, plan }, 'steps')
      return { ...stored, plan, fingerprint, steps }
    },
    [],
  )
}

async function backToApproval<Ports>(
  run: Run<Ports>,
  why: string,
  change: (record: OperationRecord) => OperationRecord,
  decisions: NonNullable<OperationRecord['approval']>['decisions'],
): Promise<void> {
  const { parts } = run
  const { caller } = run.current.record
  await parts.audit({
    ...about(run.operation, run.current.record),
    kind: 'asked again',
    actor: caller,
    summary: why,
    once: String(run.current.record.approval?.expiresAt),
  })
  await run.write(
    (stored) => {
      if (stored.state !== 'queued' || stored.approval === undefined) return stored
      const approval = askAgain(stored.approval, why, decisions, parts.clock.now())
      return { ...change(stored), state: 'unapproved', approval }
    },
    { unlock: true },
  )
}
