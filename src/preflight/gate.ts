import type { Environment } from '../core/environment.js'
import { type Preflight, type PreflightDeployment, preflightResults } from '../core/preflight.js'
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
 */
export async function gateFor(
  { name, policy }: Environment,
  deployments: readonly (PreflightDeployment | undefined)[],
  look: (deployment: PreflightDeployment | undefined) => Promise<Preflight>,
): Promise<GateAnswer | undefined> {
  const rule = policy.deploy?.preflight
  if (rule === undefined || deployments.length === 0) return undefined
  const isRequired = rule === 'required'
  try {
    const looked = await Promise.all(deployments.map(look))
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
    const details = [`Preflight: ${counts.join(', ')}.`]
    const warnings = [...(ng ?? []), ...(warn ?? [])].map(
      ({ what, figure }) => `Preflight, ${what}: ${figure}.`,
    )
    if (!isRequired || !ng?.length) return { details, warnings }
    const named = ng.slice(0, mostNamed).map(({ what, figure }) => `${what}: ${figure}`)
    const more = ng.length > mostNamed ? ` and ${ng.length - mostNamed} more` : ''
    const words = `The preflight of ${name} stands against it — ${named.join('; ')}${more}.`
    return { details, warnings, refusal: refused(name, policy.breakGlass, words, deployments) }
  } catch (error) {
    if (!isRequired) return { details: ['Preflight: nobody could look.'], warnings: [] }
    // Trouble that passes is waited for where it is about to start, and told where it is asked for.
    if (!(error instanceof UserError)) throw error
    const words = `The preflight of ${name}, which its policy requires, could not look: ${error.what}`
    return { details: [], warnings: [], refusal: refused(name, policy.breakGlass, words, deployments) }
  }
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
