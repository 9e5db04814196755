import type { Role } from '../core/caller.js'
import type { RunRecord } from '../core/run.js'
import { currentStep, stepNamed, stepReference } from '../core/run-steps.js'
import { referenceOf, type RunWord } from './run/word.js'

/** A word as it was typed: whose it is, the caller says. */
export type SpokenRunWord = RunWord extends infer Word
  ? Word extends RunWord
    ? Omit<Word, 'by'>
    : never
  : never

/** Words about the run as a whole. */
const ofNoStep: readonly SpokenRunWord['kind'][] = ['take-over', 'pause', 'resume', 'abort', 'from', 'undo']

/** A word that names no step is about the one the run was at when it was permitted, and about no later one: that may take another role. */
export function stepOf(record: RunRecord, word: SpokenRunWord): { readonly step?: string } {
  const at = currentStep(record)
  if (word.step !== undefined || at === undefined || ofNoStep.includes(word.kind)) return {}
  return { step: stepReference(at.state) }
}

/** The role a word takes: an approval its own, everything else what the runbook takes. */
export function roleFor(record: RunRecord, word: SpokenRunWord): Role {
  if (word.kind !== 'approve' && word.kind !== 'reject') return record.runbook.runBy
  const id = word.step === undefined ? (record.at ?? '') : referenceOf(word.step).id
  const step = stepNamed(record, id)?.step
  return step?.kind === 'approval' ? step.role : record.runbook.runBy
}
