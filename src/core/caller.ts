import { z } from 'zod'

/** From little to much: each role may do what the ones before it may. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const
export type Role = (typeof roles)[number]

/** Where an answer goes, and where a question came from. */
export const Place = z.object({
  /** Slack channel id. */
  channel: z.string(),
  channelName: z.string().exactOptional(),
  threadTs: z.string().exactOptional(),
})
export type Place = Readonly<z.infer<typeof Place>>

/** Who did something, as it is kept and shown. */
export const Person = z.object({ id: z.string(), name: z.string() })
export type Person = Readonly<z.infer<typeof Person>>

export function personOf({ id, name }: Person): Person {
  return { id, name }
}

/** Who asks. Built at the edge from what Slack or the operating system vouches for, never from what somebody typed. */
export const Caller = z.object({
  /** Slack user id; roles are bound to it. */
  id: z.string(),
  name: z.string(),
  origin: z.enum(['command', 'mention', 'button', 'modal', 'home', 'terminal', 'hook']),
  /** Absent for the terminal and App Home. */
  place: Place.exactOptional(),
})
export type Caller = Readonly<z.infer<typeof Caller>> & {
  /** What Slack delivered it with: what is started for it has an id made from this one, so that it is found after a crash. Not kept in records. */
  readonly request?: string
}

/** What is kept of a caller does not name the request: it is over by then. */
export function withoutRequest({ request: _request, ...caller }: Caller): Caller {
  return caller
}
