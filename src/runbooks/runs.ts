import { basename } from 'node:path'
import type { Authority } from '../access/authority.js'
import { mayDoAbout } from '../access/permissions.js'
import type { Caller, Place, Role } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { newId } from '../core/ids.js'
import { asJson } from '../core/json.js'
import type { Message, Reply, ReplyFile } from '../core/message.js'
import { isRunEnded, type RunRecord } from '../core/run.js'
import type { Runbook } from '../core/runbook.js'
import { nearest } from '../core/suggest.js'
import { UserError } from '../core/user-error.js'
import { inCode } from '../core/wording.js'
import { type Flows, HeldError } from '../flow/flows.js'
import type { FlowStore } from '../flow/flow-store.js'
import { type Asked, givenUpAt } from '../flow/given-up.js'
import { findRuns, type FoundRuns, refuseTooMany, type RunsQuery } from './begun-runs.js'
import { readInputs } from './inputs.js'
import type { Library } from './library.js'
import { newRun, tooManyRuns, type Wanted } from './new-run.js'
import { reportOf } from './report.js'
import { placeIn, practisedIn, servicesIn } from './run-subject.js'
import type { RunPorts } from './run/ports.js'
import { runFlow } from './run/run-flow.js'
import { beginningOf } from './run/settle.js'
import { currentStep } from '../core/run-steps.js'
import type { RunWord } from './run/word.js'
import { roleFor, type SpokenRunWord, stepOf } from './spoken-word.js'
import { unrolled } from './language/unrolled.js'

/** How often a followed run is looked at (ms). */
const followEvery = 300

/** The way in: runs are begun here, and hear what people say. */
export interface Runs {
  /** @throws UserError when the runbook is unknown or broken, an input is missing, or the person may not; nothing was begun then */
  start(wanted: Wanted, caller: Caller, asked?: Asked): Promise<Reply>
  /** Takes a word on a run that is there. @throws UserError why it does not count */
  say(id: string, word: SpokenRunWord, caller: Caller): Promise<Reply>
  /** Why there is no runbook of that name, as an error to throw. */
  unknown(runbook: string): Promise<UserError>
  /** The message of a run, for who may look at its environment. */
  show(id: string, caller: Caller): Promise<Reply>
  /** What it did, as a file. */
  report(id: string, caller: Caller): Promise<ReplyFile>
  /** Those in environments that this person may look at. */
  list(query: RunsQuery, caller: Caller): Promise<FoundRuns>
  find(id: string): Promise<RunRecord | undefined>
  /** Resolves when it has ended or waits for people, with its message; calls back with that at each change until then. For the terminal. */
  follow(id: string, changed: (message: Message) => void): Promise<RestingRun>
}

export interface RestingRun {
  readonly record: RunRecord
  readonly message: Message
}

