import type { RunbookOffer } from '../core/runbook-offer.js'
import type { Library, Trouble } from './library.js'

/** Where it is wrong, and under what it is offered: an operation's id, an alarm's name. */
export interface OfferedUnder {
  readonly environment?: string | undefined
  readonly service?: string | undefined
  readonly under?: string | undefined
}

/** The runbook that fits a trouble best, of those read last; undefined: none does. */
export function offerFor(
  library: Pick<Library, 'bestFor'>,
  trouble: Trouble,
  { environment, service, under }: OfferedUnder,
): RunbookOffer | undefined {
  const found = library.bestFor(trouble)
  if (found === undefined) return undefined
  const { id, title } = found.runbook
  return {
    id,
    title,
    reason: found.reason,
    line: { verb: 'runbook', words: ['start', id, service, environment], options: { for: under } },
  }
}
