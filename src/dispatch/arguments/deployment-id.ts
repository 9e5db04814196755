import type { RequiredArgument } from './argument.js'
import { idArgument, type Named } from './id.js'

/** A deployment that waits for somebody, by the id that ohmy gives it. */
export const deployment: Named = {
  prefix: 'deployment',
  name: 'deployment',
  one: 'a deployment that waits',
  missing: 'No deployment was named.',
  from: 'its message, or `deployment` with the environment',
}

/** `deployment-7k2m9qa`, as the messages show it. */
export function deploymentId(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return idArgument(deployment, {
    summary: 'id of a deployment that waits, as its message shows it',
    ...options,
  })
}
