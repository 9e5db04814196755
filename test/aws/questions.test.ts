import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pino } from 'pino'
import { called as callable } from '../../src/aws/actions.js'
import { createQueue } from '../../src/aws/queue.js'
import type { ServiceRef } from '../../src/core/environment.js'
import { isOfTheBot, permissionOf } from '../../sandbox/account/declared-calls.js'
import { manyServices, ohMyCoins } from '../../sandbox/account/seed/environments.js'
import { environmentOf, production, type Room, staging, startRoom } from './environment.js'

const backend = staging.services[0] as ServiceRef
const prefix = 'ohmycoins-many'
const many = environmentOf('many', prefix, [])
/** ms. Target health is kept for some seconds. */
let later = 0
const clock = { now: () => Date.now() + later }
let room: Room

beforeAll(async () => {
  room = await startRoom({ environments: [...ohMyCoins(), manyServices({ count: 130, prefix })] }, { clock })
})
beforeEach(() => room.account.calls.reset())
afterAll(() => room.stop())

async function namesOf(environment: typeof many): Promise<string[]> {
  const names: string[] = []
  for await (const page of room.awsFor(environment).services()) names.push(...page.map(({ name }) => name))
  return names
}

test('configured services need no call', async () => {
  expect(await namesOf(staging)).toEqual(['backend', 'frontend'])
  expect(room.account.calls.count()).toBe(0)
})

test('without configuration the cluster is listed, 100 a page, and names lose the prefix', async () => {
  const names = await namesOf(many)
  expect(names).toHaveLength(130)
  expect(names).toContain('service-0001')
  expect(room.account.calls.counts()).toEqual({ ListServices: 2 })
})

test('services are described ten a call, in the order asked for, without those ECS does not know', async () => {
  const refs = environmentOf('many', prefix, [
    'service-0002',
    'no-such-service',
    ...Array.from({ length: 10 }, (_, index) => `service-${String(index + 11).padStart(4, '0')}`),
  ]).services
  const described = await room.awsFor(many).describeServices(refs)
  expect(described.map(({ ref }) => ref.name)).toEqual(
    refs.map(({ name }) => name).filter((name) => name !== 'no-such-service'),
  )
  expect(room.account.calls.counts()).toEqual({ DescribeServices: 2 })
})

test('a service that does not exist is explained', async () => {
  const ghost = { ...backend, name: 'ghost', service: 'ohmycoins-staging-ghost' }
  await expect(room.awsFor(staging).describeService(ghost)).rejects.toMatchObject({
    name: 'UserError',
    code: 'service-not-found',
  })
})

test('describing never comes from a cache', async () => {
  const aws = room.awsFor(production)
  const ref = production.services[1] as ServiceRef
  expect((await aws.describeService(ref)).desired).toBe(2)
  room.account.world.setDesiredCount(ref.service, 3)
  expect((await aws.describeService(ref)).desired).toBe(3)
})

test('a revision says which image and digest runs, and is asked for once', async () => {
  const aws = room.awsFor(staging)
  const { currentServiceRevisions } = await aws.describeService(backend)
  const [revision] = await aws.describeRevisions(currentServiceRevisions)
  expect(revision?.images[0]).toMatchObject({
    container: 'backend',
    image: expect.stringContaining('/ohmycoins/backend:sprint-'),
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  })
  await aws.describeRevisions(currentServiceRevisions)
  expect(room.account.calls.count('DescribeServiceRevisions')).toBe(1)
})

test('stopped tasks come newest first with their exit codes', async () => {
  const ref = production.services[0] as ServiceRef
  room.account.world.killTask(ref.service, undefined, 137)
  room.account.advance(60_000)
  room.account.world.killTask(ref.service, undefined, 1)
  room.account.advance(60_000)
  const tasks = await room.awsFor(production).stoppedTasks(ref, 10)
  expect(tasks.map(({ containers }) => containers[0]?.exitCode)).toEqual([1, 137])
  expect(await room.awsFor(production).stoppedTasks(ref, 1)).toHaveLength(1)
})

test('the count a service is set to is the count it has', async () => {
  const aws = room.awsFor(many)
  const ref = environmentOf('many', prefix, ['service-0100']).services[0] as ServiceRef
  const { requestId } = await aws.setDesiredCount(ref, 5)
  expect(requestId).not.toBe('')
  const service = await aws.describeService(ref)
  expect(service.desired).toBe(5)
  expect(service.deployments).toHaveLength(1)
})

