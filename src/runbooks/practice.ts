import type { Environment } from '../core/environment.js'
import { UserError } from '../core/user-error.js'

/** Whether drills may change an environment: what its policy says; where that says nothing, the default environment alone. */
export function isPractised({ name, policy }: Environment, defaultEnvironment: string): boolean {
  return policy.drills ?? name === defaultEnvironment
}

export function notPractised(environment: string, defaultEnvironment: string): UserError {
  return new UserError(
    'drill-not-here',
    `Nothing is practised in ${environment}.`,
    `Drill it in ${defaultEnvironment}, or set policy.drills of ${environment} in ohmy.yaml.`,
  )
}
