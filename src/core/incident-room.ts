import type { Reply } from './message.js'

/** A channel for one incident. */
export interface RoomWanted {
  /** `inc-7k2m9qa`: it carries it, by which it is found again. */
  readonly incident: string
  /** `inc-20261128-backend-is-down`. Taken by somebody else: with a number behind it. */
  readonly name: string
  /** ms since the epoch: a channel that is older is nobody's that was begun and not marked. */
  readonly since: number
}

export interface Room {
  readonly channel: string
  /** Without #. */
  readonly name: string
}

/** What a message says, for people who were not there. */
export interface RoomMessage {
  /** By name. */
  readonly who: string
  /** As people read it: names, not ids; masked, and still untrusted. */
  readonly text: string
  readonly files: readonly { readonly name: string; readonly link?: string }[]
}

/**
 * The one place that knows what an incident's room is made of, so that another kind can replace it. Everything can be done again after a crash. All but
 * `isOpen` reject with a RoomRefused.
 */
export interface IncidentRooms {
  /** Makes the room, or finds the one that was made for this incident. */
  open(wanted: RoomWanted): Promise<Room>
  /** Says what it is about, at its head. */
  describe(room: string, topic: string): Promise<void>
  /** @param people Slack ids; who is in already stays. @returns those who could not be asked in */
  invite(room: string, people: readonly string[]): Promise<readonly string[]>
  /** Who is in: Slack ids, without ohmy's own. */
  peopleIn(room: string): Promise<readonly string[]>
  /** Keeps a message at hand. */
  pin(room: string, ts: string): Promise<void>
  /** Keeps a link at its head; one of that title gets the new address. */
  bookmark(room: string, bookmark: Bookmark): Promise<void>
  archive(room: string): Promise<void>
  /** When a person last wrote there, after an instant (ms since the epoch); undefined: nobody has, or ohmy may not look. */
  spokenSince(room: string, since: number): Promise<number | undefined>
  /** What a message says now; undefined: it is not there, or not in the thread that it says it is in. */
  message(room: string, ts: string): Promise<RoomMessage | undefined>
  /** Whether it can be written in; undefined: Slack does not say. */
  isOpen(room: string): Promise<boolean | undefined>
}

/** A link at the head of a room. */
export interface Bookmark {
  /** Known again by it. */
  readonly title: string
  readonly link: string
  /** With colons. */
  readonly emoji: string
}

/** What people do to messages of a room; times are Slack's own, as in `event_ts`. */
export type RoomEvent =
  /** A sign was put below a message or taken off: a pin, or the reaction for it, by whoever `sign` names. */
  | {
      readonly kind: 'mark'
      readonly ts: string
      readonly sign: string
      readonly on: boolean
      readonly at: string
    }
  | { readonly kind: 'message changed'; readonly ts: string; readonly at: string }
  | { readonly kind: 'message deleted'; readonly ts: string }
  /** The room itself was archived: it is looked at whether that is so. */
  | { readonly kind: 'archived' }

/** What happens in channels besides what is said to ohmy. Nothing comes of it where a channel is no incident's. Rejects when nobody can tell whose it is. */
export interface RoomWatch {
  /** @param user Slack id of whose doing it is */
  happened(channel: string, event: RoomEvent, user: string): Promise<void>
  /** Somebody came in. @returns what only they are told, as `shownTo: caller`; undefined: nothing */
  joined(channel: string, user: string): Promise<Reply | undefined>
}

/** Which incident a channel was made for: kept beside the records, so that nobody looks through all of them. The record itself decides whether it is so. */
export interface RoomIndex {
  keep(channel: string, incident: string): Promise<void>
  /** The id of the incident; undefined: ohmy made this channel for none. Rejects when the store does not say. */
  incidentOf(channel: string): Promise<string | undefined>
}

/** Why something could not be done to a room. */
export class RoomRefused extends Error {
  override readonly name = 'RoomRefused'
  constructor(
    /** One clause for people: `Slack does not let ohmy create channels (restricted_action)`. */
    readonly what: string,
    /** The same may succeed later without anybody doing anything. */
    readonly passing: boolean,
    { wait, ...options }: ErrorOptions & { readonly wait?: number } = {},
  ) {
    super(what, options)
    this.wait = wait
  }

  /** ms after which it will: known to be too early, and nobody's fault. */
  readonly wait: number | undefined
}
