import type { Caller, Place, Person } from '../../core/caller.js'
import type { IncidentRecord, Severity } from '../../core/incident.js'
import type { Bookmark, IncidentRooms } from '../../core/incident-room.js'
import type { TimelineLine } from '../timeline.js'

/** What stands beside the header; each is one message under a name of its own. */
export type Told =
  /** In #incidents, kept up to date to the end. */
  | { readonly kind: 'announcement' }
  /** Where it was opened, likewise: where to go, and how it ended. */
  | { readonly kind: 'pointer' }
  /** The header itself, where its channel was lost. */
  | { readonly kind: 'header' }
  /** What it begins with. */
  | { readonly kind: 'beginning'; readonly beginning: Beginning }
  /** An update is due. */
  | { readonly kind: 'reminder'; readonly due: number }
  | { readonly kind: 'commander wanted' }
  /** Where it went into: that it goes on there. */
  | { readonly kind: 'joined' }
  /** Its channel is archived then (ms since the epoch), or stays after all. */
  | { readonly kind: 'archiving'; readonly due: number }
  /** Something rings while it is watched. */
  | { readonly kind: 'rang'; readonly alarm: string }

/** What an incident begins with. */
export interface Beginning {
  /** What changed in its environment from two hours before it hurt until it was opened, the newest first. */
  readonly changed: readonly TimelineLine[]
  /** Where the alert it was opened from is read. */
  readonly alertLink?: string
  /** The runbook that fits that alert. */
  readonly runbook?: { readonly id: string; readonly title: string }
}

export interface IncidentEvent {
  readonly kind: 'incident opened' | 'incident ended'
  readonly actor: Caller
  readonly summary: string
  readonly environment?: string
  readonly incident: string
  /** Names the event among those of its incident: tried again after a crash, it is kept once. */
  readonly once: string
}

/** An alarm that rings. Its name is untrusted. */
export interface Ringing {
  readonly name: string
  /** ms since the epoch. */
  readonly since: number
}

/** What an incident may use of the rest of the house. */
export interface IncidentPorts {
  readonly rooms: IncidentRooms
  /** Remembers whose a channel is. */
  keepRoom(channel: string, incident: string): Promise<void>
  /** Where incidents are announced. */
  readonly announcements: Place
  /** Hands a message over, once a name; what is kept up to date follows the version. */
  tell(
    told: Told,
    to: Place,
    incident: { readonly record: IncidentRecord; readonly version: number },
  ): Promise<void>
  /** The `ts` of the header, once Slack shows it. */
  headerOf(id: string): Promise<string | undefined>
  /** Waits a little until Slack shows this version of the header. */
  shown(id: string, version: number): Promise<void>
  /** Another one; undefined: there is none. */
  incident(id: string): Promise<IncidentRecord | undefined>
  /** Tells another one that this one goes on there. @returns that one @throws UserError where it has ended */
  join(record: IncidentRecord, into: string): Promise<IncidentRecord>
  beginning(record: IncidentRecord): Promise<Beginning>
  /** What is to be found at the head of its channel, as far as it is there by now. */
  bookmarks(record: IncidentRecord): Promise<readonly Bookmark[]>
  /** Whom a severity asks in, besides who opened it: Slack ids. */
  peopleFor(severity: Severity, environment: string | undefined): Promise<readonly string[]>
  /** Alarms that ring now; undefined: AWS does not say. */
  ringing(environment: string): Promise<readonly Ringing[] | undefined>
  /** An audit that is broken stops changes, and nobody from helping: it rejects for the store alone. */
  audit(event: IncidentEvent): Promise<void>
  /** Posts the review in its channel and below the announcement. Never rejects for Slack. */
  handOver(incident: { readonly record: IncidentRecord; readonly version: number }): Promise<void>
  /** Calls whoever is on call, once an incident and severity. @returns who has answered; undefined: nobody yet, or nobody is on call */
  page(record: IncidentRecord): Promise<Person | undefined>
  /** Somebody has it: nobody else has to come. */
  answerPage(record: IncidentRecord, by: Person): Promise<void>
  /** Less than 1: waits poll faster, for the sandbox's faster time. */
  readonly timeScale: number
}
