import { z } from 'zod'
import { Caller, Place, roles } from './caller.js'
import { type Cause, causes } from './check.js'
import { Json } from './json.js'

/** One line of a plan: what changes, from → to. */
export const Change = z.object({ what: z.string(), from: z.string(), to: z.string() })
export type Change = Readonly<z.infer<typeof Change>>

/** What an operation will do, found out without changing anything. */
export const Plan = z.object({
  /** `Scale backend in staging from 1 to 4 tasks` */
  summary: z.string(),
  changes: z.array(Change).readonly(),
  /** Things to know before, one sentence each. */
  warnings: z.array(z.string()).readonly(),
  /** What a person wants to know before deciding, one line each: what it goes back to, what it does not touch. */
  details: z.array(z.string()).readonly().exactOptional(),
  /** What the steps and Undo need later; part of the fingerprint: if it differs at execution, the world has moved. */
  basis: z.record(z.string(), Json),
  /** What cancelling it after the change comes to, as a clause, where it does not put anything back. */
  takenBack: z.string().exactOptional(),
  /** A word the person has to type first, for what is hard to take back. */
  confirmation: z.object({ word: z.string(), because: z.string() }).exactOptional(),
})
export type Plan = Readonly<z.infer<typeof Plan>>

export const outcomes = [
  'succeeded',
  'failed',
  'rolled back',
  'cancelled',
  'expired',
  'no longer followed',
  'taken over',
] as const
/**
 * How an operation ended: exactly one of these. `no longer followed`: AWS goes on with it by itself, and nothing was taken back. `taken over`: somebody else
 * changed the same meanwhile, and what that came to is theirs.
 */
export type Outcome = (typeof outcomes)[number]

export const operationStates = [
  'unconfirmed',
  'unapproved',
  'queued',
  'running',
  'reverting',
  ...outcomes,
] as const
export type OperationState = (typeof operationStates)[number]

export const StepRecord = z.object({
  title: z.string(),
  state: z.enum(['pending', 'running', 'waiting', 'done', 'failed', 'skipped']),
  /** What ECS says, in words: `3 of 4 tasks are running`. */
  detail: z.string().exactOptional(),
  /** Lines of a log, for who reads how it ended: untrusted. */
  wrote: z.array(z.string()).readonly().exactOptional(),
  startedAt: z.number().exactOptional(),
  endedAt: z.number().exactOptional(),
  /** Times the step was tried and met a passing fault. */
  faults: z.number().exactOptional(),
  /** Since when each try has met a passing fault; absent: the last one did not. */
  faultsSince: z.number().exactOptional(),
  /** ms a wait may take, where what it looks at says so. */
  allowed: z.number().exactOptional(),
  /** Since when it has been held by a decision that somebody has to take. */
  heldSince: z.number().exactOptional(),
  /** ms it was held before: such time does not count. */
  heldFor: z.number().exactOptional(),
})
export type StepRecord = Readonly<z.infer<typeof StepRecord>>

export const ApprovalDecision = z.object({
  kind: z.enum(['approved', 'rejected']),
  by: Caller,
  at: z.number(),
  reason: z.string().exactOptional(),
})
export type ApprovalDecision = Readonly<z.infer<typeof ApprovalDecision>>

/** Who has to agree before an operation starts, and who has. Bound to the record's fingerprint: a new plan starts without decisions. */
export const Approval = z.object({
  /** Different people. */
  needed: z.number(),
  role: z.enum(roles),
  /** Milliseconds each round stays open. */
  within: z.number(),
  /** By then it counts as rejected. */
  expiresAt: z.number(),
  decisions: z.array(ApprovalDecision).readonly(),
  /** Why it is asked again, one sentence; absent in the first round. */
  again: z.string().exactOptional(),
})
export type Approval = Readonly<z.infer<typeof Approval>>

/** Stands in a diagnosis before the lines of a log. */
export const wroteLast = 'What it wrote last:'

/** Why something failed: lines for people, untrusted, and the classes that runbooks match by, the most likely first. */
export interface Diagnosis {
  readonly lines: readonly string[]
  readonly causes: readonly Cause[]
}

/** What is to be known once it has succeeded: a sentence or two, and lines to be copied somewhere. */
export const Afterword = z.object({ says: z.string(), lines: z.array(z.string()).readonly() })
export type Afterword = Readonly<z.infer<typeof Afterword>>

/** Everything known of one operation: what Redis keeps, what the card shows, what history tells. Times in ms since the epoch. */
export const OperationRecord = z.object({
  /** Of this shape. */
  v: z.literal(1),
  /** `op-7k2m9qa` */
  id: z.string(),
  /** The definition's name: `scale-service`. */
  name: z.string(),
  input: Json,
  caller: Caller,
  reason: z.string().exactOptional(),
  /** What whoever asked says about it, one line each: untrusted, such as commit messages. */
  notes: z.array(z.string()).readonly().exactOptional(),
  plan: Plan,
  fingerprint: z.string(),
  state: z.enum(operationStates),
  steps: z.array(StepRecord).readonly(),
  /** Steps of the way back, once it is taken. */
  revert: z.array(StepRecord).readonly().exactOptional(),
  requestedAt: z.number(),
  startedAt: z.number().exactOptional(),
  endedAt: z.number().exactOptional(),
  /** Not started by then: expired. */
  startBy: z.number(),
  /** What has kept it from starting so far: how often, and the last one as a clause for people. It is tried again until `startBy`. */
  startFault: z.object({ times: z.number(), why: z.string() }).exactOptional(),
  /** One sentence: why it ended as it did. */
  outcomeReason: z.string().exactOptional(),
  /** What to do next, and what was found out: stopped tasks, events. One line each. */
  diagnosis: z.array(z.string()).readonly().exactOptional(),
  /** What of it runbooks match by, the most likely first; absent: nothing is known. */
  causes: z.array(z.enum(causes)).readonly().exactOptional(),
  /** What is to be known once it has succeeded. */
  afterwards: z.array(Afterword).readonly().exactOptional(),
  cancelRequestedBy: Caller.exactOptional(),
  approval: Approval.exactOptional(),
  /** Somebody who may went past approvals, locks and freezes, and why. */
  breakGlass: z.string().exactOptional(),
  /** Why it takes its way back by itself: a step failed. */
  failure: z
    .object({
      reason: z.string(),
      diagnosis: z.array(z.string()).readonly(),
      causes: z.array(z.enum(causes)).readonly().exactOptional(),
    })
    .exactOptional(),
  /** The run of a runbook that waits for it. */
  parent: z.string().exactOptional(),
  /** The operation this one takes back. */
  undoes: z.string().exactOptional(),
  /** Set when somebody pressed Undo: the operation that takes this one back. */
  undoneBy: z.string().exactOptional(),
  /** How often taking it back came to nothing: cancelled, rejected or expired. */
  undoTries: z.number().exactOptional(),
  /** Where its card is shown. */
  place: Place,
  /** What the buttons may offer now; decided with each write, checked again at the click. */
  offers: z.object({ cancel: z.boolean(), undo: z.boolean() }),
})
export type OperationRecord = Readonly<z.infer<typeof OperationRecord>>

export function isEnded(state: OperationState): state is Outcome {
  return (outcomes as readonly string[]).includes(state)
}

/** Whether an operation in this state holds its locks. */
export function holdsLocks(state: OperationState): boolean {
  return state === 'queued' || state === 'running' || state === 'reverting'
}

/** How much of a fingerprint names a plan to people: two plans of one operation do not share it by chance. */
export function shortPlan(fingerprint: string): string {
  return fingerprint.slice(0, 12)
}
