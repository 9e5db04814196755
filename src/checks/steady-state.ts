import { z } from 'zod'
import { unsettled } from '../status/unsettled.js'
import { judgeService } from '../status/verdict.js'
import { check } from './check.js'
import { awsOf, serviceOf } from './subject.js'

export const steadyState = check({
  name: 'steady-state',
  summary: 'Whether a service stands as it is wanted',
  results: {
    pass: 'ACTIVE, one deployment that is complete, every task running, nothing pending; also scaled to zero',
    warn: 'ECS is on its way there',
    fail: 'tasks are missing, or the last deployment failed',
  },
  reads: ['ecs:DescribeServices'],
  value: 'running tasks',
  needsService: true,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const service = await awsOf(subject, ports).describeService(serviceOf(subject))
    const { verdict, reason } = judgeService(service, {})
    const waitsFor = unsettled(service)
    const result =
      verdict === 'down' || verdict === 'degraded' ? 'fail' : waitsFor === undefined ? 'pass' : 'warn'
    const more = waitsFor === undefined || reason.includes(waitsFor) ? '' : `; ${waitsFor}`
    return { result, figure: `${reason}${more}`, value: service.running }
  },
})
