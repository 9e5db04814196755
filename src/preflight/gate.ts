import type { Person } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import {
  type Preflight,
  type PreflightDeployment,
  type PreflightItem,
  type PreflightTick,
  preflightResults,
} from '../core/preflight.js'
import { UserError } from '../core/user-error.js'

/** What a preflight says of a deployment: in its plan, and where policy requires it, against it. */
export interface GateAnswer {
  /** For who decides, one line each. Untrusted. */
  readonly details: readonly string[]
  readonly warnings: readonly string[]
  /** Why it must not start. */
  readonly refusal?: UserError
}

/** Named in a refusal; the rest is counted. */
const mostNamed = 3

/**
 * Asks the preflights of what is about to be deployed, where policy wants them asked. Fails closed: where they are required, and nobody can look at all, nothing
 * is deployed. What single checks could not look at does not bar, and is said.
 * What has to be ticked is ticked for a service and its image: a task definition names neither, so that nobody can have ticked anything for it.
 * @param requester who asks for the deployment, as whoever decides on it should know where they ticked it themself
 * @param ticksOf who ticked what before it, lately
 */
export async function gateFor(
  { name, policy }: Environment,
  deployments: readonly (PreflightDeployment | undefined)[],
  look: (deployment: PreflightDeployment | undefined) => Promise<Preflight>,
  requester: Person,
  ticksOf: (deployment: PreflightDeployment) => Promise<readonly PreflightTick[]> = async () => [],
): Promise<GateAnswer | undefined> {
  const rule = policy.deploy?.preflight
  if (rule === undefined || deployments.length === 0) return undefined
  const isRequired = rule === 'required'
  try {
    const needed = isRequired ? (policy.deploy?.ticked ?? []) : []
    const [looked, byHand] = await Promise.all([
      Promise.all(deployments.map(look)),
      needed.length === 0
        ? undefined
        : Promise.all(deployments.map(async (one) => (one === undefined ? [] : ticksOf(one)))),
    ])
    // Each answer counts once. What two looks answered differently counts as the worse: what was found is not taken back by who found it no more.
    const worstLast = looked
      .flatMap(({ items }) => items)
      .toSorted((one, other) => preflightResults.indexOf(other.result) - preflightResults.indexOf(one.result))
    const items = [...new Map(worstLast.map((item) => [`${item.group} ${item.what}`, item])).values()]
    const [ng, warn, skip] = (['ng', 'warn', 'skip'] as const).map((result) =>
      items.filter((item) => item.result === result),
    )
    const counts = [
      `${items.filter(({ result }) => result === 'ok').length} OK`,
      ...(ng?.length ? [`${ng.length} NG`] : []),
      ...(warn?.length ? [`${warn.length} WARN`] : []),
      ...(skip?.length ? [`${skip.length} SKIP`] : []),
    ]
    const open = needed.filter((item) => byHand?.some((ticks) => !isTicked(ticks, item)))
    const details = [
      `Preflight: ${counts.join(', ')}.`,
      ...(byHand === undefined || open.length === needed.length ? [] : [tickedBy(needed, byHand, requester)]),
    ]
    const warnings = [...(ng ?? []), ...(warn ?? [])].map(
      ({ what, figure }) => `Preflight, ${what}: ${figure}.`,
    )
    if (!isRequired || (!ng?.length && open.length === 0)) return { details, warnings }
    const words = [
      ...(ng?.length ? [against(name, ng)] : []),
      ...(open.length === 0 ? [] : [unticked(name, open, deployments)]),
    ]
    const refusal = refused(name, policy.breakGlass, words.join(' '), deployments)
    return { details, warnings: [...warnings, ...open.map((item) => `Not ticked: ${item}.`)], refusal }
  } catch (error) {
    if (!isRequired) return { details: ['Preflight: nobody could look.'], warnings: [] }
    // Trouble that passes is waited for where it is about to start, and told where it is asked for.
    if (!(error instanceof UserError)) throw error
    const words = `The preflight of ${name}, which its policy requires, could not look: ${error.what}`
    return { details: [], warnings: [], refusal: refused(name, policy.breakGlass, words, deployments) }
  }
}

function against(name: string, ng: readonly PreflightItem[]): string {
  const named = ng.slice(0, mostNamed).map(({ what, figure }) => `${what}: ${figure}`)
  const more = ng.length > mostNamed ? ` and ${ng.length - mostNamed} more` : ''
  return `The preflight of ${name} stands against it — ${named.join('; ')}${more}.`
}

function unticked(
  name: string,
  open: readonly string[],
  deployments: readonly (PreflightDeployment | undefined)[],
): string {
  if (deployments.includes(undefined))
    return `The policy of ${name} requires that people tick off ${open.join(', ')}, which they do for a service and its image; a task definition cannot be ticked for. Deploy the image instead.`
  return `Nobody has ticked it off within a day, as the policy of ${name} requires: ${open.join(', ')}.`
}

function isTicked(ticks: readonly PreflightTick[], item: string): boolean {
  return ticks.some((tick) => tick.item === item && tick.by !== undefined)
}

/** Who said what: of several services each is named once. */
function tickedBy(
  needed: readonly string[],
  byHand: readonly (readonly PreflightTick[])[],
  requester: Person,
): string {
  const nameOf = ({ id, name }: Person) => (id === requester.id ? `${name}, who asks` : name)
  const told = needed.flatMap((item) => {
    const names = byHand
      .flat()
      .flatMap((tick) => (tick.item === item && tick.by !== undefined ? nameOf(tick.by) : []))
    return names.length === 0 ? [] : [`${item} (${[...new Set(names)].join('; ')})`]
  })
  return `By hand: ${told.join(', ')}.`
}

function refused(
  environment: string,
  glass: string | undefined,
  words: string,
  [first]: readonly (PreflightDeployment | undefined)[],
): UserError {
  const target = first === undefined ? '' : ` --for ${first.service}:${first.image}`
  const past =
    glass === undefined
      ? ''
      : `, or go past it in an emergency with \`--break-glass --reason "…"\` (role ${glass})`
  const look = { text: 'Look', line: `preflight ${environment}${target}` }
  return new UserError('preflight-failed', words, `Mend it, see \`/ohmy ${look.line}\`${past}.`, {
    offers: [look],
  })
}
