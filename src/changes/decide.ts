import type { ApprovalRule } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import { type Approval, type ApprovalDecision, type OperationRecord, shortPlan } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import { forPeople } from './refusals.js'

/** What somebody clicked: it names the plan that was on the screen. */
export interface Decision {
  readonly kind: ApprovalDecision['kind']
  readonly by: Caller
  /** The fingerprint of the plan that was shown. */
  readonly fingerprint: string
  readonly reason?: string
}

/** A request's first round. */
export function askFor(rule: ApprovalRule, now: number): Approval {
  return {
    needed: rule.count,
    role: rule.role,
    within: rule.within,
    expiresAt: now + rule.within,
    decisions: [],
  }
}

/** Another round without decisions, because the plan is a different one now or an approval does not count any more. */
export function askAgain(
  approval: Approval,
  why: string,
  decisions: Approval['decisions'],
  now: number,
): Approval {
  return { ...approval, decisions, again: why, expiresAt: now + approval.within }
}

/**
 * The record's approval with this decision, or a UserError that says why it does not count. The role is checked by who calls this: it may have
 * to ask Slack. Pure, so that a compare-and-set can try it again on what others have written meanwhile.
 */
export function decide(record: OperationRecord, decision: Decision, now: number): Approval {
  const { approval } = record
  if (record.state !== 'unapproved' || approval === undefined) throw settled(record)
  if (!namesPlan(decision.fingerprint, record.fingerprint)) {
    const what = 'The plan has changed since this was on your screen, so your decision was not taken.'
    throw new UserError('plan-changed', what, 'Look at the new plan in the message and decide again.')
  }
  if (now >= approval.expiresAt) {
    throw new UserError('approval-expired', 'It is too late to decide on this.', 'Ask for the change again.')
  }
  if (decision.by.origin === 'agent') throw forPeople('Deciding on a change')
  if (decision.kind === 'approved' && decision.by.id === record.caller.behind?.id) {
    const what = `${record.caller.name} asked for this for you, so somebody else has to approve it.`
    throw new UserError('own-request', what, 'Ask a colleague, or cancel it and ask for it yourself.')
  }
  if (decision.kind === 'approved' && decision.by.id === record.caller.id) {
    const what = 'You asked for this yourself, so somebody else has to approve it.'
    throw new UserError('own-request', what, 'Ask a colleague, or cancel it.')
  }
  if (approval.decisions.some(({ by }) => by.id === decision.by.id)) {
    throw new UserError('decided-already', 'You have approved this already.', 'It waits for somebody else.')
  }
  const { kind, by, reason } = decision
  const taken: ApprovalDecision = { kind, by, at: now, ...(reason === undefined ? {} : { reason }) }
  return { ...approval, decisions: [...approval.decisions, taken] }
}

/** Whether what somebody said names this plan: its whole fingerprint, or as much as is shown. */
function namesPlan(said: string, fingerprint: string): boolean {
  return said.length >= shortPlan(fingerprint).length && fingerprint.startsWith(said)
}

export function isApproved(approval: Approval): boolean {
  const people = new Set(approval.decisions.filter(({ kind }) => kind === 'approved').map(({ by }) => by.id))
  return people.size >= approval.needed
}

function settled(record: OperationRecord): UserError {
  const last = record.approval?.decisions.at(-1)
  const who = last === undefined ? '' : ` by ${last.by.name}`
  const how = last === undefined ? record.state : last.kind
  const what = `This was decided already: ${how}${who}.`
  return new UserError('decided-already', what, `It is ${record.state} now; the message shows how it stands.`)
}
