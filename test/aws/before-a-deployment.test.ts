import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../sandbox/account/iam/policy.js'
import { production, type Room, staging, startRoom } from './environment.js'

const bucket = 'ohmycoins-terraform-state'
const table = 'ohmycoins-terraform-locks'
const region = 'ap-southeast-2'
const registry = `123456789012.dkr.ecr.${region}.amazonaws.com/ohmycoins/backend`
let room: Room
beforeAll(async () => {
  room = await startRoom()
})
afterEach(() => room.account.faults.clear())
afterAll(() => room.stop())

const aws = () => room.awsFor(staging)

test('a bucket is told with how it is kept, and each of that can be amiss', async () => {
  expect(await aws().stateBucket(bucket, region)).toEqual({
    kind: 'found',
    isVersioned: true,
    isEncrypted: true,
    isClosed: true,
  })
  room.account.world.setBucket(bucket, { isVersioned: false, isEncrypted: false, isClosed: false })
  expect(await aws().stateBucket(bucket, region)).toEqual({
    kind: 'found',
    isVersioned: false,
    isEncrypted: false,
    isClosed: false,
  })
  room.account.world.setBucket(bucket, { isVersioned: true, isEncrypted: true, isClosed: true })
  expect(await aws().stateBucket('no-such-bucket', region)).toEqual({ kind: 'missing' })
})

test('a bucket in another region is told with its region, whichever S3 answers', async () => {
  expect(await aws().stateBucket(bucket, 'us-east-1')).toEqual({ kind: 'elsewhere', region })
})

test('what may not be looked at is thrown with the permission that is missing', async () => {
  room.account.faults.add({ action: 'GetBucketEncryption', fault: { kind: 'accessDenied' } })
  await expect(aws().stateBucket(bucket, region)).rejects.toMatchObject({
    kind: 'denied',
    action: 's3:GetEncryptionConfiguration',
  })
})

test('a lock beside a state is there with what its holder wrote, or is not there', async () => {
  const key = 'staging/terraform.tfstate.tflock'
  expect(await aws().lockObject(bucket, key, region)).toBeUndefined()
  room.account.world.setStateLock({ bucket, key: `${key}-not` }, '{}')
  expect(await aws().lockObject(bucket, key, region)).toBeUndefined()
  room.account.world.setStateLock({ bucket, key }, '{"ID":"1"}')
  const lock = await aws().lockObject(bucket, key, region)
  expect(lock?.text).toBe('{"ID":"1"}')
  expect(Math.abs((lock?.writtenAt ?? 0) - Date.now())).toBeLessThan(600_000)
  room.account.world.setStateLock({ bucket, key }, '')
  expect((await aws().lockObject(bucket, key, region))?.text).toBe('')
  room.account.world.setStateLock({ bucket, key }, 'x'.repeat(70_000))
  expect(await aws().lockObject(bucket, key, region)).not.toHaveProperty('text')
})

test('a table is told with its key, its lock with what its holder wrote', async () => {
  expect(await aws().lockTable(table, region)).toEqual({ status: 'ACTIVE', isForLocks: true })
  expect(await aws().lockTable('no-such-table', region)).toBeUndefined()
  const id = `${bucket}/staging/terraform.tfstate`
  expect(await aws().lockItem(table, id, region)).toBeUndefined()
  room.account.world.setStateLock({ table, id }, '{"ID":"1"}')
  expect(await aws().lockItem(table, id, region)).toEqual({ text: '{"ID":"1"}' })
})

test('quotas are the account’s own, or AWS’s where it has none', async () => {
  expect(await aws().quota('vpc', 'L-F678F1CE')).toEqual({ value: 5 })
  expect(await aws().quota('ec2', 'L-0263D0A3')).toEqual({ value: 10 })
  expect(await aws().quota('fargate', 'L-3032A538')).toMatchObject({
    value: 64,
    usage: { namespace: 'AWS/Usage', name: 'ResourceCount' },
  })
  expect(await aws().quota('fargate', 'L-00000000')).toBeUndefined()
  expect(await aws().countVpcs()).toBe(2)
  expect(await aws().countAddresses()).toBe(3)
})

