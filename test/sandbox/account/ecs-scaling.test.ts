import {
  DescribeServicesCommand,
  ECSClient,
  ListServicesCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { until } from './until.js'

let account: Account
let ecs: ECSClient
const cluster = 'ohmycoins-staging-cluster'
const service = 'ohmycoins-staging-backend'

beforeAll(async () => {
  account = await startAccount({ speed: 200 })
  // As production would be pointed at it: by the environment alone.
  vi.stubEnv('AWS_ENDPOINT_URL', account.url)
  vi.stubEnv('AWS_REGION', 'ap-southeast-2')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASANDBOX')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'sandbox')
  ecs = new ECSClient({})
})

afterAll(async () => {
  ecs.destroy()
  await account.stop()
  vi.unstubAllEnvs()
})

async function describe() {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
  const [found] = services ?? []
  if (found === undefined) throw new Error('DescribeServices gave no service')
  return found
}

test('scaling from 1 to 4 shows pending tasks, then running ones, and starts no deployment', async () => {
  const listed = await ecs.send(new ListServicesCommand({ cluster }))
  expect(listed.serviceArns).toHaveLength(2)
  const before = await describe()
  expect(before).toMatchObject({ desiredCount: 1, runningCount: 1, pendingCount: 0, status: 'ACTIVE' })

  const answer = await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 4 }))
  expect(answer.service).toMatchObject({ desiredCount: 4, runningCount: 1, pendingCount: 3 })
  const after = await until(describe, ({ runningCount }) => runningCount === 4)
  expect(after.pendingCount).toBe(0)
  expect(after.deployments?.map(({ id }) => id)).toEqual(before.deployments?.map(({ id }) => id))
  await until(
    describe,
    ({ events }) => events?.[0]?.message?.endsWith('has reached a steady state.') === true,
  )
})