export function createRuns(options: {
  readonly flows: Flows
  readonly store: Pick<FlowStore, 'begun' | 'readAll'>
  readonly library: Library
  readonly authority: Authority
  readonly audit: RunPorts['audit']
  readonly card: (record: RunRecord) => Message
  /** The same for the terminal: with lines to type instead of buttons. */
  readonly typedCard: (record: RunRecord) => Message
  /** Where the messages of runs go that were begun in no channel. */
  readonly defaultPlace: Place
  /** The store's. */
  readonly clock: Clock
}): Runs {
  const { flows, store, library, authority, audit, card, typedCard, defaultPlace, clock } = options

  async function find(id: string): Promise<RunRecord> {
    const found = await flows.find<RunRecord>(runFlow, id)
    if (found !== undefined) return found.record
    throw new UserError('run-not-found', `There is no run ${id}.`, 'Copy its id from the message.')
  }

  async function runbookNamed(id: string): Promise<Runbook> {
    const found = await library.find(id)
    if (found === undefined) throw await unknown(id)
    return found
  }

  async function unknown(id: string): Promise<UserError> {
    const { runbooks, broken } = await library.read()
    const [problem] = broken.find((file) => file.id === id)?.problems ?? []
    if (problem !== undefined) {
      const what = `The runbook ${inCode(id)} is broken: ${problem.what} (${basename(problem.file)}:${problem.line})`
      return new UserError('runbook-broken', what, 'Whoever keeps the runbooks has to mend it.')
    }
    const near = nearest(
      id,
      runbooks.map((runbook) => runbook.id),
    )
    const next = near === undefined ? `${inCode('runbook')} lists them.` : `Did you mean ${inCode(near)}?`
    return new UserError('runbook-not-found', `There is no runbook ${inCode(id)}.`, next, {
      choice: {
        argument: 'name',
        label: 'Which one?',
        intro: `There is no runbook ${id}.`,
        submit: 'Continue',
        anew: near === undefined ? {} : { nearest: near },
      },
    })
  }

  function refusalOf(
    verb: string,
    access: Role,
    environment: string | undefined,
    caller: Caller,
  ): Promise<UserError | undefined> {
    return mayDoAbout({ verb, access }, environment, caller, authority)
  }

  async function permit(...deed: Parameters<typeof refusalOf>): Promise<void> {
    const refusal = await refusalOf(...deed)
    if (refusal !== undefined) throw refusal
  }

  function replyWith(record: RunRecord): Reply {
    return {
      message: card(record),
      data: asJson(record),
      shownTo: 'place',
      run: record.id,
    }
  }

  return {
    async start(wanted, caller, asked) {
      const runbook = await runbookNamed(wanted.runbook)
      const { defaultEnvironment } = authority.config
      const named = wanted.mode === 'drill' ? { environment: defaultEnvironment, ...wanted } : wanted
      const inputs = readInputs(runbook, named, authority.config.environments)
      const { environment, service } = placeIn(runbook, inputs, authority.config)
      if (wanted.mode === 'drill') practisedIn(environment, authority.config)
      const verb = wanted.mode === 'drill' ? 'drill' : 'runbook'
      await permit(verb, runbook.runBy, environment, caller)
      const own = unrolled(runbook, servicesIn(runbook, environment, authority.config))
      const record = newRun(own, wanted, {
        ...{ inputs, environment, service, caller, defaultPlace },
        id: asked?.id ?? newId('run'),
        now: clock.now(),
      })
      if (wanted.mode !== 'dry') await refuseTooMany(store, record, clock.now())
      const notAfter = await givenUpAt(clock, asked?.hold)
      const held = async () => flows.begin<RunRecord>(runFlow, record.id, record, { notAfter })
      const { record: kept } = await held().catch((error: unknown) => {
        throw error instanceof HeldError ? tooManyRuns(record, []) : error
      })
      await audit(beginningOf(kept))
      return replyWith(kept)
    },

    async say(id, spoken, caller) {
      const record = await find(id)
      await permit(
        spoken.kind === 'approve' ? 'approve' : 'run',
        roleFor(record, spoken),
        record.environment,
        caller,
      )
      const word = { ...spoken, ...stepOf(record, spoken), by: { ...caller, ...placeOf(record) } } as RunWord
      const heard = await flows.hear<RunRecord, RunWord>(runFlow, id, word).catch((error: unknown) => {
        throw error instanceof HeldError ? tooManyRuns(record, []) : error
      })
      return replyWith(heard.record)
    },

    async show(id, caller) {
      const record = await find(id)
      await permit('runbook', 'viewer', record.environment, caller)
      return { ...replyWith(record), shownTo: 'caller' }
    },

    async report(id, caller) {
      const record = await find(id)
      await permit('runbook', 'viewer', record.environment, caller)
      return reportOf(record, clock.now())
    },

    unknown,
    async list(query, caller) {
      const { runs, isAll } = await findRuns(store, query)
      const places = [...new Set(runs.map(({ environment }) => environment))]
      const refusals = await Promise.all(places.map((place) => refusalOf('runbook', 'viewer', place, caller)))
      const visible = places.filter((_, index) => refusals[index] === undefined)
      return { runs: runs.filter(({ environment }) => visible.includes(environment)), isAll }
    },
    find: async (id) => (await flows.find<RunRecord>(runFlow, id))?.record,

    async follow(id, changed) {
      for (let shown: RunRecord | undefined; ; ) {
        const record = await find(id)
        const message = typedCard(record)
        if (isResting(record)) return { record, message }
        if (JSON.stringify(record) !== JSON.stringify(shown)) changed(message)
        shown = record
        await new Promise((resolve) => setTimeout(resolve, followEvery))
      }
    },
  }
}

/** Nothing goes on by itself: it has ended, or people have to say something. */
function isResting(record: RunRecord): boolean {
  if (isRunEnded(record.state) || record.state === 'paused') return true
  return record.rechecks.length === 0 && currentStep(record)?.state.state !== 'running'
}

/** What is done in a run is done where its message stands. */
function placeOf({ place }: RunRecord): { readonly place?: Place } {
  return place === undefined ? {} : { place }
}
