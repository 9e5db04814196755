import type { KnownBlock } from '@slack/types'
import type { Form } from './form.js'
import type { Json } from './json.js'

/**
 * What a person reads. `text` is always rendered from `blocks` (slack/plain-text.ts), so that notifications, screen readers and the
 * terminal lose nothing: build a Message only with `message()` of slack/message.ts.
 */
export interface Message {
  readonly text: string
  readonly blocks: readonly KnownBlock[]
}

/** Something that belongs to an answer and does not fit into a message: a picture, a long text. */
export interface ReplyFile {
  /** `ohmycoins-staging-alb.png` */
  readonly name: string
  /** One line above it, and what screen readers say. */
  readonly title: string
  readonly content: string | Uint8Array
}

/** What a command comes back with. */
export interface Reply {
  readonly message: Message
  /** The same as data: what `--json` prints. */
  readonly data: Json
  /** `caller`: only who asked sees it (help, refusals). `place`: the channel or thread does. */
  readonly shownTo: 'caller' | 'place'
  /** Shown with the message: uploaded to where it is shown, all in one post; in the terminal written beside it. */
  readonly files?: readonly ReplyFile[]
  /** An operation was started: its card is posted and kept up to date by the engine, so the edge posts nothing more. */
  readonly operation?: string
  /** Long reading work was started: its message is posted and kept up to date by its worker, so the edge posts nothing more. */
  readonly reading?: string
  /** A run of a runbook was begun or moved: its message is posted and kept up to date by its flow, so the edge posts nothing more. */
  readonly run?: string
  /** An incident was opened: its messages are posted and kept up to date by its flow, so the edge posts nothing more. */
  readonly incident?: string
  /** An alert has heard a word: its message is kept up to date by its flow, so the edge posts nothing more. */
  readonly alert?: string
  /** Somebody was paged or has answered: the message of the page is kept up to date by its flow, so the edge posts nothing more. */
  readonly page?: string
  /** A pause has heard a decision: the message of its deployment is kept up to date by its flow, so the edge posts nothing more. */
  readonly deployment?: string
  /** A preflight was begun or ticked: its message is kept up to date by its flow, so the edge posts nothing more. */
  readonly preflight?: string
  /** What was done is in the audit already, by who did it. */
  readonly isRecorded?: boolean
  /** What was missing, to be asked for where there is a way to ask; the message says it in words. */
  readonly form?: Form
  /** The answer is "no" or "it failed": the terminal leaves with 1, after a usage error with 2. */
  readonly failed?: 'refused' | 'usage'
}
