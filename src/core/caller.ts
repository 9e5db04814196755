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
  origin: z.enum(['command', 'mention', 'button', 'modal', 'home', 'terminal', 'hook', 'agent']),
  /** Absent for the terminal and App Home. */
  place: Place.exactOptional(),
  /** Of an agent: the person it works for. What it asks for is theirs, too, when it comes to who else has to agree. */
  behind: Person.exactOptional(),
})
export type Caller = Readonly<z.infer<typeof Caller>> & {
  /** What Slack delivered it with: what is started for it has an id made from this one, so that it is found after a crash. Not kept in records. */
  readonly request?: string
}

/** What is kept of a caller does not name the request: it is over by then. */
export function withoutRequest({ request: _request, ...caller }: Caller): Caller {
  return caller
}

/** The id of an agent among those of people; no id of Slack's looks so. @param name as in the configuration */
export function agentId(name: string): string {
  return `agent:${name}`
}

/** Slack id of whoever hears how it ended: the person, or the one that an agent works for. */
export function answeredTo({ id, behind }: Pick<Caller, 'id' | 'behind'>): string {
  return behind?.id ?? id
}

/** How whoever asked is called where their request is shown: an agent together with the person it works for. */
export function askerName({ name, behind }: Pick<Caller, 'name' | 'behind'>): string {
  return behind === undefined ? name : `🤖 ${name} for ${behind.name}`
}
