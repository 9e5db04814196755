import { z } from 'zod'
import { formatLast } from '../core/duration.js'
import { causesOf } from '../status/causes.js'
import { explainStop } from '../status/explain-stop.js'
import { explainStops } from '../status/explain-stops.js'
import { counted } from '../status/wording.js'
import { duration } from './arguments.js'
import { check } from './check.js'
import { awsOf, serviceOf } from './subject.js'

const minute = 60_000
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html: stopped tasks are told for at least an hour. */
const keptByEcs = 60 * minute
/** A service that crash-loops stops one a minute or so. */
const lookedAt = 200

export const stoppedTasks = check({
  name: 'stopped-tasks',
  summary:
    'Tasks that stopped, and why. Those stopped on purpose (a scaling, a deployment, a person) do not count',
  results: {
    pass: 'none',
    warn: 'AWS took away or replaced what they ran on',
    fail: 'what they run, or how it is configured, ended them',
  },
  reads: ['ecs:ListTasks', 'ecs:DescribeTasks'],
  value: 'stopped tasks',
  needsService: true,
  arguments: z.strictObject({
    since: duration()
      .prefault('30m')
      .describe('how far back; ECS keeps stopped tasks for an hour, so more is an hour'),
  }),
  async ask(subject, { since }, ports) {
    const now = ports.clock.now()
    const back = Math.min(since, keptByEcs)
    const tasks = await awsOf(subject, ports).stoppedTasks(serviceOf(subject), lookedAt)
    const stops = tasks
      .filter(({ stoppedAt = now }) => now - stoppedAt <= back)
      .flatMap((task) => explainStop(task) ?? [])
    const span = `in ${formatLast(back)}`
    if (stops.length === 0) return { result: 'pass', figure: `no task stopped ${span}`, value: 0 }
    const [cause] = causesOf(stops)
    const own = stops.some((stop) => stop.cause === 'application')
    return {
      result: own ? 'fail' : 'warn',
      figure: `${counted(stops.length, 'task')} stopped ${span}${own ? '' : ', taken away by AWS'}`,
      value: stops.length,
      ...(cause === undefined ? {} : { cause }),
      lines: explainStops(stops, false),
    }
  },
})
