import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { manyServices, ohMyCoins } from '../../../sandbox/account/seed/environments.js'
import { type Clients, clientsFor, staging } from './clients.js'

let account: Account
let clients: Clients

beforeEach(async () => {
  account = await startAccount({ environments: [...ohMyCoins(), manyServices({ count: 300 })] })
  clients = clientsFor(account.url)
})

afterEach(async () => {
  clients.destroy()
  await account.stop()
})

const put = (name: string, body: unknown) =>
  clients.cloudwatch.send(
    new PutDashboardCommand({
      DashboardName: name,
      DashboardBody: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
const get = (name: string) => clients.cloudwatch.send(new GetDashboardCommand({ DashboardName: name }))
const names = async (prefix?: string) => {
  const answer = await clients.cloudwatch.send(new ListDashboardsCommand({ DashboardNamePrefix: prefix }))
  return answer.DashboardEntries?.map(({ DashboardName }) => DashboardName)
}

test('each environment has its dashboard, found by the beginning of its name', async () => {
  expect(await names()).toEqual(['ohmycoins-prod-infrastructure', 'ohmycoins-staging-infrastructure'])
  expect(await names('ohmycoins-staging')).toEqual(['ohmycoins-staging-infrastructure'])
})

test('a dashboard is given back letter by letter, replaced, and deleted', async () => {
  const body = '{ "widgets": [ ] }'
  await put('mine', body)
  expect((await get('mine')).DashboardBody).toBe(body)
  await put('mine', { widgets: [{ type: 'text', properties: { markdown: 'hello' } }] })
  expect((await get('mine')).DashboardBody).toContain('hello')
  expect(account.calls.changes().map(({ action }) => action)).toEqual(['PutDashboard', 'PutDashboard'])
  await clients.cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ['mine'] }))
  await expect(get('mine')).rejects.toMatchObject({ message: 'Dashboard mine does not exist' })
})

test('nothing is deleted when one of the names is wrong', async () => {
  const command = new DeleteDashboardsCommand({
    DashboardNames: ['ohmycoins-staging-infrastructure', 'none'],
  })
  await expect(clients.cloudwatch.send(command)).rejects.toThrow('none does not exist')
  expect(await names('ohmycoins-staging')).toHaveLength(1)
})

test.each([
  ['no JSON', 'x', '', 'not valid JSON'],
  ['no widgets', {}, '', "required property 'widgets'"],
  [
    'a metric widget without metrics',
    { widgets: [{ type: 'metric', properties: { region: 'x' } }] },
    '/widgets/0/properties',
    "required property 'metrics'",
  ],
  [
    'a dimension without a value',
    { widgets: [{ type: 'metric', properties: { region: 'x', metrics: [['A', 'b', 'c']] } }] },
    '/widgets/0/properties/metrics/0',
    'a value for each dimension',
  ],
  [
    'wider than the grid',
    { widgets: [{ type: 'text', width: 25, properties: { markdown: '' } }] },
    '/widgets/0/width',
    'Should be <= 24',
  ],
])('a body is refused with its place and reason: %s', async (_, body, path, words) => {
  const error: unknown = await put('mine', body).catch((refusal: unknown) => refusal)
  expect(error).toMatchObject({ name: 'DashboardInvalidInputError' })
  const { dashboardValidationMessages: messages = [] } = error as {
    dashboardValidationMessages?: { DataPath?: string; Message?: string }[]
  }
  expect(messages.some(({ DataPath, Message }) => DataPath === path && Message?.includes(words))).toBe(true)
  expect(account.calls.changes()).toEqual([])
})

test('metrics are listed by name and dimension, 500 a page', async () => {
  const cpu = await clients.cloudwatch.send(
    new ListMetricsCommand({
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'ServiceName', Value: staging.service }],
    }),
  )
  expect(cpu.Metrics).toHaveLength(1)
  expect(cpu.Metrics?.[0]?.Dimensions).toContainEqual({ Name: 'ClusterName', Value: staging.cluster })
  const first = await clients.cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/ECS' }))
  expect(first.Metrics).toHaveLength(500)
  const second = await clients.cloudwatch.send(
    new ListMetricsCommand({ Namespace: 'AWS/ECS', NextToken: first.NextToken }),
  )
  expect(second.Metrics?.length).toBeGreaterThan(100)
  expect(second.NextToken).toBeUndefined()
})
