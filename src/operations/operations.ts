import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'
import type { OperationRecord } from '../core/operation.js'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { OperationDefinition } from './engine/definition.js'

/** What every operation of ohmy may use. */
export interface Ports {
  readonly aws: AwsFor
  readonly config: Config
}

export type Operation<Input> = OperationDefinition<Input, Ports>

export interface RequestOptions {
  readonly reason?: string
  /** The word typed for a plan that asks for a confirmation. */
  readonly confirmation?: string
  readonly undoes?: string
  /** Goes past approvals, locks and freezes, for who may; the reason is shown loudly. */
  readonly breakGlass?: string
  /** Lines for who decides, from elsewhere: shown as they are, never interpreted. */
  readonly notes?: readonly string[]
  /** Instead of a new one, `op-…`: asked for again after a crash it is the same operation. Whoever gives it looks first. */
  readonly id?: string
  /**
   * Called right before it is recorded. Rejects where whoever asked is answered by somebody else already; resolves with the store's time (ms) after which it
   * must not be recorded any more.
   */
  readonly hold?: () => Promise<number | undefined>
  /** Only show the plan. */
  readonly dryRun?: boolean
}

/** The one way in for everything that changes something. */
export interface Operations {
  /**
   * Plans, applies policy, records and queues. The reply's card is posted and kept up to date by the engine.
   * @throws UserError when the plan, the policy or a running operation refuses; nothing was started then
   */
  request<Input>(
    operation: Operation<Input>,
    input: Input,
    caller: Caller,
    options?: RequestOptions,
  ): Promise<Reply>
  /** Confirms an operation that waits for a typed word. */
  confirm(id: string, word: string, caller: Caller): Promise<Reply>
  /** @param fingerprint of the plan that was on the screen: another one is not approved by it */
  approve(id: string, fingerprint: string, caller: Caller): Promise<Reply>
  reject(id: string, fingerprint: string, reason: string, caller: Caller): Promise<Reply>
  cancel(id: string, caller: Caller): Promise<Reply>
  undo(id: string, caller: Caller): Promise<Reply>
  find(id: string): Promise<OperationRecord | undefined>
  /** Resolves when it ended; calls back at each change until then. For the terminal. */
  follow(id: string, changed: (record: OperationRecord) => void): Promise<OperationRecord>
}
