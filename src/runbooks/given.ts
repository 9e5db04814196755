import type { RunMode } from '../core/run.js'
import type { RunbookInput } from '../core/runbook.js'
import type { Accepts } from '../core/form.js'

/** What a run is begun with: what was typed, and what the alarm or operation says under which it was offered. */
export interface Given {
  readonly environment?: string
  readonly service?: string
  /** Asks first, also where nothing is missing. */
  readonly ask?: boolean
  readonly mode?: RunMode
  /** `count=4 how=hard`: the others, by name. */
  readonly with: Readonly<Record<string, string>>
}

/** What was given for an input: by its name, which may be `constructor`, or by what it is. */
export function typedFor(input: RunbookInput, given: Given): string | undefined {
  const own = Object.hasOwn(given.with, input.name) ? given.with[input.name] : undefined
  return own ?? placeOf(input, given)
}

/** An environment or a service that was named is the input of that type; of several, the one called so. */
function placeOf({ name, type }: RunbookInput, given: Given): string | undefined {
  if (type === 'environment') return name === 'environment' ? given.environment : undefined
  if (type === 'service') return name === 'service' ? given.service : undefined
  return undefined
}

/** ` from 1 to 20` */
export function rangeOf({ minimum, maximum }: RunbookInput): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  if (minimum !== undefined) return ` of at least ${minimum}`
  return maximum === undefined ? '' : ` of at most ${maximum}`
}

/** What may be typed for a number or a duration, for a form. */
export function acceptsFor(type: string): Accepts | undefined {
  if (type === 'number')
    return { pattern: '-?\\d+([.]\\d+)?', otherwise: 'Write figures alone, such as 12 or 0.5.' }
  if (type !== 'duration') return undefined
  return {
    pattern: '(\\d{1,6}d)?(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?',
    otherwise: 'Write one like 90s, 10m or 2h.',
  }
}
