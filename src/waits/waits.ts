import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { newId } from '../core/ids.js'
import { UserError } from '../core/user-error.js'
import type { Obstacle, Wait } from '../core/wait.js'
import { type Flows, HeldError } from '../flow/flows.js'
import { mostWaits, type WaitPorts, waitFlow, waitsFor } from './wait-flow.js'

/** What somebody is told of. */
export interface Wanted {
  readonly obstacle: Obstacle
  /** The line that is offered to be said then. */
  readonly again?: string
}

/** The way in: people are told once nothing is in their way any more. */
export interface Waits {
  /**
   * Remembers them; asked for the same again they are told once all the same. Undefined: nothing is in the way now.
   * @throws UserError when there is nobody in Slack to tell, or they wait for as much as one person may
   */
  begin(wanted: Wanted, caller: Caller): Promise<Wait | undefined>
}

export function createWaits(options: {
  readonly flows: Pick<Flows, 'begin'>
  readonly look: WaitPorts['look']
  /** The store's. */
  readonly clock: Clock
}): Waits {
  const { flows, look, clock } = options
  return {
    async begin({ obstacle, again }, caller) {
      if (!/^[UW][A-Z0-9]+$/.test(caller.id)) throw nobodyToTell()
      const askedAt = clock.now()
      const wait: Wait = {
        ...{ v: 1, id: newId('wait'), caller, obstacle, askedAt, until: askedAt + waitsFor },
        ...(caller.place === undefined ? {} : { place: caller.place }),
        ...(again === undefined ? {} : { again }),
        ...{ locked: [], state: 'waiting' },
      }
      const stand = await look(wait)
      if (stand.kind === 'free') return undefined
      try {
        return (await flows.begin<Wait>(waitFlow, wait.id, { ...wait, locked: stand.locked })).record
      } catch (error) {
        if (!(error instanceof HeldError)) throw error
        // It was pressed before.
        if (error.held.startsWith('wait of ')) return wait
        throw tooMany()
      }
    },
  }
}

function nobodyToTell(): UserError {
  const what = 'Whoever asks here has no name in Slack, so nobody could be told.'
  return new UserError(
    'nobody-to-tell',
    what,
    'Ask in Slack, or name your Slack id under `terminal.users` in ohmy.yaml.',
  )
}

function tooMany(): UserError {
  const what = `You wait for ${mostWaits} things already, which is as many as one person may.`
  return new UserError('waits-too-many', what, 'Ask again when you have been told of one of them.')
}
