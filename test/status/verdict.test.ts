import { expect, test } from 'vitest'
import type { EcsDeployment, EcsService } from '../../src/aws/aws.js'
import type { Measurement, ServiceStatus, Verdict } from '../../src/core/status.js'
import { judgeEnvironment, judgeService, withFigures } from '../../src/status/verdict.js'

const deployment: EcsDeployment = {
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  rolloutState: 'COMPLETED',
  desired: 2,
  running: 2,
  pending: 0,
  failedTasks: 0,
  createdAt: 0,
  taskDefinition: 'backend:42',
}

function service(counts: Partial<EcsService>, rollout: Partial<EcsDeployment> = {}): EcsService {
  return {
    ref: { environment: 'staging', name: 'backend', service: 'x-backend', cluster: 'x' },
    arn: 'arn',
    status: 'ACTIVE',
    desired: 2,
    running: 2,
    pending: 0,
    taskDefinition: 'backend:42',
    deploymentController: 'ECS',
    deployments: [{ ...deployment, ...rollout }],
    currentServiceRevisions: [],
    targetGroups: [],
    events: [],
    ...counts,
  }
}

const rollingBack = {
  rolloutState: 'IN_PROGRESS',
  rolloutStateReason: 'circuit breaker: rolling back to 1',
} as const

test.each([
  ['all tasks run', service({}), {}, 'healthy', '2 of 2 tasks running'],
  ['nothing runs', service({ running: 0, pending: 1 }), {}, 'down', '0 of 2 tasks running, 1 starting'],
  [
    'nothing runs in a rollout',
    service({ running: 0 }, { rolloutState: 'IN_PROGRESS' }),
    {},
    'down',
    '0 of 2 tasks',
  ],
  ['too little runs', service({ running: 1 }), {}, 'degraded', '1 of 2 tasks running'],
  [
    'a rollout is going on',
    service({ running: 3 }, { rolloutState: 'IN_PROGRESS', running: 1 }),
    {},
    'deploying',
    '1 of 2 new tasks',
  ],
  [
    'new tasks fail',
    service({}, { rolloutState: 'IN_PROGRESS', running: 0, failedTasks: 2 }),
    {},
    'deploying',
    '2 failed starts',
  ],
  ['ECS rolls back', service({}, rollingBack), {}, 'degraded', 'being rolled back'],
  ['a rollout failed', service({}, { rolloutState: 'FAILED' }), {}, 'degraded', 'the last deployment failed'],
  ['a target is unhealthy', service({}), { healthy: 1, unhealthy: 1 }, 'degraded', '1 target unhealthy'],
  [
    'a target is not healthy yet',
    service({}),
    { healthy: 1, unhealthy: 0 },
    'degraded',
    '1 of 2 targets healthy',
  ],
  [
    'new targets are not healthy yet',
    service({}, { rolloutState: 'IN_PROGRESS' }),
    { healthy: 1 },
    'deploying',
    '',
  ],
  ['nothing is wanted', service({ desired: 0, running: 0 }), {}, 'scaled to zero', 'on purpose'],
  [
    'the last tasks are stopping',
    service({ desired: 0, running: 2 }),
    {},
    'scaled to zero',
    '2 tasks still stopping',
  ],
  ['more runs than wanted', service({ running: 3 }), {}, 'healthy', '3 of 2 tasks'],
  ['it is being deleted', service({ status: 'DRAINING' }), {}, 'degraded', 'being deleted'],
] as const)('%s', (_, described, targets, verdict, reason) => {
  const judgement = judgeService(described, targets)
  expect(judgement.verdict).toBe(verdict)
  expect(judgement.reason).toContain(reason)
})

function status(name: string, verdict: Verdict, counts: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    name,
    service: `x-${name}`,
    verdict,
    reason: `${name} reason`,
    running: 1,
    desired: 1,
    pending: 0,
    images: [],
    taskDefinition: '',
    events: [],
    stoppedTasks: [],
    ...counts,
  }
}

const nothing = { alarms: [], muted: [], measurements: [], missing: [], unread: undefined }
const alarm = { name: 'x-rds-cpu-utilization', since: 0, reason: '' }
const connections: Measurement = {
  subject: 'database',
  metric: 'connections',
  unit: 'count',
  value: 90,
  target: { below: 80 },
  met: false,
}
const healthy = [status('a', 'healthy'), status('b', 'healthy')]

test('an environment whose services are healthy is healthy, and says how much runs', () => {
  expect(judgeEnvironment({ ...nothing, services: healthy })).toEqual({
    verdict: 'healthy',
    reason: '2 services, 2 of 2 tasks running',
  })
})

test('an environment is as its worst service, which is named', () => {
  const services = [status('a', 'degraded'), status('b', 'down'), status('c', 'deploying')]
  expect(judgeEnvironment({ ...nothing, services, alarms: [alarm] })).toEqual({
    verdict: 'down',
    reason: 'b: b reason; a: a reason; 1 alarm rings: x-rds-cpu-utilization',
  })
})

