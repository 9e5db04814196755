import type { Caller } from '../../core/caller.js'
import { parseDuration } from '../../core/duration.js'
import { isRunEnded, type Person, type RunRecord } from '../../core/run.js'
import { type AtStep, currentStep, stepNamed, undoable } from '../../core/run-steps.js'
import type { RunValue, StepOf } from '../../core/runbook.js'
import { UserError } from '../../core/user-error.js'
import { inCode, listed } from '../../core/wording.js'
import type { Word } from '../../flow/flow.js'
import { unknownIn } from './step-words.js'
import { completed, ended, failedAt, goneOn, takenUp, triedAgain, withStep } from './walk.js'

/** What can be said to a run that is there. `step`: `back:2`, or the step alone, as it was on the screen; absent: the one it is at. */
export type RunWord = Word & { readonly step?: string } & (
    | { readonly kind: 'done' | 'skip' | 'fail' | 'approve' | 'reject'; readonly note?: string }
    | { readonly kind: 'go' | 'retry' | 'pause' | 'resume' | 'take-over' | 'abort' | 'from' | 'undo' }
    | { readonly kind: 'choose'; readonly option?: string }
    | { readonly kind: 'answer'; readonly answer?: string }
  )

export const runWords = [
  'done',
  'skip',
  'fail',
  'go',
  'choose',
  'answer',
  'approve',
  'reject',
  'retry',
  'pause',
  'resume',
  'take-over',
  'abort',
  'from',
  'undo',
] as const satisfies readonly RunWord['kind'][]

/**
 * The record after a word. Pure, so that it is tried again on what others have written meanwhile; whether the person may say it at all was asked before.
 * @throws UserError why it does not count any more
 */
export function hearRunWord(record: RunRecord, word: RunWord, now: number): RunRecord {
  const by = personOf(word.by)
  switch (word.kind) {
    case 'take-over':
      if (isRunEnded(record.state)) throw over(record)
      return record.lead.id === by.id ? record : { ...record, lead: by }
    case 'pause':
      if (isRunEnded(record.state)) throw over(record)
      return record.state === 'paused' ? record : { ...record, state: 'paused', pausedSince: now }
    case 'resume':
      return resumed(record, now)
    case 'abort':
      if (isRunEnded(record.state)) throw over(record)
      return ended(record, 'aborted', now, { by, reason: `${by.name} stopped it${atStep(record)}.` })
    case 'from':
      return takenUpFrom(record, word, now)
    case 'undo':
      return takingBack(record, word)
    default:
      return heardAtStep(record, word, now)
  }
}

/** A word that belongs to the step the run is at. */
function heardAtStep(record: RunRecord, word: RunWord, now: number): RunRecord {
  const at = stepSpokenOf(record, word)
  const { id } = at.step
  const by = personOf(word.by)
  const noted = 'note' in word && word.note !== undefined ? { note: word.note } : {}
  const said = { by, ...noted }
  switch (word.kind) {
    case 'retry':
      if (at.state.state !== 'failed') throw notNow(at, 'It has not failed.')
      return at.step.kind === 'action'
        ? going(triedAgain(record, id, now), id, word.by, now)
        : triedAgain(record, id, now)
    case 'skip':
      // What ohmy is doing itself is not left out in the middle.
      if (at.state.state === 'running') throw notNow(at, 'ohmy is at it.')
      if (at.state.state === 'failed') return goneOn(withStep(record, id, said), id, now)
      if (said.note === undefined) throw needsNote(at, 'Why is it skipped?', 'Skip')
      return completed(record, id, { ...said, state: 'skipped' }, now)
    case 'fail':
      waitsFor(at, 'instruction', 'action')
      return failedAt(record, id, word.note ?? `${by.name} said that it failed.`, now, said)
    case 'done':
      waitsFor(at, 'instruction')
      if (at.step.kind === 'instruction' && at.step.evidence && word.note === undefined)
        throw needsNote(at, 'What did you see?', 'Done')
      return completed(record, id, said, now)
    case 'go':
      waitsFor(at, 'action')
      return going(record, id, word.by, now)
    case 'choose':
      return chosen(record, at, word.option, by, now)
    case 'answer': {
      waitsFor(at, 'ask')
      if (word.answer === undefined) throw needsAnswer(at)
      const answer = readAnswer(at.step as StepOf<'ask'>, word.answer)
      return completed(record, id, { by, answer }, now)
    }
    case 'approve':
    case 'reject':
      return approved(record, at, word, said, now)
    default:
      return record
  }
}

