import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'

let account: Account
let ecr: ECRClient
beforeAll(async () => {
  account = await startAccount()
  ecr = new ECRClient({
    endpoint: account.url,
    region: 'ap-southeast-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  })
})
afterAll(async () => {
  ecr.destroy()
  await account.stop()
})

const describeTag = (imageTag: string, repositoryName = 'ohmycoins/backend') =>
  ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }))

it('knows what was deployed and what was built since, each with its own digest', async () => {
  const { imageDetails = [] } = await ecr.send(
    new DescribeImagesCommand({ repositoryName: 'ohmycoins/backend', filter: { tagStatus: 'TAGGED' } }),
  )
  const tags = imageDetails.flatMap(({ imageTags }) => imageTags ?? [])
  expect(tags).toEqual(expect.arrayContaining(['sprint-12-3f4021a', 'sprint-13-7ac41be']))
  expect(new Set(imageDetails.map(({ imageDigest }) => imageDigest)).size).toBe(tags.length)
})

it.each(['broken', 'oom', 'unhealthy'])('has the %s variant of every image', async (variant) => {
  const { imageDetails } = await describeTag(`sprint-13-7ac41be-${variant}`)
  expect(imageDetails?.[0]?.imageTags).toEqual([`sprint-13-7ac41be-${variant}`])
})

it('has no image that nobody pushed, and says so as ECR does', async () => {
  await expect(describeTag('sprint-13-7ac41be-missing')).rejects.toMatchObject({
    name: 'ImageNotFoundException',
  })
  await expect(describeTag('x', 'no/such')).rejects.toMatchObject({ name: 'RepositoryNotFoundException' })
})

it('finds an image by its digest, as the one that is pushed meanwhile', async () => {
  account.world.pushImage('ohmycoins/backend', 'sprint-15-aaaaaaa')
  const { imageDetails } = await describeTag('sprint-15-aaaaaaa')
  const imageDigest = imageDetails?.[0]?.imageDigest
  const found = await ecr.send(
    new DescribeImagesCommand({ repositoryName: 'ohmycoins/backend', imageIds: [{ imageDigest }] }),
  )
  expect(found.imageDetails?.[0]?.imageTags).toEqual(['sprint-15-aaaaaaa'])
})

it('gives a tag that is pushed again another digest, and keeps the old image without a tag', async () => {
  const first = account.world.pushImage('ohmycoins/again', 'stable')
  const second = account.world.pushImage('ohmycoins/again', 'stable')
  expect(second).not.toBe(first)
  expect((await describeTag('stable', 'ohmycoins/again')).imageDetails?.[0]?.imageDigest).toBe(second)
  const find = (imageDigest: string) =>
    ecr.send(new DescribeImagesCommand({ repositoryName: 'ohmycoins/again', imageIds: [{ imageDigest }] }))
  const old = await find(first)
  expect(old.imageDetails?.[0]).toMatchObject({ imageDigest: first })
  expect(old.imageDetails?.[0]?.imageTags).toBeUndefined()
  account.world.deleteUntagged('ohmycoins/again')
  await expect(find(first)).rejects.toMatchObject({ name: 'ImageNotFoundException' })
})

it('describes an archived image by its name, and lists it only to who asks for it', async () => {
  account.world.pushImage('ohmycoins/archive', 'old')
  account.world.setImageStatus('ohmycoins/archive', 'old', 'ARCHIVED')
  expect((await describeTag('old', 'ohmycoins/archive')).imageDetails?.[0]?.imageStatus).toBe('ARCHIVED')
  const list = (filter?: { imageStatus: 'ANY' }) =>
    ecr.send(new DescribeImagesCommand({ repositoryName: 'ohmycoins/archive', filter }))
  expect((await list()).imageDetails).toEqual([])
  expect((await list({ imageStatus: 'ANY' })).imageDetails).toHaveLength(1)
})
