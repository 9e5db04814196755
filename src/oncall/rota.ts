import type { Redis } from 'ioredis'
import type { Authority } from '../access/authority.js'
import { mayDoSomewhere } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { newId } from '../core/ids.js'
import {
  type LayerNow,
  type OnCall,
  OnCallChange,
  type OnCallChangeOver,
  type Override,
  type Swap,
  type Turn,
} from '../core/on-call.js'
import { UserError } from '../core/user-error.js'
import { inCode, listed } from '../core/wording.js'
import { createKeptValues, type KeptValues } from '../redis/kept.js'
import { keys } from '../redis/keys.js'
import { findPerson, peopleOf } from './find-person.js'
import { changeOvers, layersAt } from './read-rota.js'
import { swapSpans } from './swap-spans.js'
import { turnAt } from './turns.js'

/** Who is on call: the rotation with what people have said. Whatever cannot be read is refused. */
export interface Rota {
  /** @throws UserError `nobody-on-call` where there is no rotation */
  readonly rotation: () => OnCall
  /** @throws UserError `nobody-on-call`, `on-call-unreadable` */
  now(): Promise<readonly LayerNow[]>
  /** Each hand-over within so many ms from now, and who has what until the first. */
  coming(within: number): Promise<readonly OnCallChangeOver[]>
  /** Whose turn it is in each layer at an instant (ms since the epoch), in the layers' order. */
  at(instant: number): Promise<readonly Turn[]>
  /**
   * Somebody stands in from now on.
   * @param wanted.until ms since the epoch
   * @throws UserError `person-unknown`, `layer-unknown`, `moment-past`, `role-missing`
   */
  override(
    wanted: {
      readonly person?: string
      readonly layer?: string
      readonly until: number
      readonly reason?: string
    },
    caller: Caller,
  ): Promise<Override>
  /**
   * Asks somebody to change places.
   * @param wanted.from ms since the epoch: the turns of that moment and after it; absent: of now
   * @throws UserError `person-unknown`, `not-in-rotation`, `no-turn`, `moment-past`, `moment-far`
   */
  swap(wanted: { readonly person?: string; readonly from?: number }, caller: Caller): Promise<Swap>
  /** The other one's word: it counts once. @throws UserError `swap-not-found`, `not-asked`, `swap-answered` */
  /** Swaps that wait for this person. */
  asked(of: Pick<Caller, 'id'>): Promise<readonly Swap[]>
  answer(wanted: { readonly swap: string; readonly agrees: boolean }, caller: Caller): Promise<Swap>
  nameOf(person: string): Promise<string>
}

/** Nobody knows the rotation of a year after that (ms). */
const farthest = 366 * 24 * 3_600_000

/** Who stands in and who swaps, by id; what is over goes. */
export type OnCallStore = KeptValues<OnCallChange>

export function createOnCallStore(redis: Redis): OnCallStore {
  return createKeptValues<OnCallChange>(redis, {
    key: keys.onCallChanges,
    what: 'on-call',
    schema: OnCallChange,
    until: (change) =>
      change.kind === 'override' ? change.span.until : Math.max(...change.spans.map(({ until }) => until)),
  })
}

export interface RotaOptions {
  readonly store: OnCallStore
  readonly clock: Clock
  readonly authority: Authority
  /** Rejects when the record could not be kept: then nothing is changed. */
  readonly audit: (entry: { kind: string; actor: string; summary: string }, once?: string) => Promise<void>
  /** Tells the other one of a swap, in their own messages. */
  readonly ask: (swap: Swap) => Promise<void>
}

