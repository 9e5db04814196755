import { z } from 'zod'
import { Caller, Place, Person } from './caller.js'

/** The rule of each severity, as it stands beside it wherever one is chosen. */
export const severityRules = {
  1: 'service down: at once, everyone, customers are told',
  2: 'degraded: within 15 minutes, whoever is on call',
  3: 'minor: within an hour, in business hours',
} as const
export const Severity = z.union([z.literal(1), z.literal(2), z.literal(3)])
export type Severity = z.infer<typeof Severity>

/** How far it is, in this order. `open`: nobody has acknowledged it. `resolved`: it is watched before it is closed. */
export const incidentStatuses = [
  'open',
  'acknowledged',
  'assessing',
  'mitigating',
  'monitoring',
  'resolved',
  'closed',
  'merged',
] as const
export type IncidentStatus = (typeof incidentStatuses)[number]

/** As people say it. `resolved` asks for cause and impact, so it is a word of its own. */
export const saidStatuses = [
  'acknowledged',
  'assessing',
  'mitigating',
  'monitoring',
] as const satisfies readonly IncidentStatus[]
export type SaidStatus = (typeof saidStatuses)[number]

export const incidentRoles = ['commander', 'communications', 'scribe'] as const
export type IncidentRole = (typeof incidentRoles)[number]

/** Something people said or ohmy noticed: one line of the timeline. What ohmy did in AWS stands in the audit and is read from there. */
export const IncidentEntry = z.object({
  /** ms since the epoch. */
  at: z.number(),
  kind: z.enum([
    'opened',
    'severity',
    'status',
    'role',
    'update',
    'note',
    'task',
    'task done',
    'alarm',
    'resolved',
    'reopened',
    'closed',
    'merged',
    'joined',
  ]),
  by: Person.exactOptional(),
  /** Untrusted where people or alarms wrote it. */
  text: z.string(),
})
export type IncidentEntry = Readonly<z.infer<typeof IncidentEntry>>

export const IncidentTask = z.object({
  number: z.number(),
  /** Untrusted. */
  text: z.string(),
  by: Person,
  at: z.number(),
  owner: Person.exactOptional(),
  done: z.object({ by: Person, at: z.number() }).exactOptional(),
})
export type IncidentTask = Readonly<z.infer<typeof IncidentTask>>

/** A file of a message: a picture of a graph, most often. */
const MarkedFile = z.object({
  /** Untrusted. */
  name: z.string(),
  /** Where it is seen, for who may. */
  link: z.string().exactOptional(),
})

/** A message of its channel that people put into the timeline, and what became of it there. */
export const MarkedMessage = z.object({
  /** Slack's name for it, and when it was written: seconds since the epoch. */
  ts: z.string(),
  /** Who put it there first. */
  by: Person,
  /** The newest word on each sign below it, by Slack's time: `pin`, or the id of who reacted. */
  signs: z.record(z.string(), z.object({ on: z.boolean(), at: z.string() })),
  /** Slack's time of the newest change that was heard of. */
  changedAt: z.string().exactOptional(),
  /** Whether what it says was read since. */
  isRead: z.boolean(),
  /** As it was read; absent: not yet, it is in nobody's timeline any more, or Slack does not let ohmy read. */
  message: z
    .object({
      /** Who wrote it, by name. */
      who: z.string(),
      /** Masked, and still untrusted. */
      text: z.string(),
      files: z.array(MarkedFile).readonly(),
    })
    .exactOptional(),
  /** It was deleted. */
  isGone: z.literal(true).exactOptional(),
})
export type MarkedMessage = Readonly<z.infer<typeof MarkedMessage>>

/** Where it is talked about. `none`: no channel of its own, and why, as a sentence; it goes on where it was opened. */
export const IncidentPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('own'), channel: z.string(), name: z.string() }),
  z.object({ kind: z.literal('none'), why: z.string() }),
  /** It had one, which somebody archived or deleted. */
  z.object({ kind: z.literal('lost'), name: z.string(), why: z.string() }),
])
export type IncidentPlace = Readonly<z.infer<typeof IncidentPlace>>

