import type { RequiredArgument } from './argument.js'
import { idArgument } from './id.js'

/** `look-7k2m9qa`, as the message of a preflight shows it. */
export function preflightId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  const named = {
    prefix: 'look',
    name: 'preflight',
    one: 'a preflight',
    missing: 'No preflight was named.',
    from: 'its message',
  }
  return idArgument(named, { summary: 'id of a preflight, as its message shows it', ...options })
}
