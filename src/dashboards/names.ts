import type { Environment } from '../core/environment.js'

/** `ohmycoins-staging-infrastructure`: an environment's dashboard of one template. */
export function dashboardName(environment: Environment, template: string): string {
  return `${prefixOf(environment)}${template}`
}

/** How the names of everything in an environment begin: `ohmycoins-staging-`. */
export function prefixOf(environment: Environment): string {
  return environment.servicePrefix === '' ? environment.alarmPrefix : environment.servicePrefix
}

/** The environment whose prefix a dashboard's name has; the longest one counts. */
export function ownerOf(name: string, environments: readonly Environment[]): Environment | undefined {
  return environments
    .filter((environment) => prefixOf(environment) !== '' && name.startsWith(prefixOf(environment)))
    .toSorted((left, right) => prefixOf(right).length - prefixOf(left).length)[0]
}