test('autoscaling ranges are read and set; services without one are left out', async () => {
  const [first, second] = production.services as [ServiceRef, ServiceRef]
  const aws = room.awsFor(production)
  expect(await aws.scalableTargets([first, second])).toEqual([
    { ref: first, minimum: 2, maximum: 10 },
    { ref: second, minimum: 2, maximum: 10 },
  ])
  await aws.setScalableRange(second, { minimum: 1, maximum: 4 })
  expect(await aws.scalableTargets([second])).toEqual([{ ref: second, minimum: 1, maximum: 4 }])
  expect(await room.awsFor(staging).scalableTargets(staging.services)).toEqual([])
})

test('target health names the unhealthy target and why', async () => {
  const aws = room.awsFor(staging)
  const frontend = staging.services[1] as ServiceRef
  const { targetGroups } = await aws.describeService(frontend)
  const [arn = ''] = targetGroups
  expect((await aws.targetHealth(arn)).map(({ state }) => state)).toEqual(['healthy'])
  room.account.world.makeTargetUnhealthy(frontend.service, undefined, 503)
  later += 3_000
  const unhealthy = (await aws.targetHealth(arn)).find(({ state }) => state === 'unhealthy')
  expect(unhealthy?.reason).toContain('503')
})

test('running tasks say where a load balancer finds them: by their own address, or by a port of their instance', async () => {
  const aws = room.awsFor(production)
  const [ref] = production.services as [ServiceRef]
  const { targetGroups } = await aws.describeService(ref)
  const places = async () => {
    const tasks = await aws.runningTasks(ref)
    const targets = await aws.targetHealth(targetGroups[0] ?? '')
    return { tasks: tasks.flatMap(({ endpoints = [] }) => endpoints), targets }
  }
  const own = await places()
  expect(own.tasks.map(({ id }) => id).sort()).toEqual(own.targets.map(({ id }) => id).sort())
  expect(room.account.calls.count('DescribeContainerInstances')).toBe(0)
  // Two tasks on one instance have the same address and two ports.
  room.account.world.moveToInstances(ref.service, 1)
  later += 3_000
  const shared = await places()
  expect(new Set(shared.tasks.map(({ id }) => id))).toEqual(new Set(['i-0a1b2c3d4e5f60000']))
  const ports = (all: readonly { readonly port?: number }[]) =>
    all.map(({ port = 0 }) => port).sort((a, b) => a - b)
  expect(ports(shared.tasks)).toEqual(ports(shared.targets))
  expect(new Set(ports(shared.tasks)).size).toBe(2)
})

test('a load balancer is looked up once; one that does not exist is undefined', async () => {
  const aws = room.awsFor(staging)
  expect(await aws.loadBalancerDimension('ohmycoins-staging-alb')).toMatch(
    /^app\/ohmycoins-staging-alb\/[0-9a-f]{16}$/,
  )
  await aws.loadBalancerDimension('ohmycoins-staging-alb')
  expect(room.account.calls.count('DescribeLoadBalancers')).toBe(1)
  expect(await aws.loadBalancerDimension('no-such-alb')).toBeUndefined()
})

test('ten people who ask for alarms at once cost one call, and so does the next within seconds', async () => {
  const aws = room.awsFor(production)
  await Promise.all(Array.from({ length: 10 }, () => aws.alarmsInAlarm()))
  await aws.alarmsInAlarm()
  expect(room.account.calls.count('DescribeAlarms')).toBe(1)
})

test('metrics are asked for 500 a call, and come back under the asker’s own keys', async () => {
  const aws = room.awsFor(staging)
  const questions = Array.from({ length: 501 }, (_, index) => ({
    key: `question ${index}`,
    namespace: 'AWS/ECS',
    metric: 'CPUUtilization',
    dimensions: {
      ClusterName: staging.cluster,
      ServiceName: index === 500 ? backend.service : `no-such-service-${index}`,
    },
    statistic: 'Average',
    period: 60,
  }))
  const answers = await aws.latestMetrics(questions, 900)
  expect([...answers.keys()]).toEqual(['question 500'])
  expect(answers.get('question 500')).toBeGreaterThan(0)
  expect(room.account.calls.counts()).toEqual({ GetMetricData: 2 })
})

