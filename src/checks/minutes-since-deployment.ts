import { z } from 'zod'
import { agoInWords } from '../core/age.js'
import { duration } from './arguments.js'
import { check } from './check.js'
import { newestDeployment } from './newest-deployment.js'
import { awsOf, serviceOf } from './subject.js'

export const minutesSinceDeployment = check({
  name: 'minutes-since-deployment',
  summary: 'How long ago the newest deployment of a service began: what changed last is the first suspect',
  results: { pass: 'longer ago than `recent`', warn: 'more recently' },
  reads: ['ecs:DescribeServices', 'ecs:ListServiceDeployments'],
  value: 'minutes since it began',
  needsService: true,
  arguments: z.strictObject({ recent: duration().prefault('30m').describe('what counts as recent') }),
  async ask(subject, { recent }, ports) {
    const { began } = await newestDeployment(awsOf(subject, ports), serviceOf(subject))
    const now = ports.clock.now()
    return {
      result: now - began < recent ? 'warn' : 'pass',
      figure: `the newest deployment began ${agoInWords(began, now)}`,
      value: Math.max(0, Math.floor((now - began) / 60_000)),
    }
  },
})
