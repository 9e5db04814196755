import type { RequiredArgument } from './argument.js'
import { idArgument } from './id.js'

/** `logs-7k2m9qa`, as the messages show it. */
export function readingId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  const named = {
    prefix: 'logs',
    name: 'reading',
    placeholder: 'id',
    one: 'a followed log or query',
    missing: 'No followed log or query was named.',
    from: 'the end of the message',
  }
  return idArgument(named, {
    summary: 'id of a followed log or a log query, as its message shows it',
    ...options,
  })
}
