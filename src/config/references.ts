import { roles } from '../core/caller.js'
import { defaultServicePrefix } from './build.js'
import { checkAgents } from './agents-schema.js'
import { checkAlertPages } from './alert-pages.js'
import { checkCosts } from './costs.js'
import { checkFreezes, checkMaintenance, checkNames } from './freezes.js'
import { checkMetrics } from './metrics.js'
import { checkOnCall } from './on-call.js'
import { usualChecklist } from './policy-schema.js'
import { isSameCluster, type WrittenPlace } from './same-cluster.js'
import { checkSchedules } from './schedules.js'
import { type Problem, showValue } from '../yaml/problem.js'
import { isMap, listOf, mapOf, textOf, unknownName } from './written.js'

/**
 * What no single value tells: names that refer to nothing, words that mean two things, limits that contradict each other.
 * Looks at the input as written, before it is known to be valid, so that all problems are told at once.
 */
export function checkReferences(raw: unknown, verbs: readonly string[] | undefined): Problem[] {
  const root = mapOf(raw)
  const environments = Object.entries(mapOf(root['environments']))
  const names = environments.map(([name]) => name)
  return [
    ...checkPresence(root, names),
    ...checkDefault(root['defaultEnvironment'], names),
    ...checkCosts(root, names),
    ...checkWords(environments),
    ...environments.flatMap(([name, environment]) =>
      checkEnvironment(name, mapOf(environment), names, verbs),
    ),
    ...checkSameServices(environments),
    ...checkRoles(root['roles'], names),
    ...checkFreezes(root['freezes'], { environments: names, verbs }),
    ...checkOnCall(root['onCall']),
    ...checkSchedules(root, names),
    ...checkAlertPages(root, names),
    ...checkAgents(root, names),
    ...checkMetrics(root, names),
    ...checkNames(['pagerDuty', 'changes'], mapOf(root['pagerDuty'])['changes'], 'environment', names),
  ]
}

function checkPresence(root: Readonly<Record<string, unknown>>, names: readonly string[]): Problem[] {
  if (!isMap(root['environments']) || names.length > 0) return []
  return [{ path: ['environments'], what: 'There is no environment. Allowed: at least one.' }]
}

function checkDefault(written: unknown, names: readonly string[]): Problem[] {
  if (typeof written !== 'string' || names.includes(written)) return []
  return [{ path: ['defaultEnvironment'], what: unknownName('environment', written, names) }]
}

/** An environment's name and aliases are typed in the same place: each word must mean one environment. */
function checkWords(environments: readonly (readonly [string, unknown])[]): Problem[] {
  const owners = new Map(environments.map(([name]) => [name.toLowerCase(), name]))
  const problems: Problem[] = []
  for (const [name, environment] of environments) {
    for (const [index, alias] of listOf(mapOf(environment)['aliases']).entries()) {
      if (typeof alias !== 'string') continue
      const owner = owners.get(alias.toLowerCase())
      if (owner === undefined) {
        owners.set(alias.toLowerCase(), name)
        continue
      }
      const of = owner === name ? 'already a word for this environment' : `already a word for \`${owner}\``
      problems.push({
        path: ['environments', name, 'aliases', index],
        what: `${showValue(alias)} is ${of}. Remove it here or there.`,
      })
    }
  }
  return problems
}

function checkEnvironment(
  name: string,
  environment: Readonly<Record<string, unknown>>,
  environmentNames: readonly string[],
  verbs: readonly string[] | undefined,
): Problem[] {
  const at = ['environments', name]
  const policy = mapOf(environment['policy'])
  return [
    ...checkServices(at, environment['services'], environmentNames),
    ...checkLogGroups(at, environment),
    ...checkScale([...at, 'policy', 'scale'], mapOf(policy['scale'])),
    ...checkProvenIn([...at, 'policy', 'deploy', 'provenIn'], name, policy['deploy'], environmentNames),
    ...checkTicked([...at, 'policy', 'deploy', 'ticked'], mapOf(policy['deploy'])),
    ...checkVerbs([...at, 'policy', 'access'], mapOf(policy['access']), verbs),
    ...checkVerbs([...at, 'policy', 'approvals'], mapOf(policy['approvals']), verbs),
    ...checkMaintenance([...at, 'policy'], policy, verbs),
    ...checkPlan([...at, 'terraform', 'plan'], mapOf(environment['terraform'])),
  ]
}

