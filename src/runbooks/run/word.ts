import type { Word } from '../../flow/flow.js'

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

export function referenceOf(text: string): { readonly id: string; readonly attempt?: number } {
  const [, id = text, attempt] = /^(.*?)(?::(\d+))?$/.exec(text) ?? []
  return attempt === undefined ? { id } : { id, attempt: Number(attempt) }
}
