import type { Clock } from '../core/clock.js'
import type { Caller, Place } from '../core/caller.js'
import { newId } from '../core/ids.js'
import type { Json } from '../core/json.js'
import type { Authority } from '../access/authority.js'
import { mayDo } from '../access/permissions.js'
import type { Message, Reply, ReplyFile } from '../core/message.js'
import type { Reading } from '../core/reading.js'
import { UserError } from '../core/user-error.js'
import type { FlowStore } from '../flow/flow-store.js'
import type { Flows } from '../flow/flows.js'
import { recordsOf } from '../flow/records.js'
import { HeldError } from '../flow/flows.js'
import type { AnyReading, ReadingFlow, ReadingPorts, ReadingWord } from './reading.js'

/** What it is asked for with: its id, and what is called right before it is begun. See `RequestOptions.hold` of operations. */
export interface Asked {
  readonly id: string
  readonly hold: () => Promise<number | undefined>
}

/** The way in for long reading work. */
export interface Readings {
  /**
   * Begins one; its message is posted where the caller asked and kept up to date.
   * @throws UserError when the person or the channel has as many as they may; nothing was started then
   */
  start<R extends Reading>(
    flow: ReadingFlow<R>,
    about: (startedAt: number) => Omit<R, keyof Reading> & Pick<Reading, 'environment'>,
    lasts: number,
    caller: Caller,
    asked?: Asked,
  ): Promise<Reply>
  /** Takes a word on one that is there, of whoever asked for it, and of operators of its environment. @throws UserError */
  hear(id: string, word: ReadingWord['kind'], caller: Caller): Promise<Reply>
  /** For who may look at its environment. @throws UserError */
  show(id: string, caller: Caller): Promise<Reply>
  /** Those of these environments that run, newest first. */
  open(environments: readonly string[]): Promise<readonly Reading[]>
  /** Resolves with what came of it when it ended; calls back with its message at each change until then. For the terminal. */
  follow(id: string, changed: (message: Message, isEnded: boolean) => void): Promise<EndedReading>
}

export interface EndedReading {
  readonly record: Reading
  readonly message: Message
  /** What belongs to it and is shown nowhere else. */
  files(): Promise<readonly ReplyFile[]>
}

export interface ReadingsOptions {
  readonly flows: Flows
  readonly store: Pick<FlowStore, 'open' | 'readAll'>
  readonly kinds: readonly AnyReading[]
  readonly ports: ReadingPorts
  readonly messageOf: (flow: AnyReading, record: Reading) => Message
  /** A short answer to whoever said something. */
  readonly say: (words: string) => Message
  readonly limits: Reading['limits']
  /** Where the messages of those go who asked in Slack and nowhere in particular. */
  readonly defaultPlace: Place
  readonly authority: Authority
  /** The store's. */
  readonly clock: Clock
}

/** Reading work that goes on at a time: beyond these nobody chooses any more. */
const mostOpen = 1_000

export function createReadings(options: ReadingsOptions): Readings {
  const { flows, kinds, ports, messageOf, limits } = options

  async function find(id: string): Promise<{ readonly flow: AnyReading; readonly record: Reading }> {
    for (const flow of kinds) {
      const found = await flows.find<Reading>(flow, id)
      if (found !== undefined) return { flow, record: found.record }
    }
    throw new UserError(
      'reading-not-found',
      `There is no ${id}; what has ended is kept for a day.`,
      'Copy its id from the message.',
    )
  }

  return {
    async start(flow, about, lasts, caller, asked) {
      // What the terminal asked for is shown there alone.
      const place = caller.place ?? (caller.origin === 'terminal' ? undefined : options.defaultPlace)
      const startedAt = options.clock.now()
      const own = about(startedAt)
      const id = asked?.id ?? newId(flow.idPrefix)
      const common: Reading = {
        v: 1,
        id,
        environment: own.environment,
        status: 'running',
        caller,
        ...(place === undefined ? {} : { place }),
        startedAt,
        deadline: startedAt + lasts,
        filesOwed: 0,
        limits,
      }
      const record = flow.record.parse({ ...own, ...common })
      try {
        const notAfter = await asked?.hold()
        await flows.begin(flow, id, record, notAfter === undefined ? {} : { notAfter })
      } catch (error) {
        throw error instanceof HeldError ? tooMany(error.held, limits) : error
      }
      return { message: messageOf(flow, record), data: { reading: id }, shownTo: 'place', reading: id }
    },

    async hear(id, kind, caller) {
      const { flow, record } = await find(id)
      const role = record.caller.id === caller.id ? 'viewer' : 'operator'
      const refusal = await mayDo({ verb: kind, access: role }, record.environment, caller, options.authority)
      if (refusal !== undefined) throw refusal
      const heard = await flows.hear<Reading, ReadingWord>(flow, id, { kind, by: caller })
      const words = kind === 'stop' ? stopping(heard.record, caller) : `${id} runs.`
      return {
        message: options.say(words),
        data: { reading: id, status: heard.record.status },
        shownTo: 'caller',
      }
    },

    async show(id, caller) {
      const { flow, record } = await find(id)
      const refusal = await mayDo(
        { verb: 'logs', access: 'viewer' },
        record.environment,
        caller,
        options.authority,
      )
      if (refusal !== undefined) throw refusal
      return { message: messageOf(flow, record), data: record as unknown as Json, shownTo: 'caller' }
    },

    async open(environments) {
      const stored = await options.store.readAll(await options.store.open('reading', mostOpen))
      return kinds
        .flatMap((flow): readonly Reading[] => recordsOf(stored, flow))
        .filter(({ status, environment }) => status === 'running' && environments.includes(environment))
        .toSorted((left, right) => right.startedAt - left.startedAt)
    },

    async follow(id, changed) {
      const { flow } = await find(id)
      const ended = await flows.follow<Reading>(flow, id, (record) =>
        changed(messageOf(flow, record), record.status !== 'running'),
      )
      const { record } = ended === undefined ? await find(id) : { record: ended }
      return {
        record,
        message: messageOf(flow, record),
        files: async () => (await flow.files?.(record, ports)) ?? [],
      }
    },
  }
}

function stopping({ id, status, stopRequestedBy: by }: Reading, caller: Caller): string {
  if (status !== 'running')
    return `${id} has ended already${by === undefined ? '' : `: ${by.name} stopped it`}.`
  return by?.id === caller.id ? `${id} is stopping.` : `${by?.name} is stopping ${id} already.`
}

function tooMany(held: string, limits: Reading['limits']): UserError {
  const what = held.startsWith('readings of ')
    ? `You have ${limits.person} followed logs, queries, validations and plans running, which is as many as one person may.`
    : `There are ${limits.channel} followed logs, queries, validations and plans running in this channel, which is as many as it may have.`
  return new UserError('readings-too-many', what, 'Stop one of them, or wait until it has ended.')
}
