import type { World, WorldOptions } from '../../sandbox/world.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import type { AuditRecord } from '../../src/core/audit-record.js'

/** One kind of flow, as the table of kills knows it: where it is played, and how its books are balanced. */
export interface FlowKind {
  /** As the engine calls it. */
  readonly kind: string
  readonly stages: readonly Stage[]
  /** The id of the flow whose outcome this record of the audit tells. Absent: the audit tells none of this kind. */
  readonly outcomeIn?: (record: AuditRecord) => string | undefined
  /** Kinds of its audit records that are made once a try, not once. */
  readonly onceATry?: readonly string[]
}

/** A world of its own, in which scenes are played one after the other: what one stage leaves behind, another does not meet. */
export interface Stage {
  readonly name: string
  readonly scenes: Readonly<Record<string, Scene>>
  /** How fast the account's time goes. Absent: 400. */
  readonly speed?: number
  /** On the built-in store as well, where there is a real one. */
  readonly onBothStores?: true
  readonly world?: Omit<WorldOptions, 'path' | 'store' | 'account'>
  /** Of its processes, besides the world's. */
  readonly environment?: Readonly<Record<string, string>>
}

/** One way through a flow, and what must come of it wherever a process dies on the way. */
export interface Scene {
  /** Everything until the word is said, with a process that lives. */
  readonly prepare: (round: Round) => Promise<Act>
  /** What people do besides, with whichever process goes on. */
  readonly besides?: (round: Round) => Promise<unknown>
  /** What stands in each of its messages. */
  readonly about: string
  /** What its last message says in the end. */
  readonly ended: readonly string[]
  /** What it says instead where AWS was asked for as long as it is waited for: somebody decides what then. */
  readonly unanswered?: readonly string[]
  /** What it says where AWS took no question and nothing was done: the same is said once more. */
  readonly askedAgain?: string
  /** Calls of AWS that changed or began something, by action, from the word on. */
  readonly changes: Readonly<Record<string, number>>
  readonly messages: number
  /** Checkpoints that must have been died at. The last of them is the last of the flow. */
  readonly hit: readonly string[]
  /** Where it dies. Absent: at every checkpoint that was met. */
  readonly diesAt?: readonly string[]
  /** What makes the checkpoints behind it other ones. Absent: that a step has changed something. */
  readonly turning?: (checkpoint: string) => boolean
  /** It ends when `after` is through. */
  readonly waits?: boolean
  /** Puts the world back, with the process that went on. */
  readonly after?: (round: Round) => Promise<unknown>
}

/** What a person sees and does in one round. */
export interface Round {
  readonly world: World
  /** A message of this round, once its text has all of these. */
  card(...words: readonly string[]): Promise<MessageRecord>
  /** Every message of this round. */
  cards(): readonly MessageRecord[]
  /** Says a line; says it again where the answer is to do so, because something did not answer in time: a loaded machine proves nothing. */
  say(person: Person, line: string): Promise<void>
  /** Does it again for as long as nothing has come of it: nobody answers a click whose process dies. */
  insist(act: () => Promise<unknown>, hasCome: () => boolean): Promise<void>
  /** Waits until a worker has looked, and would look again no sooner than in a minute. */
  putOff(): Promise<void>
}

/** What the person does while the process dies, and what must be so in the end, besides the words. */
export interface Act {
  readonly say: () => Promise<unknown>
  readonly check?: () => void
}
