import type { z } from 'zod'
import type { Role } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { parseDuration } from '../core/duration.js'
import type { Line } from '../core/line.js'
import type { Afterword, Diagnosis, OperationRecord, Plan } from '../core/operation.js'
import type { Told } from './next-look.js'

/** What plans and steps may use besides their input: chosen by the composition root, the same for all operations. */
export interface StepContext<Input, Ports> {
  readonly input: Input
  readonly plan: Plan
  readonly record: OperationRecord
  readonly ports: Ports
  readonly clock: Clock
  /**
   * Milliseconds since the step began, in the operation's own time: what `every` and `timeout` are counted in. Without those in which somebody
   * had to decide.
   */
  readonly elapsed: number
  /** Aborted when this worker has lost the operation to another one. */
  readonly signal: AbortSignal
  /**
   * Call right before each change of the outside world. Throws when this worker no longer holds the operation and its locks; then nothing may
   * be changed any more. A look that came before the fence is still valid after it: fence last.
   */
  fence(): Promise<void>
  /**
   * Call right after each change: keeps what AWS calls the request. Never throws, because the change has happened.
   * @param requestId as the port answered it
   */
  changed(requestId: string): Promise<void>
  /** Replaces the step's detail on the card: `3 of 4 tasks are running`. */
  report(detail: string): Promise<void>
}

/** What is looked at once an operation has succeeded. */
export interface AfterwardsContext<Input, Ports>
  extends Pick<StepContext<Input, Ports>, 'input' | 'plan' | 'record' | 'ports' | 'clock'> {}

export interface PlanContext<Input, Ports> {
  readonly input: Input
  readonly ports: Ports
  readonly clock: Clock
}

export interface Finding {
  readonly done: boolean
  readonly detail?: string
  /** ms the wait may take in all, where what is looked at says so; absent: the step's `timeout`. */
  readonly allowed?: number
  /** Whether somebody has to decide before it can go on: such time does not count. */
  readonly held?: boolean
  /** What AWS tells by itself of what is waited for; absent: nothing, so looking is all there is. */
  readonly told?: Told
  /** What it wrote, for who reads how it ended: untrusted lines, oldest first. */
  readonly wrote?: readonly string[]
  /** What goes on by itself, one sentence: when time is over, the operation ends as no longer followed. Absent: it fails, and may turn back. */
  readonly goesOn?: string
  /** Who else changes the same since, in sentences: what was waited for will not come, and the operation ends as taken over. */
  readonly takenOver?: string
}

/**
 * One thing to do. It looks before it acts, so running it twice changes nothing more: it runs again after a crash, a passing fault of AWS
 * (`AwsError.passing`) or a lost answer. A UserError or any other AwsError ends the operation as failed.
 */
export interface ActStep<Input, Ports> {
  readonly kind: 'act'
  readonly title: string
  /** Whether this plan needs the step at all; absent: always. */
  readonly applies?: (plan: Plan) => boolean
  readonly act: (context: StepContext<Input, Ports>) => Promise<string | undefined>
  /** It ends what an earlier step began for a time: like the way back, no lock and no freeze bars it. */
  readonly putsBack?: boolean
}

/**
 * Something to wait for, looked at now and then: no worker is occupied meanwhile. A UserError says that what was waited for has failed. Any other
 * error only means that nobody could look: then the operation ends as no longer followed, because what cannot be seen has not failed.
 */
export interface WaitStep<Input, Ports> {
  readonly kind: 'wait'
  readonly title: string
  readonly applies?: (plan: Plan) => boolean
  readonly look: (context: StepContext<Input, Ports>) => Promise<Finding>
  /** Milliseconds between looks. */
  readonly every: number
  /** Milliseconds after which the operation fails with a diagnosis, or is no longer followed: the finding tells which. */
  readonly timeout: number
}

export type Step<Input, Ports> = ActStep<Input, Ports> | WaitStep<Input, Ports>

export type Steps<Input, Ports> =
  | readonly Step<Input, Ports>[]
  | ((input: Input, plan: Plan) => readonly Step<Input, Ports>[])

/** What is declared in one file an operation. */
export interface OperationDefinition<Input, Ports> {
  readonly name: string
  /** The word people use for it: policies name it, and it must be a command's name. */
  readonly verb: string
  readonly input: z.ZodType<Input>
  /** The role it takes, where the environment's policy does not say otherwise. */
  readonly access: Role
  /** The environment it changes: roles, policy and channels are looked up by it. */
  readonly environment: (input: Input) => string
  /** Names of what nobody else may change meanwhile: `service:cluster/name`. */
  readonly locks: (input: Input) => readonly string[]
  /** What it is about, where it holds something less: a person's lock on that bars it, and history finds it there. Absent: what it holds. */
  readonly concerns?: (input: Input) => readonly string[]
  /** Read-only. Refuses with a UserError. */
  readonly plan: (context: PlanContext<Input, Ports>) => Promise<Plan>
  /** The same for the same input and plan: a crash must find the steps it left. */
  readonly steps: Steps<Input, Ports>
  /** The way back when a person cancels after the change was made; absent: cancelling is offered only before. */
  readonly revert?: Steps<Input, Ports>
  /** Whether the way back is also taken when a step fails after a change; the outcome is then `rolled back`. */
  readonly rollsBack?: (plan: Plan) => boolean
  /** The input of the operation that takes this one back; undefined: nothing to take back. */
  readonly undo?: (record: OperationRecord, input: Input) => Input | undefined
  /** What asks for the same again, as somebody would type it; undefined: nobody can. */
  readonly line?: (input: Input) => Line | undefined
  /** What is to be known once it has succeeded: who would take it back, and how not. Nothing is lost where it cannot be found out. */
  readonly afterwards?: (context: AfterwardsContext<Input, Ports>) => Promise<readonly Afterword[]>
  /** Why, when it fails or times out: stopped tasks with exit codes, events. */
  readonly diagnose?: (context: StepContext<Input, Ports>) => Promise<Diagnosis>
}

/** A change does not know what its operation's input is: the definition's schema does. */
// Definitions of different inputs stand in one list.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyOperation<Ports> = OperationDefinition<any, Ports>

export function operation<Input, Ports>(
  definition: OperationDefinition<Input, Ports>,
): OperationDefinition<Input, Ports> {
  return definition
}

export function step<Input, Ports>(
  title: string,
  act: ActStep<Input, Ports>['act'],
  options: Pick<ActStep<Input, Ports>, 'applies' | 'putsBack'> = {},
): ActStep<Input, Ports> {
  return { kind: 'act', title, act, ...options }
}

/** `every` and `timeout` as durations: `10s`, `15m`. */
export function wait<Input, Ports>(
  title: string,
  look: WaitStep<Input, Ports>['look'],
  options: { readonly every: string; readonly timeout: string; readonly applies?: (plan: Plan) => boolean },
): WaitStep<Input, Ports> {
  const { every, timeout, ...rest } = options
  return { kind: 'wait', title, look, every: milliseconds(every), timeout: milliseconds(timeout), ...rest }
}

function milliseconds(duration: string): number {
  const parsed = parseDuration(duration)
  if (parsed === undefined) throw new Error(`Not a duration: ${duration}`)
  return parsed
}
