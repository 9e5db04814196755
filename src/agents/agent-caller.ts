import type { Agent } from '../config/config.js'
import { agentId, type Caller, type Place } from '../core/caller.js'

/** An agent as whoever asks: a principal of its own, which says whom it works for. @param nameOf never rejects */
export async function agentCaller(
  { name, user }: Agent,
  place: Place,
  nameOf: (user: string) => Promise<string>,
): Promise<Caller> {
  const behind = { id: user, name: await nameOf(user) }
  return { id: agentId(name), name, origin: 'agent', place, behind }
}
