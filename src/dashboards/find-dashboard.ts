import type { Aws } from '../aws/aws.js'
import type { DashboardChoice } from '../core/dashboard.js'
import type { Environment } from '../core/environment.js'
import { nearest } from '../core/suggest.js'
import { UserError } from '../core/user-error.js'
import { type DashboardBody, readBody } from './body.js'
import { dashboardName, ownerOf } from './names.js'
import { ownTemplate } from './templates/index.js'

export interface FoundDashboard {
  readonly name: string
  readonly body: DashboardBody
}

interface Search {
  readonly aws: Pick<Aws, 'dashboards' | 'dashboardBody'>
  readonly environment: Environment
  readonly environments: readonly Environment[]
}

/**
 * The dashboard of that name, in any capitals and also without the environment's prefix; without a name the environment's own. Where there is
 * no own one: those to choose from.
 * @throws UserError when there is none of that name, or it is another environment's
 */
export async function findDashboard(
  search: Search,
  wanted: string | undefined,
): Promise<FoundDashboard | DashboardChoice> {
  const { environment } = search
  if (wanted === undefined) {
    const own = dashboardName(environment, ownTemplate)
    return (await read(search, own)) ?? { ...(await listDashboards(search)), missing: own }
  }
  refuseForeign(wanted, search)
  const exact = await read(search, wanted)
  if (exact !== undefined) return exact
  const names = await ownNames(search)
  const withPrefix = dashboardName(environment, wanted).toLowerCase()
  const found = names.find((name) => [wanted.toLowerCase(), withPrefix].includes(name.toLowerCase()))
  const body = found === undefined ? undefined : await read(search, found)
  if (body !== undefined) return body
  const meant = nearest(wanted, names) ?? nearest(dashboardName(environment, wanted), names)
  throw new UserError(
    'dashboard-not-found',
    `There is no dashboard \`${wanted}\` for ${environment.name}.`,
    meant === undefined
      ? `\`/ohmy dashboard list ${environment.name}\` shows those there are.`
      : `Did you mean \`/ohmy dashboard ${meant} ${environment.name}\`?`,
    {
      choice: {
        argument: 'name',
        intro: `There is no dashboard ${wanted} for ${environment.name}.`,
        anew: meant === undefined ? {} : { nearest: meant },
      },
    },
  )
}

/** All dashboards that are not another environment's. */
export async function listDashboards(search: Search): Promise<DashboardChoice> {
  return { environment: search.environment.name, names: await ownNames(search) }
}

async function ownNames({ aws, environment, environments }: Search): Promise<readonly string[]> {
  const entries = await aws.dashboards()
  return entries
    .map(({ name }) => name)
    .filter((name) => (ownerOf(name, environments) ?? environment).name === environment.name)
}

/** Roles are those of the environment that was named: another one's dashboard is asked for by that one's name. */
function refuseForeign(wanted: string, { environment, environments }: Search): void {
  const owner = ownerOf(wanted, environments)
  if (owner === undefined || owner.name === environment.name) return
  throw new UserError(
    'dashboard-of-another-environment',
    `\`${wanted}\` belongs to ${owner.name}, not to ${environment.name}.`,
    `Type \`/ohmy dashboard ${wanted} ${owner.name}\`.`,
  )
}

async function read({ aws }: Search, name: string): Promise<FoundDashboard | undefined> {
  const text = await aws.dashboardBody(name)
  if (text === undefined) return undefined
  const body = readBody(text)
  if (body === undefined) {
    const what = `What CloudWatch keeps as \`${name}\` is no dashboard that ohmy can read.`
    throw new UserError('dashboard-unreadable', what, 'Open it in the CloudWatch console and save it again.')
  }
  return { name, body }
}
