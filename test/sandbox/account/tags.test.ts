import { ListTagsForResourceCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor } from './clients.js'

let account: Account
let clients: Clients
beforeAll(async () => {
  account = await startAccount()
  clients = clientsFor(account.url)
})
afterAll(async () => {
  clients.destroy()
  await account.stop()
})

const base = 'arn:aws:ecs:ap-southeast-2:123456789012'

it.each([
  'task-definition/ohmycoins-staging-backend:42',
  'service/ohmycoins-staging-cluster/ohmycoins-staging-backend',
  'cluster/ohmycoins-staging-cluster',
])('tells the tags of %s', async (resource) => {
  const { tags } = await clients.ecs.send(
    new ListTagsForResourceCommand({ resourceArn: `${base}:${resource}` }),
  )
  expect(tags).toContainEqual({ key: 'Project', value: 'Oh My Coins' })
})

it('refuses what is no ARN', async () => {
  await expect(
    clients.ecs.send(new ListTagsForResourceCommand({ resourceArn: 'ohmycoins-staging-backend' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})
