import type { Caller } from '../../core/caller.js'
import type { Reply } from '../../core/message.js'
import type { Edge } from '../edge.js'

export interface Submission {
  readonly user: { readonly id: string; readonly name: string }
  /** What was typed or chosen, by block id. */
  readonly values: Readonly<Record<string, string>>
  /** As the view was opened with. */
  readonly metadata: string
  /** What it was delivered with. */
  readonly request: string
}

/** What happens when a modal is submitted. */
export interface Modal {
  readonly callbackId: string
  /** Errors by block id: shown under the inputs, and the modal stays open. Quick and without I/O. Throws on metadata that is not ours. */
  readonly check: (
    values: Readonly<Record<string, string>>,
    metadata: string,
  ) => Record<string, string> | undefined
  readonly submit: (
    edge: Edge,
    submission: Submission,
  ) => Promise<{ readonly reply: Reply; readonly caller: Caller }>
}
