import type { Redis } from 'ioredis'
import type { Authority } from '../access/authority.js'
import { mayDo } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { Mute } from '../core/mutes.js'
import { UserError } from '../core/user-error.js'
import { createKeptValues, type KeptValues } from '../redis/kept.js'
import { keys } from '../redis/keys.js'

/**
 * Alarms that somebody knows of. CloudWatch is not told: switching an alarm's actions off there would also stop the autoscaling and the
 * rollbacks that hang on it.
 */
export interface Mutes {
  /**
   * Whoever may mute may also mute anew what somebody else muted: the later word counts.
   * @throws UserError `role-missing`, `mute-changed`, `mutes-unreadable`
   */
  mute(wanted: MuteRequest, caller: Caller): Promise<Mute>
  /** @throws UserError `not-muted`, `role-missing`, `mute-changed`, `mutes-unreadable` */
  unmute(of: { readonly environment: string; readonly alarm: string }, caller: Caller): Promise<Mute>
  /** The alarm is good again: ends the mute that was to last until then, if there is one. @throws UserError `mutes-unreadable` */
  fixed(of: { readonly environment: string; readonly alarm: string }): Promise<void>
  /** What holds now, what ends first first. @throws UserError `mutes-unreadable` */
  list(): Promise<readonly Mute[]>
}

export interface MuteRequest {
  readonly environment: string
  /** The alarm's whole name. */
  readonly alarm: string
  /** ms since the epoch */
  readonly until: number
  /** Or until the alarm is good again, whichever comes first. */
  readonly untilOk?: true
  readonly reason?: string
}

/** Mutes in the store, by environment and alarm; nothing is left of them when the last is over. */
export type MuteStore = KeptValues<Mute>

export function createMuteStore(redis: Redis): MuteStore {
  return createKeptValues(redis, {
    key: keys.mutes,
    what: 'mutes',
    schema: Mute,
    until: (mute) => mute.until,
  })
}

export interface MutesOptions {
  readonly store: MuteStore
  readonly clock: Clock
  /** Rejects when the record could not be kept: then nothing is muted or unmuted. */
  readonly audit: (entry: {
    kind: string
    actor: string
    summary: string
    environment: string
  }) => Promise<void>
  readonly authority: Authority
}

export function createMutes({ store, clock, audit, authority }: MutesOptions): Mutes {
  return {
    async list() {
      const kept = await store.all(clock.now())
      return kept.map(({ value }) => value).toSorted((left, right) => left.until - right.until)
    },

    async mute({ environment, alarm, until, untilOk, reason }, caller) {
      const refused = await mayDo({ verb: 'mute', access: 'operator' }, environment, caller, authority)
      if (refused !== undefined) throw refused
      const name = nameOf({ environment, alarm })
      const before = await store.find(name)
      const now = clock.now()
      const by = { id: caller.id, name: caller.name }
      const why = reason === undefined ? {} : { reason }
      const onlyBad = untilOk === undefined ? {} : { untilOk }
      const mute: Mute = { version: 1, environment, alarm, by, since: now, until, ...onlyBad, ...why }
      const summary = `${alarm} until ${new Date(until).toISOString()}${reason === undefined ? '' : `: ${reason}`}`
      await audit({ kind: 'muted', actor: caller.id, summary, environment })
      if ((await store.put(name, mute, before, now)) === 'kept') return mute
      // Somebody was faster; that it did not happen belongs into the record as well.
      await audit({
        kind: 'not muted',
        actor: caller.id,
        summary: `${summary} (it had changed)`,
        environment,
      })
      throw changedMeanwhile(alarm)
    },

    async fixed(of) {
      const kept = await store.find(nameOf(of))
      if (kept?.value.untilOk === true) await store.remove(kept)
    },

    async unmute({ environment, alarm }, caller) {
      const refused = await mayDo({ verb: 'unmute', access: 'operator' }, environment, caller, authority)
      if (refused !== undefined) throw refused
      const kept = await store.find(nameOf({ environment, alarm }))
      if (kept === undefined || !store.holds(kept, clock.now())) throw notMuted(alarm)
      const mute = kept.value
      const whose = mute.by.id === caller.id ? '' : ` (muted by ${mute.by.name})`
      const summary = `${alarm}${whose}`
      await audit({ kind: 'unmuted', actor: caller.id, summary, environment })
      if (await store.remove(kept)) return mute
      await audit({
        kind: 'not unmuted',
        actor: caller.id,
        summary: `${summary} (it had changed)`,
        environment,
      })
      throw changedMeanwhile(alarm)
    },
  }
}

function nameOf({ environment, alarm }: Pick<Mute, 'environment' | 'alarm'>): string {
  return JSON.stringify([environment, alarm])
}

function notMuted(alarm: string): UserError {
  return new UserError('not-muted', `${alarm} is not muted.`, 'See what is with `/ohmy alarms`.')
}

function changedMeanwhile(alarm: string): UserError {
  const what = `Somebody changed the mute of ${alarm} at the same moment, so nothing was done.`
  return new UserError('mute-changed', what, 'Look at `/ohmy alarms` and say it again where needed.')
}
