import type { Authority } from '../access/authority.js'
import { mayDo } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Schedule, ScheduleRecord } from '../core/schedule.js'
import { nearest } from '../core/suggest.js'
import { UserError } from '../core/user-error.js'
import { inCode } from '../core/wording.js'
import type { Flows } from '../flow/flows.js'
import type { FlowStore } from '../flow/flow-store.js'
import { scheduleFlow } from './schedule-flow.js'
import { begun, idOf } from './walk.js'
import { itself, notConfigured } from './words.js'

/** Open flows of the lane that are looked through for schedules nobody has configured any more. */
const mostOpen = 10_000

/** The way in: what is configured is told, and people ask. */
export interface Schedules {
  /**
   * Has what is configured come from now on, and what is not configured any more not. Called by each process at its start; again, it changes nothing.
   * @param toldAt when it started (ms, the store's time): of two processes the later one counts
   */
  tell(toldAt: number): Promise<void>
  /** Those of environments that the caller may look at, what comes next first. */
  list(caller: Caller): Promise<readonly ScheduleRecord[]>
  /** Has one made now, once. @throws UserError when there is none, it is being made, or the caller is no operator of each of its environments */
  run(name: string, caller: Caller): Promise<ScheduleRecord>
}

export function createSchedules(options: {
  readonly flows: Flows
  readonly store: Pick<FlowStore, 'open' | 'readAll'>
  readonly schedules: readonly Schedule[]
  readonly authority: Authority
  /** The store's. */
  readonly clock: Clock
}): Schedules {
  const { flows, store, schedules, authority, clock } = options

  async function removeOthers(toldAt: number): Promise<void> {
    const known = new Set(schedules.map(({ name }) => idOf(name)))
    const open = (await store.open(scheduleFlow.lane, mostOpen)).filter((id) => id.startsWith(idOf('')))
    const others = (await store.readAll(open.filter((id) => !known.has(id)))).filter(
      ({ kind }) => kind === scheduleFlow.kind,
    )
    for (const { id } of others)
      await flows.hear(scheduleFlow, id, { kind: 'removed', toldAt, by: itself }).catch(unlessGone)
  }

  async function permit(access: 'viewer' | 'operator', { environments }: Schedule, caller: Caller) {
    const asked = environments.map((environment) =>
      mayDo({ verb: 'schedule', access }, environment, caller, authority),
    )
    return (await Promise.all(asked)).find((refusal) => refusal !== undefined)
  }

  return {
    async tell(toldAt) {
      for (const schedule of schedules) {
        const wanted = begun(schedule, toldAt, toldAt)
        const { record } = await flows.begin(scheduleFlow, wanted.id, wanted)
        if (record.toldAt !== toldAt)
          await flows.hear(scheduleFlow, wanted.id, { kind: 'configured', schedule, toldAt, by: itself })
      }
      await removeOthers(toldAt)
    },

    async list(caller) {
      const found = await Promise.all(
        schedules.map(async (schedule) => {
          if ((await permit('viewer', schedule, caller)) !== undefined) return undefined
          return (await flows.find<ScheduleRecord>(scheduleFlow, idOf(schedule.name)))?.record
        }),
      )
      return found.filter((record) => record !== undefined).toSorted((one, other) => one.next - other.next)
    },

    async run(name, caller) {
      const schedule = schedules.find((known) => known.name === name)
      if (schedule === undefined) throw unknown(name, schedules)
      const refusal = await permit('operator', schedule, caller)
      if (refusal !== undefined) throw refusal
      const hear = () => flows.hear(scheduleFlow, idOf(name), { kind: 'run', by: caller })
      const { record } = await hear().catch(async (error: unknown) => {
        unlessGone(error)
        // The store has lost it since this process told of it.
        const now = clock.now()
        await flows.begin(scheduleFlow, idOf(name), begun(schedule, now, now))
        return hear()
      })
      return record
    },
  }
}

function unknown(name: string, schedules: readonly Schedule[]): UserError {
  const meant = nearest(
    name,
    schedules.map((schedule) => schedule.name),
  )
  const { code, what, next } = notConfigured(name)
  const did = meant === undefined ? next : `Did you mean ${inCode(`schedule run ${meant}`)}?`
  const anew = meant === undefined ? {} : { nearest: meant }
  return new UserError(code, what, did, {
    choice: { argument: 'name', label: 'Which one?', intro: what, submit: 'Make it now', anew },
  })
}

/** Passes over that it is not kept any more. */
function unlessGone(error: unknown): void {
  if (!(error instanceof UserError) || error.code !== 'flow-not-found') throw error
}
