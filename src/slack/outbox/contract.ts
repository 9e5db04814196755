import type { Message } from '../../core/message.js'

/** Where a message goes. */
export interface Destination {
  /** Slack channel id (or a `#name`, resolved once). */
  readonly channel: string
  readonly threadTs?: string
  /** The message is there already, under this ts: it is updated, never posted. */
  readonly ts?: string
  /** The message goes away; where it was not posted yet, it never is. */
  readonly remove?: true
  /** Only this person sees it: sent once by chat.postEphemeral or the response_url, never updated. */
  readonly ephemeralFor?: string
  /** Used for ephemeral answers, and where the bot is not in the channel. 5 uses in 30 minutes. */
  readonly responseUrl?: string
}

export interface Letter {
  /** The message's own name: `flow:op-7k2m9q`, `answer:<delivery id>`. Sending again under it updates the posted message. */
  readonly key: string
  readonly to: Destination
  readonly message: Message
  /** Rises with each newer content; an older one that arrives late is dropped. */
  readonly version: number
  /** The last word for now, or what tells of many things at once: delivered first, and however long it takes. A newer version may still follow (somebody pressed Undo). */
  readonly final: boolean
}

export interface LetterRefusal {
  /** Slack's word for it. */
  readonly why: string
  /** Where the letter goes. */
  readonly channel: string
}

/** Every post and update goes through it. */
export interface Outbox {
  /** Stores the letter and returns; delivered by whichever process is alive. The same as Slack shows is not sent again. Throws only when the store cannot be reached. */
  send(letter: Letter): Promise<void>
  /** Whether this version of a letter, or a newer one, was handed in. Throws when the store cannot be reached. */
  has(letter: Pick<Letter, 'key' | 'version'>): Promise<boolean>
  /** Waits until Slack shows a letter (or it was given up), `within` ms at most; then whatever belongs under it can follow. Never rejects. */
  shown(letter: Pick<Letter, 'key' | 'version'>, within: number): Promise<boolean>
  /** Why a letter cannot stand where it goes, waited for at most `within` ms. Undefined: it stands there, or nothing is known. Never rejects. */
  refusal(key: string, within: number): Promise<LetterRefusal | undefined>
  /** Blocks in which the id of whatever has a message of its own is a link to that. Never rejects: what cannot be looked up stays as it is. */
  linked<Blocks>(blocks: Blocks): Promise<Blocks>
  /** The `ts` of a message, once it is there. */
  postedAs(key: string): Promise<string | undefined>
  /** Where it is read in Slack. Never rejects; undefined: it is not there yet, or Slack does not say where its workspace is. */
  linkTo(key: string): Promise<string | undefined>
}
