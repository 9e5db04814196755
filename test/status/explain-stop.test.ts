import type { TaskStopCode } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import type { EcsTask } from '../../src/aws/aws.js'
import { causeOf, causeOfReason, causesOf } from '../../src/status/causes.js'
import { explainReason } from '../../src/status/explain-reason.js'
import { explainExitCode, explainStop } from '../../src/status/explain-stop.js'

function task(stoppedReason: string, container: { exitCode?: number; reason?: string } = {}): EcsTask {
  return {
    id: '0123456789abcdef0123456789abcdef',
    lastStatus: 'STOPPED',
    stoppedAt: 1_000,
    stoppedReason,
    containers: [{ name: 'backend', ...container }],
  }
}

const exited = 'Essential container in task exited'

test.each([
  [0, 'ended by itself'],
  [1, 'log lines'],
  [126, 'cannot be executed'],
  [127, 'not found'],
  [134, 'aborted itself'],
  [137, 'was killed'],
  [139, 'invalid memory access'],
  [143, 'asked to stop'],
  [130, 'signal 2'],
  [3, 'exit code 3'],
])('exit code %i says what happened and what to look at', (code, words) => {
  expect(explainExitCode(code)).toContain(words)
  expect(explainExitCode(code)).toMatch(/(Look|Check|look)/)
})

test.each([
  [
    task(exited, { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }),
    'Out of memory: the container was killed (exit code 137)',
  ],
  [task(exited, { exitCode: 1 }), 'exit code 1'],
  [task('CannotPullContainerError: failed to resolve ref x:y: x:y: not found'), 'there is no such tag'],
  [task('CannotPullContainerError: pull access denied for x'), 'access was denied'],
  [task('CannotPullContainerError: dial tcp 10.0.0.1:443: i/o timeout'), 'did not answer'],
  [task('CannotPullContainerError: something new'), 'cannot be pulled'],
  [
    task(
      'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm',
    ),
    'A secret or parameter could not be read',
  ],
  [
    task(
      'ResourceInitializationError: failed to validate logger args: create stream: log group does not exist',
    ),
    'log group',
  ],
  [
    task('Task failed ELB health checks in (target-group arn:aws:…)', { exitCode: 0 }),
    'found the task unhealthy',
  ],
  [task('Task failed container health checks', { exitCode: 137 }), 'health check of the container failed'],
  [task('Your Spot Task was interrupted.'), 'Spot capacity'],
  [task('Timeout waiting for network interface provisioning to complete.'), 'network interface'],
  [task('Capacity is unavailable at this time.'), 'no capacity'],
  [task(''), 'gave no reason'],
  [
    task(
      'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount failed',
    ),
    'A volume could not be mounted',
  ],
  [
    task('ResourceInitializationError: unable to decrypt the secret: AccessDenied'),
    'A secret or parameter could not be read',
  ],
  [
    task(
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth',
    ),
    'The image registry could not be reached',
  ],
  [task('RESOURCE:MEMORY'), 'enough memory left'],
  [
    task('Host EC2 (instance i-0a1b2c3d4e5f60718) terminated.', { exitCode: 137 }),
    'EC2 instance that the task ran on',
  ],
  [
    task('ECS is performing maintenance on the underlying infrastructure hosting the task', {
      exitCode: 143,
    }),
    '(maintenance)',
  ],
] as const)('%o', (stopped, words) => {
  expect(explainStop(stopped)?.explanation).toContain(words)
})

test('the short id, the time and the exit code are kept', () => {
  expect(explainStop(task(exited, { exitCode: 1 }))).toMatchObject({
    id: '01234567',
    stoppedAt: 1_000,
    exitCode: 1,
  })
})