export function createRota({ store, clock, authority, audit, ask }: RotaOptions): Rota {
  const nameOf = async (person: string) => (await authority.nameOf?.(person)) ?? person

  function rotation(): OnCall {
    const { onCall } = authority.config
    if (onCall !== undefined) return onCall
    throw new UserError(
      'nobody-on-call',
      'Nobody is on call: there is no rotation.',
      'Write one into ohmy.yaml, under `onCall`.',
    )
  }

  const changes = async () => (await store.all(clock.now())).map(({ value }) => value)

  /** Whoever takes turns may say who stands in; so may who changes things anyway. */
  async function permit(caller: Caller): Promise<void> {
    if (peopleOf(rotation()).includes(caller.id)) return
    const refused = await mayDoSomewhere({ verb: 'oncall', access: 'operator' }, caller, authority)
    if (refused !== undefined) throw refused
  }

  return {
    rotation,
    nameOf,
    now: async () => layersAt(rotation(), await changes(), clock.now(), nameOf),

    async coming(within) {
      const from = clock.now()
      return changeOvers(rotation(), await changes(), { from, until: from + within }, nameOf)
    },

    async at(instant) {
      const said = await changes()
      return rotation().layers.map((layer) => turnAt(rotation(), layer, said, instant))
    },

    async override(wanted, caller) {
      await permit(caller)
      const onCall = rotation()
      const person = await findPerson(wanted.person, onCall, nameOf)
      const layer = layerNamed(wanted.layer, onCall)
      const now = clock.now()
      if (wanted.until <= now)
        throw new UserError(
          'moment-past',
          'That moment is over.',
          'Say when it ends: `until 18:00`, `until Mon 09:00`.',
        )
      const override: Override = {
        version: 1,
        kind: 'override',
        id: newId('override'),
        span: { layer, person, from: now, until: wanted.until },
        by: { id: caller.id, name: caller.name },
        since: now,
        ...(wanted.reason === undefined ? {} : { reason: wanted.reason }),
      }
      const until = new Date(wanted.until).toISOString()
      const summary = `${await nameOf(person)} is ${layer} until ${until} (${override.id})`
      await audit({ kind: 'on-call overridden', actor: caller.id, summary }, `on-call:${override.id}`)
      await store.put(override.id, override, undefined, now)
      return override
    },

    async swap(wanted, caller) {
      const onCall = rotation()
      if (!onCall.layers.some(({ people }) => people.includes(caller.id))) {
        const what = 'You take no turns, so there is nothing to swap.'
        throw new UserError(
          'not-in-rotation',
          what,
          'Let somebody stand in: `/ohmy oncall override @person until 18:00`.',
        )
      }
      const person = await findPerson(wanted.person, onCall, nameOf)
      if (person === caller.id)
        throw new UserError('not-with-yourself', 'That is you.', 'Say with whom you want to swap.')
      const now = clock.now()
      const swap: Swap = {
        version: 1,
        kind: 'swap',
        id: newId('swap'),
        by: { id: caller.id, name: caller.name },
        with: { id: person, name: await nameOf(person) },
        spans: swapSpans(onCall, await changes(), [caller.id, person], now, swappedFrom(wanted.from, now)),
        since: now,
        state: 'asked',
      }
      await audit(
        { kind: 'on-call swap asked', actor: caller.id, summary: summaryOf(swap) },
        `on-call:${swap.id}`,
      )
      await store.put(swap.id, swap, undefined, now)
      await ask(swap)
      return swap
    },

    async asked({ id }) {
      return (await changes()).flatMap((change) =>
        change.kind === 'swap' && change.state === 'asked' && change.with.id === id ? [change] : [],
      )
    },

    async answer({ swap: id, agrees }, caller) {
      const state = agrees ? 'agreed' : 'declined'
      for (;;) {
        const kept = await store.find(id)
        const now = clock.now()
        if (kept?.value.kind !== 'swap' || !store.holds(kept, now)) throw notFound(id)
        const swap = kept.value
        if (caller.id !== swap.with.id && !(caller.id === swap.by.id && !agrees)) throw notAsked(swap)
        if (swap.state !== 'asked' && swap.state !== state) throw answered(swap)
        const spans = agrees ? begunNow(swap, now) : swap.spans
        const next: Swap = swap.state === state ? swap : { ...swap, state, answeredAt: now, spans }
        // Both may press at once: only what found it open counts, and the other one is told.
        if (next !== swap && (await store.put(id, next, kept, now)) !== 'kept') continue
        // Also for a second press: who said it first may have died before it was recorded.
        const summary = `${summaryOf(swap)}: ${state} by ${caller.name}`
        await audit({ kind: `on-call swap ${state}`, actor: caller.id, summary }, `on-call:${id}:answered`)
        await ask(next)
        return next
      }
    },
  }
}

function swappedFrom(from: number | undefined, now: number): number {
  if (from === undefined) return now
  const next = 'Say a day ahead: `/ohmy oncall swap @person 2026-12-24`.'
  if (from < now) throw new UserError('moment-past', 'That moment is over.', next)
  if (from > now + farthest) throw new UserError('moment-far', 'That is more than a year ahead.', next)
  return from
}

/** What has begun meanwhile counts from now on; the rest of it is left. */
function begunNow({ spans }: Swap, now: number): Swap['spans'] {
  return spans.map((span) => ({ ...span, from: Math.max(span.from, now) }))
}

function layerNamed(written: string | undefined, { layers }: OnCall): string {
  const [first] = layers
  const found = written === undefined ? first : layers.find(({ name }) => name === written)
  if (found !== undefined) return found.name
  const names = listed(layers.map(({ name }) => inCode(name)))
  throw new UserError(
    'layer-unknown',
    `There is no layer ${inCode(written ?? '')}.`,
    `It is one of ${names}.`,
  )
}

function summaryOf(swap: Swap): string {
  return `${swap.by.name} and ${swap.with.name} (${swap.id})`
}

function notFound(id: string): UserError {
  return new UserError(
    'swap-not-found',
    `There is no swap ${inCode(id)} to answer.`,
    'Ask again: `/ohmy oncall swap @person`.',
  )
}

function notAsked(swap: Swap): UserError {
  return new UserError(
    'not-asked',
    `Only ${swap.with.name} can agree to it.`,
    `${swap.by.name} can take it back.`,
  )
}

function answered(swap: Swap): UserError {
  const what = swap.state === 'agreed' ? `${swap.with.name} has agreed already.` : 'It was declined already.'
  return new UserError('swap-answered', what, 'See who is on call with `/ohmy oncall next`.')
}