test('an environment with a role is asked with that role’s credentials, taken on once', async () => {
  const other = environmentOf('other', 'ohmycoins-staging', ['backend', 'frontend'], {
    assumeRole: { arn: 'arn:aws:iam::123456789012:role/ohmy' },
  })
  const aws = room.awsFor(other)
  await Promise.all([
    aws.describeService(other.services[0] as ServiceRef),
    aws.scalableTargets(other.services),
    aws.alarmsInAlarm(),
    aws.loadBalancerDimension('ohmycoins-staging-alb'),
  ])
  expect(room.account.calls.count('AssumeRole')).toBe(1)
})

test('each method of the port is walked here; what is called on the wire is what the list of actions says, and all of it says it is ohmy', async () => {
  const walked = new Set<string>()
  const awsFor = (environment: typeof many) =>
    new Proxy(room.awsFor(environment), {
      get(port, name, receiver) {
        walked.add(String(name))
        return Reflect.get(port, name, receiver) as unknown
      },
    })
  const aws = awsFor({
    ...many,
    assumeRole: { arn: 'arn:aws:iam::123456789012:role/ohmy', externalId: 'walk' },
  })
  const pages: ServiceRef[] = []
  for await (const page of aws.services()) pages.push(...page)
  const ref = pages[0] as ServiceRef
  const [service] = await aws.describeServices([ref])
  await aws.describeRevisions(service?.currentServiceRevisions ?? [])
  await awsFor(production).stoppedTasks(production.services[0] as ServiceRef, 1)
  room.account.world.moveToInstances(ref.service, 1)
  later += 3_000
  await aws.runningTasks(ref)
  await aws.setDesiredCount(ref, 2)
  await aws.scalableTargets([ref])
  await aws.scalingActivities(ref, 1)
  await aws.setScalableRange(ref, { minimum: 1, maximum: 3 })
  await aws.suspendScaling(ref, { in: false, out: false, scheduled: false })
  await aws.targetHealth(service?.targetGroups[0] ?? '')
  await aws.loadBalancerDimension(`${prefix}-alb`)
  await aws.alarmsInAlarm()
  await aws.alarmContributors('none').catch(() => undefined)
  room.account.world.addMuteRule({
    ...{ name: 'nightly', alarms: ['errors'], status: 'ACTIVE' },
    ...{ expression: 'cron(0 2 * * *)', duration: 'PT4H', zone: 'Australia/Sydney' },
  })
  expect((await aws.muteRules()).value).toEqual([
    {
      ...{ name: 'nightly', alarms: ['errors'], zone: 'Australia/Sydney' },
      ...{ expression: 'cron(0 2 * * *)', duration: 'PT4H' },
    },
  ])
  const question = { key: 'k', namespace: 'AWS/ECS', metric: 'CPUUtilization', dimensions: {} }
  await aws.latestMetrics([{ ...question, statistic: 'Average', period: 60 }], 300)
  await aws.metricHistory([{ ...question, statistic: 'Average', period: 60 }], { from: 0, until: 60_000 })
  await aws.reachable()
  await aws.identity()
  await aws.alarms()
  await aws.alarmsAnew()
  await aws.alarm('none')
  const definition = await aws.describeTaskDefinition(service?.taskDefinition ?? '')
  if (definition === undefined) throw new Error('The service has no task definition')
  await aws.activeTaskDefinitions(definition.family, 10)
  await aws.findImage(definition.containers[0]?.image ?? '')
  const copy = await aws.registerTaskDefinition(definition, { images: {}, tags: {}, without: [] })
  await aws
    .runTask({
      ...{ ref, taskDefinition: copy.arn, launch: await aws.taskLaunch(ref), container: 'none' },
      ...{ command: ['true'], token: 'once', tags: {} },
    })
    .catch(() => undefined)
  await aws.tasksStartedBy(ref, definition.family, 'once')
  await aws.describeTask(ref, 'no-such-task')
  await aws.stopTask(ref, 'no-such-task', 'none').catch(() => undefined)
  await aws.deployTaskDefinition(ref, copy.arn)
  const express = staging.services[0]
  if (express === undefined) throw new Error('The environment has no service')
  room.account.world.makeExpress(express.service)
  const { arn, taskDefinition: own } = await awsFor(staging).describeService(express)
  await awsFor(staging).updateExpress(arn, { taskDefinition: own })
  const [deployment] = await aws.serviceDeployments(ref, 1)
  await aws.describeServiceDeployments([deployment?.arn ?? ''])
  // It is not paused, and then it is stopped already: what counts here is what was asked for.
  await aws.answerPause(deployment?.arn ?? '', 'no-such-hook', 'ROLLBACK').catch(() => undefined)
  await aws.stopServiceDeployment(deployment?.arn ?? '').catch(() => undefined)
  await aws.logEvents({ logGroup: '/no-such-group', from: 0, to: 1 }).catch(() => undefined)
  const now = Date.now()
  const logGroups = ['/ecs/ohmycoins-staging/backend']
  const query = await aws.startLogQuery({
    logGroups,
    query: 'fields @message',
    from: now - 60_000,
    until: now,
  })
  await aws.logQueryAnswer(query)
  await aws.findLogQuery(logGroups, 'none')
  await aws.stopLogQuery(query)
  const group = await aws.findLogGroup(logGroups[0] ?? '')
  const gone = new AbortController()
  await aws.liveTail({ logGroupArn: group?.arn ?? '' }, gone.signal)
  gone.abort()
  const toll = { pay: async () => undefined, giveBack: async () => undefined, fail: async () => undefined }
  const period = { from: '2026-11-01', until: '2026-11-02' }
  await aws.costTable({ ...period, by: 'SERVICE', tag: 'Environment' }, toll).catch(() => undefined)
  await aws.costForecast(period, toll).catch(() => undefined)
  await aws.costAnomalies(period, toll)
  await aws.dashboards()
  await aws.dashboardBody('none')
  await aws.putDashboard('none', '{"widgets":[]}')
  await aws.widgetImage('{}').catch(() => undefined)
  await aws.seenMetrics({ namespace: 'AWS/ECS' }, 1)
  await aws.listenerCertificates(`${prefix}-alb`)
  await awsFor(staging).listenerCertificates('ohmycoins-staging-alb')
  await aws
    .describeCertificate('arn:aws:acm:ap-southeast-2:123456789012:certificate/none')
    .catch(() => undefined)
  const image = definition.containers[0]?.image ?? ''
  await aws.newestImages(image, 1)
  await aws.lifecycleRules(image)
  await aws.architecturesOf(image)
  await aws.targetGroup(`arn:aws:elasticloadbalancing:ap-southeast-2:123456789012:targetgroup/none/0`)
  const { region } = many
  await aws.stateBucket('ohmycoins-terraform-state', region)
  room.account.world.setStateLock({ bucket: 'ohmycoins-terraform-state', key: 'k.tflock' }, '{}')
  await aws.lockObject('ohmycoins-terraform-state', 'k.tflock', region)
  await aws.lockTable('ohmycoins-terraform-locks', region)
  await aws.lockItem('ohmycoins-terraform-locks', 'none', region)
  await aws.secretState('none')
  await aws.quota('none', 'none')
  await aws.countVpcs()
  await aws.countAddresses()
  await aws
    .refusedPermissions({ principal: 'none', actions: ['ecs:ListTasks'], resources: ['*'] })
    .catch(() => undefined)
  await aws.trailEvents({ ReadOnly: 'false' }, { region, from: 0, until: Date.now(), pages: 1 })
  await aws.accessKeys()
  await aws.openPorts('ohmycoins-')
  room.account.world.setProjectBucket('ohmycoins-uploads')
  await aws.bucketAccess('ohmycoins-uploads')
  await aws.products({ service: 'AmazonECS', having: { regionCode: region } })
  await aws.describeDatabase('none')
  await aws.databaseSnapshots('none').catch(() => undefined)
  const queue = createQueue({ url: room.account.world.queueUrl(), logger: pino({ level: 'silent' }) })
  room.account.world.putMessage('so that nobody has to wait')
  await queue.receive(new AbortController().signal)
  await queue.delete({ receipt: 'none' }).catch(() => undefined)
  await queue.depth(room.account.world.queueUrl())
  await queue.close()
  const calls = room.account.calls.all()
  expect([...new Set(calls.map(permissionOf))].sort()).toEqual([...callable].sort())
  expect(calls.filter((call) => !isOfTheBot(call)).map(permissionOf)).toEqual([])
  const methods = Object.entries(room.awsFor(many)).filter(([, one]) => typeof one === 'function')
  expect(methods.map(([name]) => name).filter((name) => !walked.has(name))).toEqual([])
})