test('what ECS itself said is kept, but for what says nothing', () => {
  const pull = 'CannotPullContainerError: something new'
  expect(explainStop(task(pull, { reason: pull }))?.said).toBe(pull)
  expect(explainStop(task(exited, { exitCode: 137, reason: 'OutOfMemoryError: killed' }))?.said).toBe(
    'OutOfMemoryError: killed',
  )
  expect(explainStop(task(exited, { exitCode: 1 }))).not.toHaveProperty('said')
})

test.each([
  [
    'was unable to place a task because no container instance met all of its requirements. The closest matching container-instance abc has insufficient memory available.',
    'enough memory left',
  ],
  ['was unable to place a task. Reason: Capacity is unavailable at this time.', 'no capacity'],
  ['RESOURCE:FARGATE', 'no Fargate capacity'],
])('a placement that failed is explained: %s', (reason, words) => {
  expect(explainReason(reason, undefined)?.text).toContain(words)
})

test('the container that failed is explained, not the sidecar that ended well', () => {
  const stopped = {
    ...task(exited),
    containers: [
      { name: 'proxy', exitCode: 0 },
      { name: 'app', exitCode: 139 },
    ],
  }
  expect(explainStop(stopped)).toMatchObject({ exitCode: 139, explanation: expect.stringContaining('139') })
})

test('tasks that were stopped on purpose are no trouble', () => {
  expect(
    explainStop(task('Scaling activity initiated by (deployment ecs-svc/123)', { exitCode: 143 })),
  ).toBeUndefined()
  expect(explainStop(task('Task stopped by user', { exitCode: 137 }))).toBeUndefined()
})

const health = 'Task failed ELB health checks in (target-group arn:aws:…)'
const spot = 'Your Spot Task was interrupted.'
const host = 'Host EC2 (instance i-0a1b2c3d4e5f60718) terminated.'
const maintenance = 'ECS is performing maintenance on the underlying infrastructure hosting the task'

test.each<[TaskStopCode | 'SomethingNew' | undefined, string, number | undefined, string]>([
  // What AWS takes away ends containers with 143 or 137, which says nothing about them.
  ['SpotInterruption', spot, 143, 'platform'],
  ['SpotInterruption', 'In words that nobody knows yet', 137, 'platform'],
  ['TerminationNotice', '', 137, 'platform'],
  ['InfrastructureHealth', '', 1, 'platform'],
  ['ServiceSchedulerInitiated', maintenance, 143, 'platform'],
  ['EssentialContainerExited', host, 137, 'platform'],
  ['TaskFailedToStart', 'Capacity is unavailable at this time.', undefined, 'platform'],
  ['TaskFailedToStart', 'InternalError: unexpected', undefined, 'platform'],
  [
    'TaskFailedToStart',
    'CannotPullContainerError: dial tcp 10.0.0.1:443: i/o timeout',
    undefined,
    'platform',
  ],
  // The scheduler's own acts, whatever they are called, and a person's.
  ['ServiceSchedulerInitiated', 'Scaling activity initiated by (deployment ecs-svc/1)', 143, 'on purpose'],
  ['ServiceSchedulerInitiated', 'Moved to another Availability Zone', 137, 'on purpose'],
  ['UserInitiated', 'too many connections, restarted by Rita', 137, 'on purpose'],
  // The application's.
  ['EssentialContainerExited', exited, 1, 'application'],
  ['EssentialContainerExited', exited, 0, 'application'],
  ['EssentialContainerExited', 'In words that nobody knows yet', 143, 'application'],
  ['ServiceSchedulerInitiated', health, 0, 'application'],
  ['ServiceSchedulerInitiated', 'Task failed container health checks', 137, 'application'],
  ['TaskFailedToStart', 'CannotPullContainerError: x:y: not found', undefined, 'application'],
  ['TaskFailedToStart', 'ResourceInitializationError: unable to retrieve secret', undefined, 'application'],
  ['SomethingNew', 'In words that nobody knows yet', 137, 'platform'],
  // Without a code the words are all there is.
  [undefined, spot, 143, 'platform'],
  [undefined, exited, 1, 'application'],
])('%s “%s” with exit code %s is the doing of: %s', (stopCode, reason, exitCode, cause) => {
  const stopped = {
    ...task(reason, exitCode === undefined ? {} : { exitCode }),
    ...(stopCode === undefined ? {} : { stopCode }),
  }
  expect(explainStop(stopped)?.cause ?? 'on purpose').toBe(cause)
})

