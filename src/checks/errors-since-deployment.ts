import { z } from 'zod'
import { agoInWords } from '../core/age.js'
import { formatLast } from '../core/duration.js'
import { createZone } from '../core/time-zone.js'
import { causeOfError } from '../logs/error-causes.js'
import { firstNamed } from '../logs/named-errors.js'
import { newErrorsSince } from '../logs/new-errors.js'
import { counted } from '../status/wording.js'
import { duration, number } from './arguments.js'
import { check } from './check.js'
import { newestDeployment } from './newest-deployment.js'
import { awsOf, serviceOf } from './subject.js'

const hour = 3_600_000

export const errorsSinceDeployment = check({
  name: 'errors-since-deployment',
  summary:
    'New kinds of error in the log of a service since its newest deployment: those that it did not write in the hour before. Errors that say the same but for numbers, ids and names are one kind',
  results: {
    pass: 'none',
    warn: 'there are some: an error that is new may be a harmless one',
    fail: 'they were written `fail_from` times or more',
  },
  reads: ['ecs:DescribeServices', 'ecs:ListServiceDeployments', 'logs:FilterLogEvents'],
  value: 'new kinds of error',
  needsService: true,
  arguments: z.strictObject({
    within: duration({ most: 6 * hour })
      .prefault('1h')
      .describe('how far back at most, where the deployment was before that; up to 6h'),
    fail_from: number({ least: 1, whole: true }).prefault(10).describe('how many such errors are a failure'),
  }),
  async ask(subject, { within, fail_from: failFrom }, ports) {
    const { clock, config } = ports
    const service = serviceOf(subject)
    const aws = awsOf(subject, ports)
    const { began } = await newestDeployment(aws, service)
    const now = clock.now()
    const since = Math.max(began, now - within)
    const { environment } = subject
    const zone = createZone(config.timeZone)
    const fresh = await newErrorsSince({ aws, environment, service, since, zone, clock })
    const deployed = `the deployment ${agoInWords(began, now)}`
    const span = since === began ? `since ${deployed}` : `in ${formatLast(within)} (${deployed})`
    if (fresh === undefined) {
      return { result: 'unknown', figure: `more errors ${span} than can be compared with those before` }
    }
    if (fresh.length === 0) return { result: 'pass', figure: `no new kind of error ${span}`, value: 0 }
    const times = fresh.reduce((total, { count }) => total + count, 0)
    const cause = fresh.map(({ message }) => causeOfError(message)).find((known) => known !== undefined)
    return {
      result: times >= failFrom ? 'fail' : 'warn',
      figure: `${counted(fresh.length, 'new kind of error', 'new kinds of error')} ${span}: ${firstNamed(fresh)}, ${counted(times, 'time')}`,
      value: fresh.length,
      ...(cause === undefined ? {} : { cause }),
      lines: fresh
        .slice(0, 10)
        .map(({ message, count }) => (count === 1 ? message : `${count} × ${message}`)),
    }
  },
})
