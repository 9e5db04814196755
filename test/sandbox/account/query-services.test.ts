import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { DeleteClusterCommand } from '@aws-sdk/client-ecs'
import { CreateTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

test('load balancers, target groups and target health are found from one another', async () => {
  const { LoadBalancers } = await clients.elb.send(
    new DescribeLoadBalancersCommand({ Names: ['ohmycoins-prod-alb'] }),
  )
  expect(LoadBalancers).toMatchObject([{ LoadBalancerName: 'ohmycoins-prod-alb', State: { Code: 'active' } }])
  expect(LoadBalancers?.[0]?.CreatedTime).toBeInstanceOf(Date)
  const { TargetGroups } = await clients.elb.send(
    new DescribeTargetGroupsCommand({ LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn }),
  )
  expect(TargetGroups).toMatchObject([
    { Port: 8000, HealthCheckPath: '/api/v1/health', Matcher: { HttpCode: '200' } },
    { Port: 80, HealthCheckPath: '/' },
  ])
  const { TargetHealthDescriptions } = await clients.elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }),
  )
  expect(TargetHealthDescriptions).toMatchObject([
    { Target: { Port: 8000 }, TargetHealth: { State: 'healthy' } },
    { TargetHealth: { State: 'healthy' } },
  ])
})

test('what a load balancer does not know is refused as the real one refuses it', async () => {
  await expect(clients.elb.send(new DescribeLoadBalancersCommand({ Names: ['nope'] }))).rejects.toMatchObject(
    { name: 'LoadBalancerNotFoundException' },
  )
  await expect(
    clients.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: 'arn:nope' })),
  ).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' })
})

test('whoever assumes a role is that role afterwards', async () => {
  const before = await clients.sts.send(new GetCallerIdentityCommand({}))
  expect(before).toMatchObject({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/sandbox' })
  const { Credentials } = await clients.sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/ohmy', RoleSessionName: 'test' }),
  )
  expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000)
  const assumed = new STSClient({
    endpoint: account.url,
    region: 'ap-southeast-2',
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  })
  const after = await assumed.send(new GetCallerIdentityCommand({}))
  assumed.destroy()
  expect(after.Arn).toBe('arn:aws:sts::123456789012:assumed-role/ohmy/test')
  await expect(
    clients.sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/nope', RoleSessionName: 'test' }),
    ),
  ).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } })
})

test('an action the account does not know is named in the error, in either protocol', async () => {
  await expect(clients.ecs.send(new DeleteClusterCommand({ cluster: 'x' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('DeleteCluster') as string,
  })
  await expect(clients.elb.send(new CreateTargetGroupCommand({ Name: 'x' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('CreateTargetGroup') as string,
  })
})
