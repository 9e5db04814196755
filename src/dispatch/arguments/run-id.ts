import type { RequiredArgument } from './argument.js'
import { idArgument } from './id.js'

/** `run-7k2m9qa`, as the messages show it. */
export function runId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  const named = {
    prefix: 'run',
    name: 'run',
    one: 'a run',
    missing: 'No run was named.',
    from: 'the message of the run',
  }
  return idArgument(named, { summary: 'id of a run of a runbook, as its message shows it', ...options })
}
