import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Choices } from '../core/form.js'
import type { RoomWatch } from '../core/incident-room.js'
import type { Tracing } from '../core/tracing.js'
import type { Message, Reply } from '../core/message.js'
import type { Deliveries } from './deliveries/deliveries.js'
import type { Directory } from './directory.js'
import type { FieldQuestion } from './look-up-fields.js'
import type { Outbox } from './outbox/contract.js'

/** What the people's words and clicks are handed to. Both never throw: what goes wrong is in the reply. */
export interface Inside {
  /** Runs what somebody typed, or what a button says. */
  readonly run: (text: string, caller: Caller) => Promise<Reply>
  /** What may be chosen in a form's field now; absent: everything is typed. Never rejects, and answers within seconds. */
  readonly choices?: (question: FieldQuestion, caller: Caller) => Promise<Choices>
  /** Keeps what was refused before it could be decided on: a button that is not ours, or that somebody tampered with. */
  readonly refused?: (said: string, caller: Caller, reply: Reply) => Promise<Reply>
  /** Whether something was started for a delivery that has a message of its own. Rejects when the store does not answer. */
  readonly started: (delivery: string) => Promise<boolean>
  /** What happens in channels; absent: nobody wants to know. */
  readonly rooms?: RoomWatch
  /** The App Home of this person. `notice`: what came of their last click there. */
  readonly home: (caller: Caller, notice?: Message) => Promise<Reply>
}

/** What Slack's listeners work with. */
export interface Edge {
  readonly inside: Inside
  readonly config: Config
  readonly outbox: Outbox
  readonly directory: Directory
  readonly deliveries: Deliveries
  /** For what cannot wait for the outbox: views, whose trigger lives 3 s. */
  readonly web: WebClient
  readonly clock: Clock
  readonly logger: Logger
  /** Absent: requests are not followed. */
  readonly tracing?: Tracing
  /** Told when a request was acknowledged; absent: nobody counts. */
  readonly acknowledged?: (kind: RequestKind, milliseconds: number) => void
}

/** What Slack's requests are told apart by. */
export type RequestKind = 'command' | 'event' | 'click' | 'modal' | 'other'