test('an alarm makes a healthy environment degraded', () => {
  expect(judgeEnvironment({ ...nothing, services: healthy, alarms: [alarm] })).toEqual({
    verdict: 'degraded',
    reason: '1 alarm rings: x-rds-cpu-utilization',
  })
})

test('a figure beyond its target makes an environment worth a look, also while it deploys', () => {
  const measurements = [connections]
  expect(judgeEnvironment({ ...nothing, services: healthy, measurements })).toEqual({
    verdict: 'worth a look',
    reason: 'database 90 connections (target below 80)',
  })
  const deploying = [status('a', 'deploying'), status('b', 'healthy')]
  expect(judgeEnvironment({ ...nothing, services: deploying, measurements })).toEqual({
    verdict: 'worth a look',
    reason: 'database 90 connections (target below 80); a: a reason',
  })
})

test('a service is worth a look while a figure of its own is beyond its target, and nothing else of it changes', () => {
  const memory: Measurement = { ...connections, subject: 'a', metric: 'memory' }
  const healthyOne = status('a', 'healthy')
  expect(withFigures(healthyOne, [memory, connections])).toMatchObject({
    verdict: 'worth a look',
    reason: 'a reason, memory beyond its target',
  })
  expect(withFigures(healthyOne, [memory, { ...memory, metric: 'cpu' }]).reason).toBe(
    'a reason, memory and CPU beyond their targets',
  )
  expect(withFigures(healthyOne, [connections, { ...memory, met: true }])).toBe(healthyOne)
  const { value: _, ...silent } = memory
  expect(withFigures(healthyOne, [silent])).toBe(healthyOne)
  const down = status('a', 'down')
  expect(withFigures(down, [memory])).toBe(down)
  const services = [withFigures(healthyOne, [memory]), status('b', 'deploying')]
  expect(judgeEnvironment({ ...nothing, services, measurements: [memory] })).toMatchObject({
    verdict: 'worth a look',
    reason: expect.stringMatching(/; b: b reason$/),
  })
})

test('all that is wrong is named, the worst first; beyond three services by name', () => {
  const services = ['a', 'b', 'c', 'd', 'e'].map((name) => status(name, name === 'e' ? 'down' : 'degraded'))
  const two = [{ ...alarm, says: 'Average CPU has been above 80 %: 93 %' }, alarm]
  const { reason } = judgeEnvironment({ ...nothing, services, alarms: two, measurements: [connections] })
  expect(reason).toBe(
    'e: e reason; a: a reason; b: b reason; and c and d; 2 alarms ring; database 90 connections (target below 80)',
  )
})

test('muted alarms are as true as others, and said to be muted', () => {
  const judge = (alarms: (typeof alarm)[], muted: (typeof alarm)[]) =>
    judgeEnvironment({ ...nothing, services: healthy, alarms, muted })
  expect(judge([], [alarm])).toEqual({
    verdict: 'degraded',
    reason: '1 alarm rings, muted: x-rds-cpu-utilization',
  })
  expect(judge([], [alarm, alarm]).reason).toBe('2 alarms ring, muted')
  expect(judge([alarm], [alarm]).reason).toBe('2 alarms ring, 1 of them muted')
})

test('one alarm is told in its sentence', () => {
  const alarms = [{ ...alarm, says: 'Average CPU has been above 80 %: 93 %' }]
  expect(judgeEnvironment({ ...nothing, services: healthy, alarms }).reason).toBe(
    '1 alarm rings: average CPU has been above 80 %: 93 %',
  )
})

test('what could not be read is named next to "healthy"', () => {
  const missing = [{ what: 'alarms', why: 'not allowed' }]
  expect(judgeEnvironment({ ...nothing, services: healthy, missing }).reason).toContain('not read: alarms')
})

test('services that could not be read make "healthy" unknown, but leave "down" down', () => {
  const unread = '1 of 3 services could not be read'
  expect(judgeEnvironment({ ...nothing, services: healthy, unread })).toEqual({
    verdict: 'unknown',
    reason: unread,
  })
  const services = [...healthy, status('c', 'down')]
  expect(judgeEnvironment({ ...nothing, services, unread }).verdict).toBe('down')
})

test('one service at zero leaves the environment healthy; all of them put it to rest', () => {
  const resting = status('b', 'scaled to zero', { running: 0, desired: 0 })
  expect(judgeEnvironment({ ...nothing, services: [status('a', 'healthy'), resting] })).toEqual({
    verdict: 'healthy',
    reason: '2 services, 1 of them scaled to zero, 1 of 1 task running',
  })
  expect(judgeEnvironment({ ...nothing, services: [resting] }).verdict).toBe('scaled to zero')
})

test('an empty cluster is not called healthy', () => {
  expect(judgeEnvironment({ ...nothing, services: [] }).verdict).toBe('unknown')
})