/** An action is begun, as whoever pressed. */
function going(record: RunRecord, id: string, by: Caller, now: number): RunRecord {
  if (record.actions >= record.runbook.limits.actions) throw tooManyActions(record)
  const found = stepNamed(record, id)
  if (found?.step.kind === 'action') {
    const [unknown] = unknownIn(record, found.step, found.step.action)
    if (unknown !== undefined) throw unknownValue(found, unknown)
  }
  const asked = withStep(record, id, { state: 'running', asked: asAsked(by), startedAt: now })
  return { ...asked, actions: record.actions + 1 }
}

function chosen(
  record: RunRecord,
  at: AtStep,
  wanted: string | undefined,
  by: Person,
  now: number,
): RunRecord {
  waitsFor(at, 'decision')
  const { options } = at.step as StepOf<'decision'>
  const labels = options.map(({ label }) => label)
  if (wanted === undefined) throw needsOption(at, labels)
  const option = options[labels.indexOf(labelSaid(labels, wanted) ?? '')]
  if (option !== undefined)
    return completed(record, at.step.id, { by, choice: option.label }, now, option.next)
  throw new UserError(
    'option-unknown',
    `${inCode(wanted)} is none of the options.`,
    `Choose ${listed(labels.map(inCode))}.`,
  )
}

/** The one of that name, in any case; otherwise the one in that place, from 1: a menu has no room for long ones. */
function labelSaid(labels: readonly string[], said: string): string | undefined {
  const text = said.trim()
  const named = labels.find((label) => label.toLowerCase() === text.toLowerCase())
  return named ?? (/^\d{1,2}$/.test(text) ? labels[Number(text) - 1] : undefined)
}

/** Whoever began the run, or leads it, is not the second pair of eyes. */
function approved(
  record: RunRecord,
  at: AtStep,
  { kind, by }: Pick<RunWord, 'kind' | 'by'>,
  said: { readonly by: Person; readonly note?: string },
  now: number,
): RunRecord {
  waitsFor(at, 'approval')
  if (kind === 'reject') {
    return failedAt(record, at.step.id, `${by.name} said no.`, now, said)
  }
  if (by.id === record.caller.id || by.id === record.lead.id) {
    throw new UserError(
      'own-approval',
      by.id === record.caller.id ? 'You began this run yourself.' : 'You lead this run.',
      'Somebody else has to approve it.',
    )
  }
  return completed(record, at.step.id, said, now)
}

function resumed(record: RunRecord, now: number): RunRecord {
  if (isRunEnded(record.state)) throw over(record)
  if (record.state !== 'paused') return record
  const { pausedSince = now, ...rest } = record
  const running: RunRecord = { ...rest, state: 'running' }
  const at = currentStep(running)
  // Time that it stood still does not count against the step.
  return at?.state.startedAt === undefined
    ? running
    : withStep(running, at.step.id, { startedAt: at.state.startedAt + now - pausedSince })
}

function takenUpFrom(record: RunRecord, word: RunWord, now: number): RunRecord {
  if (record.state !== 'failed' && record.state !== 'aborted') {
    const what = record.state === 'done' ? 'This run is done.' : 'This run has not ended.'
    throw new UserError('run-not-stopped', what, 'Only a run that failed or was aborted is taken up again.')
  }
  const id = word.step === undefined ? (record.stoppedAt ?? '') : referenceOf(word.step).id
  if (stepNamed(record, id) === undefined) throw noStep(record, id)
  return { ...takenUp(record, id, now), lead: personOf(word.by) }
}

