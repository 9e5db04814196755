import { withoutRequest, personOf } from '../../core/caller.js'
import { isRunEnded, type RunRecord } from '../../core/run.js'
import { currentStep, stepNamed, undoable } from '../../core/run-steps.js'
import { UserError } from '../../core/user-error.js'
import { noStep, notApproved, over } from './refusals.js'
import { ended, takenUp, withStep } from './walk.js'
import { referenceOf, type RunWord } from './word.js'
import { heardAtStep } from './words-at-step.js'

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
  const target = stepNamed(record, id)
  if (target === undefined) throw noStep(record, id)
  const stopped = stepNamed(record, record.stoppedAt ?? '')?.index ?? target.index
  const passed = record.steps.slice(stopped, target.index).flatMap((step) => stepNamed(record, step.id) ?? [])
  const open = passed.find(({ step, state }) => step.kind === 'approval' && state.state !== 'done')
  if (open !== undefined) throw notApproved(record, open)
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
    back: { asked: withoutRequest(word.by), tries: (back?.tries ?? 0) + 1, state: 'running' },
  })
}

function atStep(record: RunRecord): string {
  const at = currentStep(record)
  return at === undefined ? '' : ` at “${at.step.title}”`
}
