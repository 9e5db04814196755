import type { z } from 'zod'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { JobOutcome } from '../core/job.js'
import type { Json } from '../core/json.js'
import type { Message, ReplyFile } from '../core/message.js'

/** What every job of ohmy may use. */
export interface JobPorts {
  readonly aws: AwsFor
  readonly config: Config
}

/** Why a job has to end now: `by` said so, or its deadline is over. */
export type Ending = { readonly kind: 'stopped'; readonly by: Caller } | { readonly kind: 'expired' }

export interface JobContext<Input, State, Ports> {
  readonly id: string
  readonly input: Input
  readonly state: State
  readonly startedAt: number
  readonly deadline: number
  readonly caller: Caller
  readonly ports: Ports
  readonly clock: Clock
}

export interface TickContext<Input, State, Ports> extends JobContext<Input, State, Ports> {
  /** Given: tidy up, say how far it got, and come back with an outcome. */
  readonly ending: Ending | undefined
  readonly goAheadBy: Caller | undefined
  /** Aborted when another worker has the job, or this process ends: come back soon. */
  readonly signal: AbortSignal
  /**
   * For a tick that takes longer: keeps and shows how far it is. False: something was asked of the job, or its deadline is over; come back.
   * Rejects when another worker has it.
   */
  progress(state: State, message: Message): Promise<boolean>
  /** Whether the job is still this worker's; prolongs the lease. Ask right before anything that costs money. */
  holds(): Promise<boolean>
}

/** What a tick comes back with. */
export interface Tick<State> {
  readonly state: State
  /** Shown in place of the one before, where it differs. */
  readonly message: Message
  /** Milliseconds until the next tick; not read with an outcome. */
  readonly again?: number
  readonly outcome?: JobOutcome
  /** With an outcome: what was found, for `--json`. */
  readonly result?: Json
  /** With an outcome: `files` has something that belongs under the message. */
  readonly withFiles?: boolean
}

/**
 * Long reading work. A tick is short (a few calls), reads only, and may run twice with the same state: a worker may die before what it found is
 * kept. `State` is plain JSON of at most some tens of kilobytes.
 */
export interface JobDefinition<Input, State, Ports = JobPorts> {
  readonly name: string
  readonly input: z.ZodType<Input>
  environment(input: Input): string
  /** Milliseconds it may take at most. */
  lasts(input: Input): number
  /** What is shown at once, before any tick. */
  begin(context: Omit<JobContext<Input, undefined, Ports>, 'state'>): {
    readonly state: State
    readonly message: Message
  }
  /** @throws UserError: it fails with these words; AwsError: tried again while that is passing; anything else is a defect */
  tick(context: TickContext<Input, State, Ports>): Promise<Tick<State>>
  /** What is shown while a passing trouble keeps it from looking; absent: what was shown before stays. */
  troubled?(context: JobContext<Input, State, Ports>, words: string): Message
  /** What is shown when it failed. `words` are for people and not yet escaped. */
  failed(context: JobContext<Input, State, Ports>, words: string): Message
  /** What belongs under the last message; made again after a crash, so it may be handed over twice. */
  files?(context: JobContext<Input, State, Ports>): Promise<readonly ReplyFile[]>
}
