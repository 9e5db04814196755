import type {
  DashboardValidationMessage,
  DeleteDashboardsCommandInput,
  DeleteDashboardsCommandOutput,
  GetDashboardCommandInput,
  GetDashboardCommandOutput,
  ListDashboardsCommandInput,
  ListDashboardsCommandOutput,
  PutDashboardCommandInput,
  PutDashboardCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'
import { page } from '../paging.js'
import { validateBody } from './dashboard-validation.js'

/** Dashboards belong to the account, not to a region: the ARN has none. */
function arnOf(name: string): string {
  return `arn:aws:cloudwatch::${accountId}:dashboard/${name}`
}

function notFound(name: string): AwsError {
  return new AwsError('ResourceNotFound', `Dashboard ${name} does not exist`, 404, {
    name: 'DashboardNotFoundError',
  })
}

function invalid(text: string, messages: DashboardValidationMessage[]): AwsError {
  return new AwsError('InvalidParameterInput', text, 400, {
    name: 'DashboardInvalidInputError',
    members: { dashboardValidationMessages: messages },
  })
}

const listDashboards: Handler<ListDashboardsCommandInput, ListDashboardsCommandOutput> = (
  input,
  { world },
) => {
  const found = [...world.dashboards.values()]
    .filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ''))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  const badToken = new AwsError('InvalidParameterValue', 'The value for parameter NextToken is invalid.')
  const { items, nextToken } = page(found, { nextToken: input.NextToken, size: 1000, badToken })
  return {
    DashboardEntries: items.map(({ name, body, changedAt }) => ({
      DashboardName: name,
      DashboardArn: arnOf(name),
      LastModified: new Date(changedAt),
      Size: Buffer.byteLength(body),
    })),
    NextToken: nextToken,
  }
}

const getDashboard: Handler<GetDashboardCommandInput, GetDashboardCommandOutput> = (input, { world }) => {
  const name = input.DashboardName ?? ''
  const dashboard = world.dashboards.get(name)
  if (dashboard === undefined) throw notFound(name)
  return { DashboardName: name, DashboardArn: arnOf(name), DashboardBody: dashboard.body }
}

const putDashboard: Handler<PutDashboardCommandInput, PutDashboardCommandOutput> = (input, call) => {
  const { DashboardName: name = '', DashboardBody: body = '' } = input
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
    throw invalid(
      `The value ${name} for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).`,
      [],
    )
  }
  const messages = validateBody(body)
  if (messages.length > 0) {
    const listed = messages.map(({ DataPath, Message }) => ({ dataPath: DataPath, message: Message }))
    const count = `${messages.length} validation error${messages.length === 1 ? '' : 's'}`
    throw invalid(
      `The dashboard body is invalid, there ${messages.length === 1 ? 'is' : 'are'} ${count}:\n${JSON.stringify(listed, null, 2)}`,
      messages,
    )
  }
  if (call.world.dashboards.get(name)?.body !== body) call.changed()
  call.world.dashboards.set(name, { name, body, changedAt: call.world.time.now() })
  return { DashboardValidationMessages: [] }
}

const deleteDashboards: Handler<DeleteDashboardsCommandInput, DeleteDashboardsCommandOutput> = (
  input,
  call,
) => {
  const names = input.DashboardNames ?? []
  // All or none: one unknown name and nothing is deleted.
  const unknown = names.find((name) => !call.world.dashboards.has(name))
  if (unknown !== undefined) throw notFound(unknown)
  for (const name of names) call.world.dashboards.delete(name)
  if (names.length > 0) call.changed()
  return {}
}

export const dashboardHandlers = {
  ListDashboards: listDashboards,
  GetDashboard: getDashboard,
  PutDashboard: putDashboard,
  DeleteDashboards: deleteDashboards,
}
