import { z } from 'zod'
import { Person } from './caller.js'
import type { BusinessHours } from './business-hours.js'
import type { WallTime } from './time-zone.js'

/** People who take turns at one task: the first one called, the one behind. */
export interface OnCallLayer {
  /** `primary` */
  readonly name: string
  /** Slack user ids, in the order in which they take over. */
  readonly people: readonly string[]
  /** Its first hand-over, where that is not the rotation's. */
  readonly from?: WallTime
}

/** Who is called next where nobody has answered. */
export interface EscalationStep {
  /** A layer's name, or what else these people are: `tech lead`. */
  readonly to: string
  /** Slack user ids; absent: whoever is on call in the layer of that name. */
  readonly people?: readonly string[]
  /** ms from the beginning of a page within which they have to answer; then the next step is called. */
  readonly within: number
}

/** The team's rotation, as ohmy.yaml has it. */
export interface OnCall {
  /** IANA name: hand-overs and business hours are read on the clocks there. */
  readonly timeZone: string
  /** The first hand-over: then the first of each layer takes over. */
  readonly from: WallTime
  /** How long a turn lasts. */
  readonly weeks: number
  readonly layers: readonly OnCallLayer[]
  /** In order; `within` rises. */
  readonly escalation: readonly EscalationStep[]
  readonly businessHours: BusinessHours
}

/** A time in which somebody is on call, from the first instant to the one before which it ends (ms since the epoch). */
export const OnCallSpan = z.object({
  layer: z.string(),
  person: z.string(),
  from: z.number(),
  until: z.number(),
})
export type OnCallSpan = Readonly<z.infer<typeof OnCallSpan>>

/** Somebody stands in: what the rotation says does not count for that time. */
export const Override = z.object({
  version: z.literal(1),
  kind: z.literal('override'),
  id: z.string(),
  span: OnCallSpan,
  by: Person,
  /** When it was said (ms since the epoch): the latest word counts. */
  since: z.number(),
  /** Untrusted. */
  reason: z.string().exactOptional(),
})
export type Override = Readonly<z.infer<typeof Override>>

/** Two people change places: it counts once the other one has agreed. */
export const Swap = z.object({
  version: z.literal(1),
  kind: z.literal('swap'),
  id: z.string(),
  /** Who asked, and who has to agree. */
  by: Person,
  with: Person,
  /** Who is on call when, once it counts. */
  spans: z.array(OnCallSpan).readonly(),
  since: z.number(),
  state: z.enum(['asked', 'agreed', 'declined']),
  answeredAt: z.number().exactOptional(),
})
export type Swap = Readonly<z.infer<typeof Swap>>

/** What people have said about who is on call, besides the rotation. */
export const OnCallChange = z.discriminatedUnion('kind', [Override, Swap])
export type OnCallChange = Override | Swap

/** One turn as it is: with what people have said. */
export interface Turn extends OnCallSpan {
  /** Why it is not as the rotation has it: `stands in, said by Rita`. */
  readonly change?: OnCallChange
}

/** A turn with the name of whose it is, for people. */
export interface NamedTurn extends Turn {
  readonly name: string
}

/** Who has a layer at an instant, and who takes over from whom; `next` absent: nobody else takes turns. */
export interface LayerNow {
  readonly layer: string
  readonly turn: NamedTurn
  /** Whose turn was right before; absent: the same person's. */
  readonly before?: string
  readonly next?: NamedTurn
}

/** From this instant on: who has which layer. One of these a hand-over. */
export interface OnCallChangeOver {
  readonly at: number
  readonly layers: readonly NamedTurn[]
}