const prepare = 'ResourceInitializationError: unable to pull secrets or registry auth'

test.each<[TaskStopCode | undefined, string, number | undefined, string | undefined]>([
  ['SpotInterruption', spot, 143, 'platform'],
  ['InfrastructureHealth', '', 1, 'platform'],
  ['ServiceSchedulerInitiated', health, 0, 'health-check'],
  ['ServiceSchedulerInitiated', 'Scaling activity initiated by (deployment ecs-svc/1)', 143, undefined],
  ['TaskFailedToStart', 'CannotPullContainerError: x:y: not found', undefined, 'image-pull'],
  ['TaskFailedToStart', `${prepare}: unable to retrieve secret from asm: AccessDenied`, undefined, 'secrets'],
  [
    'TaskFailedToStart',
    `${prepare}: unable to retrieve ecr registry auth: i/o timeout`,
    undefined,
    'image-pull',
  ],
  [
    'TaskFailedToStart',
    `${prepare}: The task cannot pull registry auth from Amazon ECR: There is a connection issue`,
    undefined,
    'image-pull',
  ],
  [
    'TaskFailedToStart',
    'ResourceInitializationError: failed to validate logger args: create stream: no such group',
    undefined,
    'log-driver',
  ],
  ['TaskFailedToStart', 'ResourceInitializationError: unable to assume role', undefined, 'permission'],
  ['TaskFailedToStart', 'ResourceInitializationError: dial tcp: i/o timeout', undefined, 'network'],
  ['TaskFailedToStart', 'Timeout waiting for network interface provisioning', undefined, 'network'],
  ['TaskFailedToStart', 'Capacity is unavailable at this time.', undefined, 'capacity'],
  ['TaskFailedToStart', 'CannotStartContainerError: no such user', undefined, 'start-failed'],
  ['TaskFailedToStart', 'In words that nobody knows yet', undefined, 'start-failed'],
  ['EssentialContainerExited', exited, 1, 'application-exit'],
  ['EssentialContainerExited', exited, 127, 'start-failed'],
  // Nobody asked it to stop: that was the kernel.
  ['EssentialContainerExited', exited, 137, 'out-of-memory'],
])('%s “%s” with exit code %s is of the class %s', (stopCode, reason, exitCode, cause) => {
  const stopped = {
    ...task(reason, exitCode === undefined ? {} : { exitCode }),
    ...(stopCode === undefined ? {} : { stopCode }),
  }
  expect(causeOf(stopped)).toBe(cause)
})

test.each([
  ['ECS deployment circuit breaker: tasks failed to start.', 'start-failed'],
  ['(service backend) (task 01) failed container health checks.', 'health-check'],
  [
    '(service backend) is unable to place a task because no container instance met its requirements',
    'capacity',
  ],
  ['(service backend) was unable to assume role', 'permission'],
  ['(service backend) has reached a steady state.', undefined],
  ['Deployment stopped by user', undefined],
])('“%s” tells of the class %s', (reason, cause) => {
  expect(causeOfReason(reason)).toBe(cause)
})

test('the causes of several stops: the most frequent first, and what AWS took away only by itself', () => {
  const stops = [
    { cause: 'platform', class: 'platform' },
    { cause: 'application', class: 'application-exit' },
    { cause: 'application', class: 'out-of-memory' },
    { cause: 'application', class: 'out-of-memory' },
  ] as const
  expect(causesOf(stops)).toEqual(['out-of-memory', 'application-exit'])
  expect(causesOf(stops.slice(0, 1))).toEqual(['platform'])
})
