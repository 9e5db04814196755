import type { RequiredArgument } from './argument.js'
import { idArgument } from './id.js'

/** `logs-7k2m9qa` or `tf-7k2m9qa`, as the messages show it. */
export function readingId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  const named = {
    prefix: 'logs',
    // Of what is asked of Terraform.
    otherPrefixes: ['tf'],
    name: 'reading',
    placeholder: 'id',
    one: 'a followed log, a query or what Terraform was asked',
    missing: 'Nothing was named that runs.',
    from: 'the end of the message',
  }
  return idArgument(named, {
    summary: 'id of a followed log, a log query or what Terraform was asked, as its message shows it',
    ...options,
  })
}
