import type { RequiredArgument } from './argument.js'
import { idArgument } from './id.js'

/** `inc-7k2m9qa`, as its messages show it. A word that is none goes to the next argument. */
export function incidentId(options: {
  readonly summary: string
  readonly named?: boolean
}): RequiredArgument<string> {
  const named = {
    prefix: 'inc',
    name: 'incident',
    one: 'an incident',
    missing: 'No incident was named.',
    from: 'its header',
  }
  return idArgument(named, { ...options, fits: true })
}