/** How often and how long, in ms: as it was when the incident began. */
export const IncidentRules = z.object({
  /** An update is due so long after the last one. SEV-3: whenever something changes. */
  updateEvery: z.object({ 1: z.number(), 2: z.number() }),
  /** Nobody leads it for so long: asked for, once. */
  askForCommanderAfter: z.number(),
  /** After it was resolved, before it is closed. */
  watchFor: z.number(),
  /** After it has ended, and nobody has written in its channel; absent: that is not archived by itself. */
  archiveAfter: z.number().exactOptional(),
  /** It is said so long before. */
  archiveNotice: z.number().exactOptional(),
})
export type IncidentRules = Readonly<z.infer<typeof IncidentRules>>

/** Everything known of one incident: what Redis keeps, what its messages and its review show. Times in ms since the epoch. */
export const IncidentRecord = z.object({
  /** Of this shape. */
  v: z.literal(1),
  /** `inc-7k2m9qa` */
  id: z.string(),
  /** Untrusted. */
  title: z.string(),
  severity: Severity,
  status: z.enum(incidentStatuses),
  /** By name. Absent: it is about none, or about all of them. */
  environment: z.string().exactOptional(),
  services: z.array(z.string()).readonly(),
  /** Who opened it. */
  caller: Caller,
  /** The alert it was opened from, and what that said: untrusted. */
  alert: z.object({ id: z.string(), words: z.string().exactOptional() }).exactOptional(),
  /** Since when something is wrong. */
  affectedSince: z.number(),
  openedAt: z.number(),
  acknowledgedAt: z.number().exactOptional(),
  mitigatedAt: z.number().exactOptional(),
  resolvedAt: z.number().exactOptional(),
  /** From here on nothing has rung while it is watched. */
  quietSince: z.number().exactOptional(),
  /** AWS does not say how its alarms stand, so that its watch cannot end. */
  isUnseen: z.boolean().exactOptional(),
  endedAt: z.number().exactOptional(),
  roles: z.object({
    commander: Person.exactOptional(),
    communications: Person.exactOptional(),
    scribe: Person.exactOptional(),
  }),
  lastUpdate: z.object({ at: z.number(), by: Person, text: z.string() }).exactOptional(),
  /** When the next update is due; absent: whenever something changes. */
  updateDue: z.number().exactOptional(),
  /** Reminders since somebody last said something. */
  reminders: z.number(),
  isCommanderAskedFor: z.boolean(),
  tasks: z.array(IncidentTask).readonly(),
  entries: z.array(IncidentEntry).readonly(),
  marked: z.array(MarkedMessage).readonly().default([]),
  /** The name that its channel is to have, without #. */
  channelName: z.string(),
  place: IncidentPlace.exactOptional(),
  /** Where it was opened; of one that was opened in no channel, where incidents are announced. */
  origin: Place,
  rules: IncidentRules,
  /** When Slack last said that its channel can be written in; absent: when it was made. */
  roomSeenAt: z.number().exactOptional(),
  /** Slack has told that it was archived: that is looked at. */
  isRoomDoubted: z.boolean().exactOptional(),
  /** Slack ids of those who were asked in at its opening. */
  invited: z.array(z.string()).readonly().exactOptional(),
  /** What was done to its channel, each once: `topic 1`, `invited 1`, `pinned`. */
  done: z.array(z.string()).readonly(),
  /** What could not be done, as sentences. */
  missing: z.array(z.string()).readonly(),
  /** Of what is being done to its channel now, tries that failed. */
  tries: z.number(),
  /** Alarms that rang while it was watched, by name. */
  rang: z.array(z.string()).readonly(),
  /** Untrusted. */
  cause: z.string().exactOptional(),
  impact: z.string().exactOptional(),
  endedBy: Person.exactOptional(),
  /** Times its review may still be tried to be handed over. */
  reviewsOwed: z.number(),
  /** How often it was reopened, and one more. */
  rounds: z.number(),
  isArchiveAsked: z.boolean(),
  /** When its channel is archived by itself, once that was said there. */
  archiveDue: z.number().exactOptional(),
  /** When somebody last wrote in its channel after it had ended, as far as ohmy has seen. */
  spokenAt: z.number().exactOptional(),
  /** Who does not want its channel to be archived by itself. */
  keptBy: Person.exactOptional(),
  mergedInto: z.string().exactOptional(),
  /** How far it was when it was merged. */
  mergedFrom: z.enum(incidentStatuses).exactOptional(),
  /** Where that is talked about, once it is known there. */
  mergedChannel: z.string().exactOptional(),
  /** Ids of those that went into this one: their timelines are a part of its own. */
  joined: z.array(z.string()).readonly().exactOptional(),
  /** When the first of them was opened; absent: none was before it. */
  detectedAt: z.number().exactOptional(),
  /** What keeps ohmy from going on, as a sentence. */
  trouble: z.string().exactOptional(),
})
export type IncidentRecord = Readonly<z.infer<typeof IncidentRecord>>