test('a secret is there, deleted or missing', async () => {
  const arn = 'arn:aws:secretsmanager:ap-southeast-2:123456789012:secret:ohmycoins-staging-db-password-a1B2c3'
  expect(await aws().secretState(arn)).toBe('there')
  room.account.world.deleteSecret('ohmycoins-staging-db-password')
  expect(await aws().secretState(arn)).toBe('deleted')
  room.account.world.removeSecret('ohmycoins-staging-db-password')
  expect(await aws().secretState(arn)).toBe('missing')
})

test('an image is told with its processors, from its index or its configuration', async () => {
  const image = `${registry}:sprint-14-0c9b7aa`
  expect(await aws().architecturesOf(image)).toEqual(['amd64'])
  room.account.world.setArchitectures('ohmycoins/backend', 'sprint-14-0c9b7aa', ['amd64', 'arm64'])
  expect(await aws().architecturesOf(image)).toEqual(['amd64', 'arm64'])
  room.account.world.setArchitectures('ohmycoins/backend', 'sprint-14-0c9b7aa', ['arm64'])
  expect(await aws().architecturesOf(image)).toEqual(['arm64'])
  expect(await aws().architecturesOf(`${registry}:sprint-99-gone`)).toBeUndefined()
  expect(await aws().architecturesOf('nginx:1')).toBeUndefined()
})

test('the rules by which images expire come in their order', async () => {
  expect(await aws().lifecycleRules(`${registry}:any`)).toEqual([])
  const selection = {
    tagStatus: 'tagged',
    tagPrefixList: ['sprint-'],
    countType: 'imageCountMoreThan',
    countNumber: 5,
  }
  room.account.world.setLifecycle('ohmycoins/backend', {
    rules: [
      { rulePriority: 2, selection, action: { type: 'expire' } },
      {
        rulePriority: 1,
        selection: {
          tagStatus: 'untagged',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: 14,
        },
        action: { type: 'expire' },
      },
    ],
  })
  expect(await aws().lifecycleRules(`${registry}:any`)).toEqual([
    { priority: 1, tags: 'untagged', prefixes: [], patterns: [], keeps: { days: 14 } },
    { priority: 2, tags: 'tagged', prefixes: ['sprint-'], patterns: [], keeps: { count: 5 } },
  ])
})

test('a target group is told with its port', async () => {
  const [backend] = production.services
  if (backend === undefined) throw new Error('There is no backend')
  const { targetGroups } = await room.awsFor(production).describeService(backend)
  expect(await aws().targetGroup(targetGroups[0] ?? '')).toMatchObject({
    port: 8000,
    healthPort: 'traffic-port',
  })
})

test('the simulator answers by the policy that is in force, with its conditions', async () => {
  const principal = 'arn:aws:iam::123456789012:user/sandbox'
  const passing = {
    principal,
    actions: ['iam:PassRole'],
    resources: ['arn:aws:iam::123456789012:role/ohmycoins-staging-ecs-task'],
  }
  expect(await aws().refusedPermissions(passing)).toEqual([])
  const { Statement: statements } = JSON.parse(
    readFileSync(new URL('../../docker/iam-policy.json', import.meta.url), 'utf8'),
  ) as { Statement: Statement[] }
  room.account.world.setPolicy(statements)
  expect(await aws().refusedPermissions(passing)).toMatchObject([
    { action: 'iam:PassRole', isExplicit: false },
  ])
  const context = { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] }
  expect(await aws().refusedPermissions({ ...passing, context })).toEqual([])
  const deny = { Effect: 'Deny', Action: 'ecs:*', Resource: '*' }
  room.account.world.setPolicy([...statements, deny])
  const updating = {
    principal,
    actions: ['ecs:UpdateService', 'ecs:DescribeServices'],
    resources: ['arn:aws:ecs:ap-southeast-2:123456789012:service/ohmycoins-staging-cluster/x'],
  }
  expect((await aws().refusedPermissions(updating)).map(({ isExplicit }) => isExplicit)).toEqual([true, true])
  room.account.world.setPolicy(undefined)
})
