import { DescribeServicesCommand, paginateListServices, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { manyServices } from '../../../sandbox/account/seed/environments.js'
import { type Clients, clientsFor } from './clients.js'

let account: Account
let clients: Clients
const cluster = 'ohmycoins-many-cluster'

beforeAll(async () => {
  account = await startAccount({ environments: [manyServices({ count: 1_000 })], witness: false })
  clients = clientsFor(account.url)
})

afterAll(async () => {
  clients.destroy()
  await account.stop()
})

test('a thousand services are listed and described, ten in well under 5 ms of CPU', async () => {
  const arns: string[] = []
  const pages = paginateListServices({ client: clients.ecs, pageSize: 100 }, { cluster })
  for await (const { serviceArns } of pages) arns.push(...(serviceArns ?? []))
  expect(arns).toHaveLength(1_000)
  const body = JSON.stringify({ cluster, services: arns.slice(500, 510) })
  const ask = async () => {
    const response = await fetch(account.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices',
      },
      body,
    })
    return response.text()
  }
  for (let round = 0; round < 30; round += 1) await ask()
  const before = process.cpuUsage()
  const rounds = 100
  for (let round = 0; round < rounds; round += 1) expect((await ask()).length).toBeGreaterThan(10_000)
  const { user, system } = process.cpuUsage(before)
  // Both ends of the connection are in this process, so this is more than the account alone needs.
  expect((user + system) / 1000 / rounds).toBeLessThan(5)
})

test('a hundred services scale at once', async () => {
  const names = Array.from(
    { length: 100 },
    (_, index) => `ohmycoins-many-service-${String(index + 1).padStart(4, '0')}`,
  )
  await Promise.all(
    names.map((service) => clients.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 4 }))),
  )
  account.advance(120_000)
  const { services } = await clients.ecs.send(
    new DescribeServicesCommand({ cluster, services: names.slice(90) }),
  )
  expect(services?.map(({ runningCount }) => runningCount)).toEqual(Array.from({ length: 10 }, () => 4))
})