/** A plan is made of a root module. */
function checkPlan(path: readonly string[], { plan, folder }: Readonly<Record<string, unknown>>): Problem[] {
  if (plan !== true || folder !== undefined) return []
  return [{ path, what: 'A plan needs the root module of the environment: `folder`, beside it.' }]
}

function checkServices(
  at: readonly string[],
  services: unknown,
  environmentNames: readonly string[],
): Problem[] {
  const seen = new Map<string, string>()
  return shortNames(services).flatMap(([step, short]) => {
    const path = [...at, 'services', step]
    const before = seen.get(short.toLowerCase())
    seen.set(short.toLowerCase(), short)
    if (before !== undefined) {
      return [{ path, atKey: true, what: `The service ${showValue(short)} stands here twice. Keep one.` }]
    }
    if (environmentNames.includes(short.toLowerCase())) {
      const what = `${showValue(short)} is also an environment: \`status ${short}\` would have two meanings. Give the service another short name.`
      return [{ path, atKey: true, what }]
    }
    return []
  })
}

function checkLogGroups(at: readonly string[], environment: Readonly<Record<string, unknown>>): Problem[] {
  const known = shortNames(environment['services']).map(([, short]) => short)
  // Services that are discovered, or cannot be read, are not known.
  if (known.length === 0 || known.length < listOf(environment['services']).length) return []
  return Object.keys(mapOf(environment['logGroups']))
    .filter((short) => !known.includes(short))
    .map((short) => ({
      path: [...at, 'logGroups', short],
      atKey: true,
      what: unknownName('service', short, known),
    }))
}

function checkScale(path: readonly string[], scale: Readonly<Record<string, unknown>>): Problem[] {
  const minimum = scale['minimum'] ?? 1
  const maximum = scale['maximum'] ?? 10
  const toZero = scale['toZero'] ?? false
  if (typeof minimum === 'number' && typeof maximum === 'number' && minimum > maximum) {
    const what = `The minimum (${minimum}) is larger than the maximum (${maximum}).`
    return [{ path: [...path, scale['minimum'] === undefined ? 'maximum' : 'minimum'], what }]
  }
  if (minimum === 0 && toZero === false) {
    const what = 'A minimum of 0 contradicts `toZero: false`. Add `toZero: true`, or raise the minimum to 1.'
    return [{ path: [...path, 'minimum'], what }]
  }
  return []
}

function checkProvenIn(
  path: readonly string[],
  name: string,
  deploy: unknown,
  environmentNames: readonly string[],
): Problem[] {
  const written = mapOf(deploy)['provenIn']
  if (typeof written !== 'string') return []
  if (!environmentNames.includes(written))
    return [{ path, what: unknownName('environment', written, environmentNames) }]
  if (written !== name) return []
  return [{ path, what: 'An environment cannot prove its own images. Name the one that comes before it.' }]
}

/** What nobody can tick would bar every deployment, and what is not asked for bars none. */
function checkTicked(
  path: readonly string[],
  { ticked, checklist = usualChecklist, preflight }: Readonly<Record<string, unknown>>,
): Problem[] {
  if (!Array.isArray(ticked) || ticked.length === 0) return []
  if (preflight !== 'required')
    return [{ path, what: 'What has to be ticked is asked for with `preflight: required`, beside it.' }]
  if (!Array.isArray(checklist)) return []
  const known = checklist.map(String)
  return ticked.flatMap((item: unknown, index) =>
    known.includes(String(item))
      ? []
      : [{ path: [...path, index], what: unknownName('item of the checklist', String(item), known) }],
  )
}

