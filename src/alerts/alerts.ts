import type { Authority } from '../access/authority.js'
import { mayDo } from '../access/permissions.js'
import type { AlertRecord } from '../core/alert.js'
import type { Caller } from '../core/caller.js'
import { asJson } from '../core/json.js'
import type { Message, Reply } from '../core/message.js'
import { UserError } from '../core/user-error.js'
import type { Flows } from '../flow/flows.js'
import type { FlowStore } from '../flow/flow-store.js'
import { recordsOf } from '../flow/records.js'
import { alertFlow } from './alert-flow.js'
import type { AlertWord } from './words.js'

/** Records one question looks at. */
const mostLookedAt = 3_000

/** The way in for people: alerts that AWS began hear what they say. */
export interface Alerts {
  /** Somebody has seen it and looks after it; of a storm: all of its alerts. @throws UserError who was first */
  acknowledge(id: string, caller: Caller): Promise<Reply>
  /** Its message, for who may look at its environment. @throws UserError */
  show(id: string, caller: Caller): Promise<Reply>
  /** Those that have not been good for ten minutes, newest first. */
  open(environments: readonly string[]): Promise<readonly AlertRecord[]>
  find(id: string): Promise<AlertRecord | undefined>
}

export function createAlerts(options: {
  readonly flows: Flows
  readonly store: Pick<FlowStore, 'open' | 'readAll'>
  readonly authority: Authority
  readonly card: (record: AlertRecord) => Message
}): Alerts {
  const { flows, store, authority, card } = options

  async function named(id: string): Promise<AlertRecord> {
    const found = await flows.find<AlertRecord>(alertFlow, id)
    if (found !== undefined) return found.record
    throw new UserError('alert-not-found', `There is no alert ${id}.`, 'Copy its id from the message.')
  }

  async function permitted(id: string, access: 'viewer' | 'operator', caller: Caller): Promise<AlertRecord> {
    const record = await named(id)
    const refusal = await mayDo({ verb: 'alert', access }, record.environment, caller, authority)
    if (refusal !== undefined) throw refusal
    return record
  }

  const say = (id: string, by: Caller) =>
    flows.hear<AlertRecord, AlertWord>(alertFlow, id, { kind: 'ack', by })

  return {
    async acknowledge(id, caller) {
      const record = await permitted(id, 'operator', caller)
      const heard = await say(id, caller)
      for (const member of [...(record.members ?? []), ...(record.also ?? [])]) {
        // Those that are good again, or that somebody has taken by name, keep what they have.
        if (member.status === 'ringing') await say(member.id, caller).catch(onlyRefusals)
      }
      return { ...replyWith(heard.record, card), shownTo: 'place', alert: id }
    },

    show: async (id, caller) => ({
      ...replyWith(await permitted(id, 'viewer', caller), card),
      shownTo: 'caller',
    }),

    async open(environments) {
      const stored = await store.readAll(await store.open(alertFlow.lane, mostLookedAt))
      return recordsOf(stored, alertFlow)
        .filter(({ environment, status }) => environments.includes(environment) && status !== 'closed')
        .toSorted((left, right) => right.since - left.since)
    },

    find: async (id) => (await flows.find<AlertRecord>(alertFlow, id))?.record,
  }
}

function onlyRefusals(error: unknown): void {
  if (!(error instanceof UserError)) throw error
}

function replyWith(
  record: AlertRecord,
  card: (record: AlertRecord) => Message,
): Pick<Reply, 'message' | 'data'> {
  return { message: card(record), data: asJson(record) }
}
