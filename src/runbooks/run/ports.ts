import type { Caller, Place } from '../../core/caller.js'
import type { Checked } from '../../core/check.js'
import type { ReplyFile } from '../../core/message.js'
import type { OperationRecord } from '../../core/operation.js'
import type { RunRecord } from '../../core/run.js'

/** What an action's line is said with, besides who says it. */
export interface SayAs {
  /** The id that the operation it starts gets: the same try asks for the same one. */
  readonly operation: string
  /** The run: it is looked at when the operation ends. */
  readonly parent: string
  /** Approvals it takes, where its policy asks for fewer. */
  readonly approvals?: number
  /** In a drill: only what is done where drills may be. */
  readonly isDrill: boolean
}

/** What came of a line. `said`: it was done at once, as locks and mutes are. `refused`: nothing was done; why and what to do next. */
export type Said =
  | { readonly kind: 'operation'; readonly id: string }
  | { readonly kind: 'said'; readonly words: string }
  | { readonly kind: 'refused'; readonly words: string }

export interface RunEvent {
  readonly kind: 'run began' | 'run step' | 'run ended'
  readonly actor: Caller
  readonly summary: string
  readonly environment?: string
  readonly run: string
  /** Names the event among those of its run: tried again after a crash, it is kept once. */
  readonly once: string
}

/** What a run may use of the rest of the house. */
export interface RunPorts {
  /**
   * Never rejects for what it asks: who could not look says `unknown`.
   * @param by as who may look there; absent: that was asked when the run began
   */
  check(
    name: string,
    subject: { readonly environment: string | undefined; readonly service: string | undefined },
    args: Readonly<Record<string, unknown>>,
    by?: Caller,
  ): Promise<Checked>
  /** Says a line as this person, as if it had been typed: their role, this channel, its policy. Never rejects. */
  say(line: string, by: Caller, as: SayAs): Promise<Said>
  /** The plan of a line, in lines of text, or why there is none. Changes nothing. */
  plan(line: string, by: Caller): Promise<Said>
  operation(id: string): Promise<OperationRecord | undefined>
  /** The file has another content than the one the run began with. Never rejects. */
  isOutdated(record: RunRecord): Promise<boolean>
  audit(event: RunEvent): Promise<void>
  report(record: RunRecord): ReplyFile
  /** Puts files under the message of the run, once Slack shows that version of it. */
  attach(
    message: { readonly id: string; readonly version: number; readonly place: Place },
    files: () => Promise<readonly ReplyFile[]>,
  ): Promise<void>
  /** Less than 1: waits poll faster, for the sandbox's faster time. */
  readonly timeScale: number
}