/** A verb that does not exist would leave the real one with less protection than its author believes. */
function checkVerbs(
  path: readonly string[],
  byVerb: Readonly<Record<string, unknown>>,
  verbs: readonly string[] | undefined,
): Problem[] {
  if (verbs === undefined) return []
  return Object.keys(byVerb)
    .filter((verb) => !verbs.includes(verb))
    .map((verb) => ({ path: [...path, verb], atKey: true, what: unknownName('verb', verb, verbs) }))
}

/** One service under two environments would be locked, limited and approved under two policies. */
function checkSameServices(environments: readonly (readonly [string, unknown])[]): Problem[] {
  const before: {
    readonly name: string
    readonly place: WrittenPlace
    readonly services: readonly string[]
  }[] = []
  return environments.flatMap(([name, written]) => {
    const environment = mapOf(written)
    const { region, cluster } = environment
    if (typeof region !== 'string' || typeof cluster !== 'string') return []
    const role = textOf(mapOf(environment['assumeRole'])['arn'])
    const place = { account: textOf(environment['account']), role, region, cluster }
    const services = servicesIn(environment, cluster)
    const owner = before.find(
      (other) =>
        isSameCluster(other.place, place) && other.services.some((service) => services.includes(service)),
    )
    before.push({ name, place, services })
    if (owner === undefined) return []
    const what = `The environments \`${owner.name}\` and \`${name}\` run the same services of the same cluster. Give each its own cluster, servicePrefix or services.`
    return [{ path: ['environments', name, 'cluster'], what }]
  })
}

/** ECS names; where they are discovered, the prefix that tells whose they are. */
function servicesIn(environment: Readonly<Record<string, unknown>>, cluster: string): readonly string[] {
  const prefix = textOf(environment['servicePrefix']) ?? defaultServicePrefix(cluster)
  const explicit = isMap(environment['services'])
    ? Object.values(environment['services'])
    : shortNames(environment['services']).map(([, short]) => `${prefix}${short}`)
  return explicit.length > 0 ? explicit.map(String) : [`${prefix}…`]
}

function checkRoles(written: unknown, names: readonly string[]): Problem[] {
  if (!isMap(written)) return []
  if (Object.keys(written).length === 0) {
    const what =
      'Nobody has a role, so nobody could do anything. Allowed: viewer, operator, approver, admin, everyone.'
    return [{ path: ['roles'], what }]
  }
  return roles.flatMap((role) => {
    const grants = written[role]
    if (Array.isArray(grants)) {
      return grants.flatMap((grant, index) => checkGrant(['roles', role, index], grant, names))
    }
    return isMap(grants) ? checkGrant(['roles', role], grants, names) : []
  })
}

function checkGrant(path: readonly PropertyKey[], written: unknown, names: readonly string[]): Problem[] {
  if (!isMap(written)) return []
  const people = [...listOf(written['users']), ...listOf(written['groups'])]
  const unknown = listOf(written['environments']).flatMap((name, index) =>
    typeof name !== 'string' || names.includes(name)
      ? []
      : [{ path: [...path, 'environments', index], what: unknownName('environment', name, names) }],
  )
  const readable = [written['users'], written['groups']].every(
    (part) => part === undefined || Array.isArray(part),
  )
  if (people.length > 0 || !readable) return unknown
  return [{ path, what: 'Names nobody. Add users or groups, or remove it.' }, ...unknown]
}

/** The short names, with the step of the path at which each stands. */
function shortNames(services: unknown): (readonly [string | number, string])[] {
  if (isMap(services)) return Object.keys(services).map((short) => [short, short] as const)
  return listOf(services).flatMap((short, index) =>
    typeof short === 'string' ? [[index, short] as const] : [],
  )
}