/** Takes back what an action did. Newest first: what came later may rest on it. */
function takingBack(record: RunRecord, word: RunWord): RunRecord {
  if (!isRunEnded(record.state)) {
    const next = 'Undo it on the card of its operation, or abort the run first.'
    throw new UserError('run-not-stopped', 'This run has not ended.', next)
  }
  const [newest] = undoable(record)
  const id = word.step === undefined ? (newest?.step.id ?? '') : referenceOf(word.step).id
  const found = stepNamed(record, id)
  if (found === undefined) throw noStep(record, id)
  if (newest === undefined || !undoable(record).some(({ step }) => step.id === id)) {
    throw new UserError(
      'nothing-to-undo',
      `There is nothing to take back of “${found.step.title}”.`,
      'Look at the card of its operation.',
    )
  }
  if (newest.step.id !== id) {
    const next = `Take back “${newest.step.title}” first: it came later.`
    throw new UserError('undo-order', `“${found.step.title}” is not the newest change of this run.`, next)
  }
  const { back } = newest.state
  if (back?.state === 'running') return record
  return withStep(record, id, {
    back: { asked: asAsked(word.by), tries: (back?.tries ?? 0) + 1, state: 'running' },
  })
}

/** The step a word is about. @throws UserError where the run is somewhere else by now */
function stepSpokenOf(record: RunRecord, word: RunWord): AtStep {
  if (isRunEnded(record.state)) throw over(record)
  const current = currentStep(record)
  if (current === undefined) throw over(record)
  const { id, attempt } = word.step === undefined ? { id: current.step.id } : referenceOf(word.step)
  const spoken = stepNamed(record, id)
  if (spoken === undefined) throw noStep(record, id)
  if (id !== current.step.id || (attempt !== undefined && attempt !== current.state.attempt))
    throw late(record, spoken)
  if (record.state === 'paused') {
    throw new UserError('run-paused', 'This run is paused.', 'Resume it first.')
  }
  if (record.rechecks.length > 0) {
    throw new UserError(
      'run-rechecking',
      'The checks before this step are looked at again first.',
      'Wait a moment.',
    )
  }
  return current
}

export function referenceOf(text: string): { readonly id: string; readonly attempt?: number } {
  const [, id = text, attempt] = /^(.*?)(?::(\d+))?$/.exec(text) ?? []
  return attempt === undefined ? { id } : { id, attempt: Number(attempt) }
}

function waitsFor(at: AtStep, ...kinds: readonly AtStep['step']['kind'][]): void {
  if (!kinds.includes(at.step.kind)) throw notNow(at, `It is ${inWords[at.step.kind]}.`)
  if (at.state.state === 'waiting') return
  throw notNow(at, at.state.state === 'failed' ? 'It has failed.' : 'ohmy is at it.')
}

const inWords: Readonly<Record<AtStep['step']['kind'], string>> = {
  instruction: 'an instruction: say `done`, `skip` or `fail`',
  check: 'a check: ohmy looks itself',
  action: 'an action: say `go` or `skip`',
  decision: 'a decision: say `choose`',
  ask: 'a question: say `answer`',
  wait: 'a wait: ohmy goes on by itself',
  approval: 'an approval: say `approve` or `reject`',
}

const figures = { pattern: '-?\\d+([.]\\d+)?', otherwise: 'Write figures alone, such as 12 or 0.5.' }
const durations = {
  pattern: '(\\d{1,6}d)?(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?',
  otherwise: 'Write one like 90s, 10m or 2h.',
}

/** @throws UserError what is allowed */
export function readAnswer(
  { type, options = [] }: Pick<StepOf<'ask'>, 'type' | 'options'>,
  typed: string,
): RunValue {
  const text = typed.trim()
  if (text === '') throw wrongAnswer('An answer is missing.', 'Write one.')
  if (type === 'number') {
    const value = Number(text)
    if (/^-?\d+([.]\d+)?$/.test(text) && Number.isFinite(value)) return value
    throw wrongAnswer(`${inCode(text)} is not a number.`, 'Write figures alone, such as 12 or 0.5.')
  }
  if (type === 'duration') {
    const value = parseDuration(text)
    if (value !== undefined) return value
    throw wrongAnswer(`${inCode(text)} is not a duration.`, 'Write one like 90s, 10m or 2h.')
  }
  if (type === 'enum') {
    const value = labelSaid(options, text)
    if (value !== undefined) return value
    throw wrongAnswer(`${inCode(text)} is not possible here.`, `It is one of ${listed(options.map(inCode))}.`)
  }
  return text
}

