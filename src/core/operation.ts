import type { Caller, Place, Role } from './caller.js'
import type { Json } from './json.js'

/** One line of a plan: what changes, from → to. */
export interface Change {
  readonly what: string
  readonly from: string
  readonly to: string
}

/** What an operation will do, found out without changing anything. */
export interface Plan {
  /** `Scale backend in staging from 1 to 4 tasks` */
  readonly summary: string
  readonly changes: readonly Change[]
  /** Things to know before, one sentence each. */
  readonly warnings: readonly string[]
  /** What a person wants to know before deciding, one line each: what it goes back to, what it does not touch. */
  readonly details?: readonly string[]
  /** What the steps and Undo need later; part of the fingerprint: if it differs at execution, the world has moved. */
  readonly basis: { readonly [key: string]: Json }
  /** A word the person has to type first, for what is hard to take back. */
  readonly confirmation?: { readonly word: string; readonly because: string }
}

export const outcomes = [
  'succeeded',
  'failed',
  'rolled back',
  'cancelled',
  'expired',
  'no longer followed',
] as const
/** How an operation ended: exactly one of these. `no longer followed`: AWS goes on with it by itself, and nothing was taken back. */
export type Outcome = (typeof outcomes)[number]

export type OperationState = 'unconfirmed' | 'unapproved' | 'queued' | 'running' | 'reverting' | Outcome

export interface StepRecord {
  readonly title: string
  readonly state: 'pending' | 'running' | 'waiting' | 'done' | 'failed' | 'skipped'
  /** What ECS says, in words: `3 of 4 tasks are running`. */
  readonly detail?: string
  readonly startedAt?: number
  readonly endedAt?: number
  /** Times the step was tried and met a passing fault. */
  readonly faults?: number
  /** Since when each try has met a passing fault; absent: the last one did not. */
  readonly faultsSince?: number
  /** ms a wait may take, where what it looks at says so. */
  readonly allowed?: number
  /** Since when it has been held by a decision that somebody has to take. */
  readonly heldSince?: number
  /** ms it was held before: such time does not count. */
  readonly heldFor?: number
}

export interface ApprovalDecision {
  readonly kind: 'approved' | 'rejected'
  readonly by: Caller
  readonly at: number
  readonly reason?: string
}

/** Who has to agree before an operation starts, and who has. Bound to the record's fingerprint: a new plan starts without decisions. */
export interface Approval {
  /** Different people. */
  readonly needed: number
  readonly role: Role
  /** Milliseconds each round stays open. */
  readonly within: number
  /** By then it counts as rejected. */
  readonly expiresAt: number
  readonly decisions: readonly ApprovalDecision[]
  /** Why it is asked again, one sentence; absent in the first round. */
  readonly again?: string
}

/** Everything known of one operation: what Redis keeps, what the card shows, what history tells. Times in ms since the epoch. */
export interface OperationRecord {
  /** `op-7k2m9q` */
  readonly id: string
  /** The definition's name: `scale-service`. */
  readonly name: string
  readonly input: Json
  readonly caller: Caller
  readonly reason?: string
  /** What whoever asked says about it, one line each: untrusted, such as commit messages. */
  readonly notes?: readonly string[]
  readonly plan: Plan
  readonly fingerprint: string
  readonly state: OperationState
  readonly steps: readonly StepRecord[]
  /** Steps of the way back, once it is taken. */
  readonly revert?: readonly StepRecord[]
  readonly requestedAt: number
  readonly startedAt?: number
  readonly endedAt?: number
  /** Not started by then: expired. */
  readonly startBy: number
  /** What has kept it from starting so far: how often, and the last one as a clause for people. It is tried again until `startBy`. */
  readonly startFault?: { readonly times: number; readonly why: string }
  /** One sentence: why it ended as it did. */
  readonly outcomeReason?: string
  /** What to do next, and what was found out: stopped tasks, events. One line each. */
  readonly diagnosis?: readonly string[]
  readonly cancelRequestedBy?: Caller
  readonly approval?: Approval
  /** Somebody who may went past approvals, locks and freezes, and why. */
  readonly breakGlass?: string
  /** Why it takes its way back by itself: a step failed. */
  readonly failure?: { readonly reason: string; readonly diagnosis: readonly string[] }
  /** The operation this one takes back. */
  readonly undoes?: string
  /** Set when somebody pressed Undo: the operation that takes this one back. */
  readonly undoneBy?: string
  /** Where its card is shown. */
  readonly place: Place
  /** What the buttons may offer now; decided by the engine, checked again at the click. */
  readonly offers: { readonly cancel: boolean; readonly undo: boolean }
}

export function isEnded(state: OperationState): state is Outcome {
  return (outcomes as readonly string[]).includes(state)
}

/** Whether an operation in this state holds its locks. */
export function holdsLocks(state: OperationState): boolean {
  return state === 'queued' || state === 'running' || state === 'reverting'
}

/** What a person decides on an operation that is there already. `plan`: the fingerprint of the plan that was on the screen. */
export type OperationDecision =
  | { readonly kind: 'cancel' | 'undo'; readonly operation: string }
  | { readonly kind: 'confirm'; readonly operation: string; readonly word: string }
  | { readonly kind: 'approve'; readonly operation: string; readonly plan: string }
  | { readonly kind: 'reject'; readonly operation: string; readonly plan: string; readonly reason: string }
