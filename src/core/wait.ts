import { z } from 'zod'
import { Caller, Place } from './caller.js'

/** What keeps somebody from a change: an operation that works on the same, or a lock, a freeze or the time of the week. */
export const Obstacle = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('operation'),
    /** `op-7k2m9qa` */
    id: z.string(),
    /** Its plan in a line: untrusted. */
    summary: z.string(),
  }),
  z.object({
    kind: z.literal('bar'),
    environment: z.string(),
    /** Short names; empty: the environment as a whole. */
    services: z.array(z.string()).readonly(),
    /** Their locks: `service:cluster/name` */
    names: z.array(z.string()).readonly(),
    /** What is to be done there: a freeze lets some verbs pass, and some wait for a maintenance window. */
    verb: z.string().exactOptional(),
  }),
])
export type Obstacle = Readonly<z.infer<typeof Obstacle>>

/** Somebody who is told once nothing is in the way any more. Times in ms since the epoch. */
export const Wait = z.object({
  v: z.literal(1),
  /** `wait-7k2m9qa` */
  id: z.string(),
  caller: Caller,
  /** Where they are told; absent: in their own messages. */
  place: Place.exactOptional(),
  obstacle: Obstacle,
  /** What they say then, as they said it before. */
  again: z.string().exactOptional(),
  askedAt: z.number(),
  /** Not looked after any longer than that. */
  until: z.number(),
  /** Names of what was found locked, as `scopeName` gives them. */
  locked: z.array(z.string()).readonly(),
  /** `own act`: they freed it themselves, and need not be told. `gone`: looking failed for good. */
  state: z.enum(['waiting', 'free', 'own act', 'given up', 'gone']),
  /** How the operation ended. */
  outcome: z.string().exactOptional(),
})
export type Wait = Readonly<z.infer<typeof Wait>>
