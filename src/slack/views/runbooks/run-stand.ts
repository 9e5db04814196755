import { formatTook } from '../../../core/duration.js'
import { isRunEnded, type RunRecord, type RunState } from '../../../core/run.js'
import { type AtStep, currentStep } from '../../../core/run-steps.js'
import { timeToken } from './times.js'
import { marks } from '../../marks.js'

/** How a run stands, in a sign and a few words: the first thing that is read of it. */
export interface Stand {
  readonly emoji: string
  /** In mrkdwn. */
  readonly words: string
}

const ends = {
  done: { emoji: '✅', words: 'Done' },
  failed: { emoji: marks.wrong, words: 'Failed' },
  aborted: { emoji: marks.resting, words: 'Aborted' },
} as const satisfies Partial<Record<RunState, Stand>>

const forPeople: Readonly<Record<AtStep['step']['kind'], string>> = {
  instruction: 'Something to do',
  action: 'A change is ready to run',
  decision: 'A decision is needed',
  ask: 'An answer is needed',
  approval: 'An approval is needed',
  check: 'Waiting for people',
  wait: 'Waiting for people',
}

export function standOf(record: RunRecord): Stand {
  const { state, startedAt, endedAt, pausedSince } = record
  if (isRunEnded(state)) {
    const { emoji, words } = ends[state]
    const took = endedAt === undefined ? '' : formatTook('after', endedAt - startedAt)
    return { emoji, words: `${words}${took}` }
  }
  if (state === 'paused')
    return {
      emoji: '⏸️',
      words: `Paused${pausedSince === undefined ? '' : ` since ${timeToken(pausedSince)}`}`,
    }
  const at = currentStep(record)
  if (at === undefined || record.rechecks.length > 0) return { emoji: marks.changing, words: 'Going on' }
  switch (at.state.state) {
    case 'failed':
      return { emoji: marks.attention, words: 'A step failed' }
    case 'waiting':
      return { emoji: '✋', words: forPeople[at.step.kind] }
    default:
      return isHeldByOperation(at)
        ? {
            emoji: '✋',
            words: at.state.waitsFor === 'approval' ? 'An approval is needed' : 'A confirmation is needed',
          }
        : { emoji: marks.changing, words: `Going on, since ${timeToken(at.state.startedAt ?? startedAt)}` }
  }
}

function isHeldByOperation({ state }: AtStep): boolean {
  return state.waitsFor !== undefined && state.operation !== undefined
}