/** How often its review is tried to be handed over. */
export const reviewTries = 3

export function isIncidentEnded({ status }: Pick<IncidentRecord, 'status'>): boolean {
  return status === 'closed' || status === 'merged'
}

/** From here on nobody has done anything with one that has ended (ms since the epoch). */
export function quietSinceOf({ endedAt = 0, spokenAt = 0, entries }: IncidentRecord): number {
  return Math.max(endedAt, spokenAt, entries.at(-1)?.at ?? 0)
}

/** Whether its channel stays, although it was said that it is archived. */
export function isArchivingOff(record: IncidentRecord): boolean {
  const { archiveDue, keptBy, rules, done } = record
  if (!isIncidentEnded(record) || keptBy !== undefined || done.includes('archive refused')) return true
  return archiveDue !== undefined && quietSinceOf(record) + (rules.archiveAfter ?? 0) > archiveDue
}

/** Where its messages are read now; undefined: nobody knows yet. */
export function incidentPlaceOf({
  place,
  origin,
}: Pick<IncidentRecord, 'place' | 'origin'>): Place | undefined {
  if (place === undefined) return undefined
  return place.kind === 'own' ? { channel: place.channel, channelName: place.name } : origin
}

/** What is counted of an incident. */
export type CountedIncident = Pick<
  IncidentRecord,
  | 'severity'
  | 'status'
  | 'environment'
  | 'affectedSince'
  | 'openedAt'
  | 'detectedAt'
  | 'acknowledgedAt'
  | 'mitigatedAt'
  | 'resolvedAt'
>

/** Incidents of a severity, or all. Means in ms; absent: nothing to take a mean of. */
export interface IncidentCount {
  readonly count: number
  readonly open: number
  /** From opened to acknowledged, of those that were. */
  readonly timeToAcknowledge?: number
  /** From opened to resolved, of those that were. */
  readonly timeToResolve?: number
}

/** How a team does, over a time (docs/incidents.md says what counts). Means in ms; absent: nothing to take a mean of. */
export interface IncidentFigures {
  readonly days: number
  readonly all: IncidentCount
  readonly bySeverity: Readonly<Record<Severity, IncidentCount>>
  readonly deployments: number
  /** Deployments that failed, were undone, or were rolled back from. */
  readonly failedDeployments: number
  readonly deploymentsADay: number
  /** 0 to 1; absent: nothing was deployed. */
  readonly changeFailureRate?: number
  /** From the start of a failed deployment to when its service was well again. */
  readonly timeToRestore?: number
  /** The same in equal periods, the oldest first. */
  readonly course: readonly FiguresPeriod[]
  /** Less than everything was counted: there was more than ohmy looks through. */
  readonly isCut: boolean
}

export interface FiguresPeriod {
  /** ms since the epoch. */
  readonly from: number
  readonly incidents: Readonly<Record<Severity, number>>
  readonly deployments: number
  readonly failedDeployments: number
}
