import { randomBytes } from 'node:crypto'

export interface Triggers {
  readonly issue: (person: string) => string
  /** Uses a trigger id up: the person it belongs to, or Slack's error. */
  readonly exchange: (triggerId: unknown) => { person: string } | { error: string }
}

/** Trigger ids: valid once and for `lifetime` milliseconds. */
export function createTriggers(now: () => number, lifetime: number): Triggers {
  const issued = new Map<string, { person: string; at: number; exchanged: boolean }>()
  return {
    issue: (person) => {
      const id = `${now()}.${randomBytes(6).toString('hex')}`
      issued.set(id, { person, at: now(), exchanged: false })
      return id
    },
    exchange: (triggerId) => {
      const trigger = typeof triggerId === 'string' ? issued.get(triggerId) : undefined
      if (trigger === undefined) return { error: 'invalid_trigger_id' }
      if (trigger.exchanged) return { error: 'exchanged_trigger_id' }
      if (now() - trigger.at > lifetime) return { error: 'expired_trigger_id' }
      trigger.exchanged = true
      return { person: trigger.person }
    },
  }
}
