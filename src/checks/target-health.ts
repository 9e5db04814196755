import { z } from 'zod'
import type { Aws, EcsService } from '../aws/aws.js'
import { ownTargets } from '../status/own-targets.js'
import { servingGroups } from '../status/serving-groups.js'
import { servingHealth } from '../status/serving-health.js'
import { counted } from '../status/wording.js'
import { check } from './check.js'
import { awsOf, serviceOf } from './subject.js'

/** What it says of a service that has no targets at all: there is nothing that could be unhealthy. */
export function unserved(service: string): string {
  return `no load balancer serves ${service}: there is none to ask`
}

export const targetHealth = check({
  name: 'target-health',
  summary:
    'Whether the load balancer finds every task of a service healthy, in each target group that serves it',
  results: {
    pass: 'as many healthy targets as tasks are wanted, none unhealthy',
    warn: 'some are not registered or not checked often enough yet',
    fail: 'a target is unhealthy, or none is healthy where tasks are wanted',
  },
  reads: [
    'ecs:DescribeServices',
    'ecs:DescribeServiceRevisions',
    'ecs:ListTasks',
    'ecs:DescribeTasks',
    'elasticloadbalancing:DescribeTargetHealth',
  ],
  value: 'healthy targets',
  needsService: true,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const ref = serviceOf(subject)
    const aws = awsOf(subject, ports)
    const service = await aws.describeService(ref)
    const health = await servingHealth(aws, service)
    if (health === undefined) {
      return { result: 'unknown', figure: unserved(ref.name) }
    }
    const { well, unhealthy, waiting } = health
    const figure = [
      `${Math.min(well, service.desired)} of ${counted(service.desired, 'target')} healthy`,
      ...(unhealthy > 0 ? [`${unhealthy} unhealthy`] : []),
      ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ].join(', ')
    if (unhealthy > 0) {
      const lines = await reasons(aws, service)
      return { result: 'fail', figure, value: well, cause: 'health-check', lines }
    }
    if (well >= service.desired) return { result: 'pass', figure, value: well }
    return { result: well === 0 && waiting === 0 ? 'fail' : 'warn', figure, value: well }
  },
})

/** Why its own targets are unhealthy, one line each. Untrusted. */
async function reasons(aws: Aws, service: EcsService): Promise<readonly string[]> {
  const [tasks, revisions] = await Promise.all([
    aws.runningTasks(service.ref),
    aws.describeRevisions(service.currentServiceRevisions),
  ])
  const groups = await Promise.all(servingGroups(service, revisions).map((group) => aws.targetHealth(group)))
  const lines = groups
    .flatMap((targets) => ownTargets(tasks, targets))
    .filter(({ state }) => state === 'unhealthy')
    .map(
      ({ id, port, reason = 'no reason given' }) => `${id}${port === undefined ? '' : `:${port}`}: ${reason}`,
    )
  return [...new Set(lines)]
}
