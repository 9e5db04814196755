import { z } from 'zod'
import { Caller, Place, Person } from './caller.js'
import { Checked } from './check.js'
import { Runbook, RunValue } from './runbook.js'

/** How a run ended: exactly one of these. `failed`: what it was to do could not be done. */
export const runOutcomes = ['done', 'failed', 'aborted'] as const
export type RunOutcome = (typeof runOutcomes)[number]

export const runStates = ['running', 'paused', ...runOutcomes] as const
export type RunState = (typeof runStates)[number]

/** `dry`: checks run, plans are shown, nothing is changed. `drill`: for practice, with a stopwatch. */
export const runModes = ['real', 'dry', 'drill'] as const
export type RunMode = (typeof runModes)[number]

/** One step of a run, beside the step of its runbook at the same place of the list. Times in ms since the epoch. */
export const RunStep = z.object({
  id: z.string(),
  /** `running`: ohmy is at it. `waiting`: it is for people to say. */
  state: z.enum(['pending', 'running', 'waiting', 'done', 'skipped', 'failed']),
  /** Counts the tries: what was on a screen before another try began does not count any more. */
  attempt: z.number(),
  /** How often it was come to, and tried since it was come to last. */
  visits: z.number(),
  tries: z.number(),
  /** Its words with every value in them, once it was come to: the title, and the text or question. Untrusted where values are. */
  title: z.string().exactOptional(),
  text: z.string().exactOptional(),
  startedAt: z.number().exactOptional(),
  endedAt: z.number().exactOptional(),
  by: Person.exactOptional(),
  checked: Checked.exactOptional(),
  answer: RunValue.exactOptional(),
  /** Which option was chosen, by its label. */
  choice: z.string().exactOptional(),
  /** Which one the results speak for. */
  suggested: z.string().exactOptional(),
  /** What somebody wrote about it: evidence, or why it was skipped or failed. Untrusted. */
  note: z.string().exactOptional(),
  /** Why it is as it is, in ohmy's words: what a policy refused, what went wrong, why it was left out. */
  reason: z.string().exactOptional(),
  /** Of an action: who pressed Run, as whom it is done. */
  asked: Caller.exactOptional(),
  /** Of an action: its line, with every value in it. What is shown is what is said. */
  said: z.string().exactOptional(),
  /** The operation it started, and how that ended. */
  operation: z.string().exactOptional(),
  outcome: z.string().exactOptional(),
  /** What that operation waits for, before it does anything: people say it in its own message. Absent: nothing. */
  waitsFor: z.enum(['approval', 'confirmation']).exactOptional(),
  /** Somebody had it taken back: as whom, the line that was said, and what came of it. */
  back: z
    .object({
      asked: Caller,
      tries: z.number(),
      state: z.enum(['running', 'done', 'failed']),
      said: z.string().exactOptional(),
      operation: z.string().exactOptional(),
      reason: z.string().exactOptional(),
    })
    .exactOptional(),
})
export type RunStep = Readonly<z.infer<typeof RunStep>>

/** Everything known of one run: what Redis keeps, what its message and its report show. Times in ms since the epoch. */
export const RunRecord = z.object({
  /** Of this shape. */
  v: z.literal(1),
  /** `run-7k2m9qa` */
  id: z.string(),
  mode: z.enum(runModes),
  /** As it was when the run began: it is walked to its end. */
  runbook: Runbook,
  /** The file has another content since. */
  isOutdated: z.boolean(),
  inputs: z.record(z.string(), RunValue),
  /** By name, from the inputs: who may do what is decided there. Absent: it is about none. */
  environment: z.string().exactOptional(),
  service: z.string().exactOptional(),
  /** Who began it. */
  caller: Caller,
  /** Who leads it now. */
  lead: Person,
  /** Under which alarm or operation it was offered. */
  offeredBy: z.string().exactOptional(),
  place: Place.exactOptional(),
  state: z.enum(runStates),
  /** The id of the step it is at; absent: it has ended. */
  at: z.string().exactOptional(),
  /** Where it was when it failed or was aborted. */
  stoppedAt: z.string().exactOptional(),
  /** Checks that are looked at once more before it goes on at `at`: it was taken up again. */
  rechecks: z.array(z.string()).readonly(),
  steps: z.array(RunStep).readonly(),
  /** Actions that were done, for the limit. */
  actions: z.number(),
  startedAt: z.number(),
  endedAt: z.number().exactOptional(),
  pausedSince: z.number().exactOptional(),
  endedBy: Person.exactOptional(),
  /** One sentence: why it ended as it did. */
  outcomeReason: z.string().exactOptional(),
  /** What keeps ohmy from going on, as a sentence. */
  trouble: z.string().exactOptional(),
  /** How often it was taken up again after it had failed or was aborted. */
  rounds: z.number(),
  /** Times its report may still be tried to be handed over. */
  reportsOwed: z.number(),
})
export type RunRecord = Readonly<z.infer<typeof RunRecord>>

export function isRunEnded(state: RunState): state is RunOutcome {
  return (runOutcomes as readonly string[]).includes(state)
}
