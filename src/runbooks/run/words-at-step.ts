import { type Caller, type Person, withoutRequest, personOf } from '../../core/caller.js'
import { isRunEnded, type RunRecord } from '../../core/run.js'
import { type AtStep, currentStep, stepNamed } from '../../core/run-steps.js'
import type { StepOf } from '../../core/runbook.js'
import { UserError } from '../../core/user-error.js'
import { inCode, listed } from '../../core/wording.js'
import { labelSaid, needsAnswer, readAnswer } from './answers.js'
import {
  late,
  needsNote,
  needsOption,
  noStep,
  notApproved,
  notNow,
  over,
  tooManyActions,
  unknownValue,
} from './refusals.js'
import { unknownIn } from './step-words.js'
import { completed, failedAt, goneOn, triedAgain, withStep } from './walk.js'
import { referenceOf, type RunWord } from './word.js'

/** A word that belongs to the step the run is at. */
export function heardAtStep(record: RunRecord, word: RunWord, now: number): RunRecord {
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
      // What ohmy is doing itself is not left out in the middle; in a wait nothing is done.
      if (at.state.state === 'running' && at.step.kind !== 'wait') throw notNow(at, 'ohmy is at it.')
      if (at.step.kind === 'approval') throw notApproved(record, at)
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
  const asked = withStep(record, id, { state: 'running', asked: withoutRequest(by), startedAt: now })
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
