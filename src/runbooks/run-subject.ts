import type { Config } from '../config/config.js'
import type { RunRecord } from '../core/run.js'
import type { Runbook } from '../core/runbook.js'
import { UserError } from '../core/user-error.js'
import { inCode } from '../core/wording.js'

/** The environment and service that a run is about. @throws UserError for what is not configured */
export function placeIn(
  { inputs }: Pick<Runbook, 'inputs'>,
  values: RunRecord['inputs'],
  { environments }: Pick<Config, 'environments'>,
): { readonly environment?: string; readonly service?: string } {
  const valueOf = (type: 'environment' | 'service') => {
    const input = inputs.find((candidate) => candidate.type === type)
    return input === undefined ? undefined : values[input.name]?.toString()
  }
  const environment = valueOf('environment')
  const service = valueOf('service')
  if (environment === undefined) return {}
  const known = environments.find(({ name }) => name === environment)
  if (known === undefined) {
    const names = environments.map(({ name }) => inCode(name)).join(', ')
    throw new UserError(
      'environment-not-found',
      `There is no environment ${inCode(environment)}.`,
      `There are ${names}.`,
    )
  }
  if (
    service !== undefined &&
    known.services.length > 0 &&
    !known.services.some(({ name }) => name === service)
  ) {
    const what = `There is no service ${inCode(service)} in ${environment}.`
    const names = known.services.map(({ name }) => inCode(name)).join(', ')
    throw new UserError('service-not-found', what, names === '' ? 'It names none.' : `There are ${names}.`)
  }
  return { environment, ...(service === undefined ? {} : { service }) }
}

/** @throws UserError where nobody practises */
export function practisedIn(
  environment: string | undefined,
  { environments, defaultEnvironment }: Pick<Config, 'environments' | 'defaultEnvironment'>,
): void {
  const policy = environments.find(({ name }) => name === environment)?.policy
  if (environment === undefined || (policy?.drills ?? environment === defaultEnvironment)) return
  throw new UserError(
    'drill-not-here',
    `Nothing is practised in ${environment}.`,
    `Drill it in ${defaultEnvironment}, or set policy.drills of ${environment} in ohmy.yaml.`,
  )
}
