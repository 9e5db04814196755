import { type Caller, type Place, personOf } from '../core/caller.js'
import { isRunEnded, type RunMode, type RunRecord } from '../core/run.js'
import type { Runbook } from '../core/runbook.js'
import { UserError } from '../core/user-error.js'
import { inCode } from '../core/wording.js'
import type { Given } from './given.js'
import { begun, pendingStep } from './run/walk.js'

/** Which runbook, on what. */
export interface Wanted extends Given {
  readonly runbook: string
  readonly mode: RunMode
  /** Under which alarm or operation it was offered. */
  readonly offeredBy?: string
}

/** The record a run begins with: it has come to its first step. @param runbook unrolled @param about.now the store's time (ms) */
export function newRun(
  runbook: Runbook,
  { mode, offeredBy }: Pick<Wanted, 'mode' | 'offeredBy'>,
  about: {
    readonly id: string
    readonly inputs: RunRecord['inputs']
    readonly environment: string | undefined
    readonly service: string | undefined
    readonly caller: Caller
    readonly defaultPlace: Place
    readonly now: number
  },
): RunRecord {
  const { id, inputs, environment, service, caller, defaultPlace, now } = about
  // What the terminal walks dry is shown there alone.
  const isAlone = caller.origin === 'terminal' && mode === 'dry'
  const record: RunRecord = {
    v: 1,
    id,
    mode,
    runbook,
    isOutdated: false,
    inputs,
    ...(environment === undefined ? {} : { environment }),
    ...(service === undefined ? {} : { service }),
    caller,
    lead: personOf(caller),
    ...(offeredBy === undefined ? {} : { offeredBy }),
    ...(isAlone ? {} : { place: caller.place ?? defaultPlace }),
    state: 'running',
    rechecks: [],
    steps: runbook.steps.map(pendingStep),
    actions: 0,
    startedAt: now,
    rounds: 1,
    reportsOwed: 0,
  }
  return begun(record, now)
}

/** @param same runs of the last hour that count against the limit */
export function tooManyRuns(
  { runbook, service, environment }: RunRecord,
  same: readonly RunRecord[],
): UserError {
  const { runsAnHour } = runbook.limits
  const on =
    service === undefined || environment === undefined
      ? (service ?? environment)
      : `${service} in ${environment}`
  const times = runsAnHour === 1 ? 'once' : `${runsAnHour} times`
  const what = `${inCode(runbook.id)} may be begun ${times} an hour${on === undefined ? '' : ` on ${on}`}.`
  const open = same.find(({ state }) => !isRunEnded(state))
  const next =
    open === undefined
      ? 'Wait, or look at why it has to be done so often.'
      : `Go on with ${open.id}, which is open.`
  return new UserError('runs-limit', what, next)
}