function wrongAnswer(what: string, next: string): UserError {
  return new UserError('answer-invalid', what, next)
}

/** What is kept of who pressed: the action is said as this person. */
function asAsked({ request: _request, ...caller }: Caller & { readonly request?: string }): Caller {
  return caller
}

export function personOf({ id, name }: Pick<Caller, 'id' | 'name'>): Person {
  return { id, name }
}

function atStep(record: RunRecord): string {
  const at = currentStep(record)
  return at === undefined ? '' : ` at “${at.step.title}”`
}

function over(record: RunRecord): UserError {
  const by = record.endedBy === undefined ? '' : ` ${record.outcomeReason ?? ''}`
  const next =
    record.state === 'done'
      ? 'Begin a new run, if it is to be done again.'
      : `Take it up again with ${inCode(`run from ${record.id}`)}.`
  return new UserError('run-ended', `This run has ended already: ${record.state}.${by}`, next)
}

/** Who was first is told by name. */
function late(record: RunRecord, { step, state }: AtStep): UserError {
  const by = state.by?.name
  const did = { done: 'has done', skipped: 'has skipped', failed: 'has called failed' } as const
  const what =
    by !== undefined && (state.state === 'done' || state.state === 'skipped' || state.state === 'failed')
      ? `${by} ${did[state.state]} “${step.title}” already.`
      : `The run is not at “${step.title}” any more.`
  const at = currentStep(record)
  const next = at === undefined ? 'It has ended.' : `It is at “${at.step.title}” now.`
  return new UserError('step-late', what, next)
}

function notNow({ step }: AtStep, why: string): UserError {
  return new UserError(
    'step-not-now',
    `That is not possible at “${step.title}”. ${why}`,
    'Look at the message of the run.',
  )
}

function noStep({ id: run, runbook }: RunRecord, id: string): UserError {
  const ids = runbook.steps.slice(0, 20).map((step) => inCode(step.id))
  return new UserError('step-not-found', `${run} has no step ${inCode(id)}.`, `It has ${listed(ids)}.`)
}

/** It is asked for where there is a way to ask. */
function needsNote({ step, state }: AtStep, label: string, submit: string): UserError {
  const choice = { argument: 'note', label, intro: state.title ?? step.title, submit }
  const next = `Add ${inCode('--note "a few words"')}.`
  return new UserError('note-missing', `“${step.title}” takes a line: ${label}`, next, { choice })
}

function needsAnswer({ step, state }: AtStep): UserError {
  const { type, options } = step as StepOf<'ask'>
  const question = state.text ?? state.title ?? step.title
  const choice = {
    argument: 'answer',
    label: answerLabels[type],
    intro: question,
    submit: 'Answer',
    ...(options === undefined ? {} : { values: options }),
    ...(type === 'number' ? { accepts: figures } : {}),
    ...(type === 'duration' ? { accepts: durations } : {}),
  }
  const next = `Add ${inCode('--answer "…"')}.`
  return new UserError('answer-missing', `“${step.title}” takes an answer.`, next, { choice })
}

const answerLabels: Readonly<Record<StepOf<'ask'>['type'], string>> = {
  text: 'Answer',
  number: 'A number',
  duration: 'A duration, such as 90s, 10m or 2h',
  enum: 'Answer',
}

function needsOption({ step, state }: AtStep, values: readonly string[]): UserError {
  const intro = state.text ?? step.title
  const choice = { argument: 'option', label: 'Which one?', intro, values, submit: 'Choose' }
  const next = `Add ${inCode('--option "…"')}: ${listed(values.map(inCode))}.`
  return new UserError('option-missing', `“${step.title}” takes one of its options.`, next, { choice })
}

function unknownValue({ step }: AtStep, name: string): UserError {
  const what = `“${step.title}” needs ${inCode(name)}, which is not known.`
  return new UserError('value-unknown', what, 'Skip it, or do the step that finds it out first.')
}

function tooManyActions({ runbook }: RunRecord): UserError {
  const { actions } = runbook.limits
  return new UserError(
    'run-actions-limit',
    `This run has done ${actions} actions, which is as many as ${runbook.id} allows.`,
    'Do it outside of the run, or begin a new one.',
  )
}
