import type { RequiredArgument } from './argument.js'
import { idArgument } from './id.js'

/** `alert-7k2m9qa`, as the messages show it. */
export function alertId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  const named = {
    prefix: 'alert',
    name: 'alert',
    one: 'an alert',
    missing: 'No alert was named.',
    from: 'the message of the alert',
  }
  return idArgument(named, { summary: 'id of an alert, as its message shows it', ...options })
}
