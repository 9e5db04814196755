import type { Config } from '../config/config.js'
import type { RunRecord } from '../core/run.js'
import type { Runbook } from '../core/runbook.js'
import { UserError } from '../core/user-error.js'
import { inCode } from '../core/wording.js'
import { isPractised, notPractised } from './practice.js'

/** The environment and service that a run is about. @throws UserError for what is not configured */
export function placeIn(
  { inputs }: Pick<Runbook, 'inputs'>,
  values: RunRecord['inputs'],
  { environments }: Pick<Config, 'environments'>,
): { readonly environment?: string; readonly service?: string } {
  const valueOf = (type: 'environment' | 'service') => {
    const input = inputs.find((candidate) => candidate.type === type)
    // An input may be called `constructor`.
    return input === undefined || !Object.hasOwn(values, input.name)
      ? undefined
      : values[input.name]?.toString()
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
  const known = environments.find(({ name }) => name === environment)
  if (known !== undefined && !isPractised(known, defaultEnvironment))
    throw notPractised(known.name, defaultEnvironment)
}

/** The services that are gone through one by one. @throws UserError where nobody knows which: nothing would be done, and that would be called done */
export function servicesIn(
  { id, steps }: Pick<Runbook, 'id' | 'steps'>,
  environment: string | undefined,
  { environments }: Pick<Config, 'environments'>,
): readonly string[] {
  const services = environments.find(({ name }) => name === environment)?.services ?? []
  if (services.length === 0 && steps.some(({ each }) => each?.in === 'services')) {
    const what = `${inCode(id)} goes through the services of ${environment ?? 'an environment'}, which ohmy.yaml does not name.`
    throw new UserError('services-unnamed', what, 'Name them there, or write a list in the runbook.')
  }
  return services.map(({ name }) => name)
}
