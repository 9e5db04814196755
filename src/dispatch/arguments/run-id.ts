import type { RequiredArgument } from './argument.js'
import { idArgument, isIdOf, type Named } from './id.js'

const run: Named = {
  prefix: 'run',
  name: 'run',
  one: 'a run',
  missing: 'No run was named.',
  from: 'the message of the run',
}

/** Whether a word can only be the id of a run. */
export function isRunId(word: string): boolean {
  return isIdOf(run, word)
}

/** `run-7k2m9qa`, as the messages show it. */
export function runId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return idArgument(run, { summary: 'id of a run of a runbook, as its message shows it', ...options })
}
