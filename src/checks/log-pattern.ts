import { z } from 'zod'
import { formatLast } from '../core/duration.js'
import { createZone } from '../core/time-zone.js'
import { causeOfError } from '../logs/error-causes.js'
import { readLogs } from '../logs/read-logs.js'
import { counted } from '../status/wording.js'
import { duration, number } from './arguments.js'
import { check } from './check.js'
import { awsOf, serviceOf } from './subject.js'

const hour = 3_600_000
/** As many of one page of events are understood; beyond that a count is one of at least. */
const counts = 5_000

export const logPattern = check({
  name: 'log-pattern',
  summary:
    'How many lines of a service hold a text, whatever its case. It is a plain text, not an expression, and is looked for in what people are shown: secrets are masked before',
  results: { pass: 'no more than `above`', fail: 'more than that' },
  reads: ['logs:FilterLogEvents'],
  value: 'lines',
  needsService: true,
  arguments: z.strictObject({
    text: z.string().min(1).max(200).describe('what is looked for, up to 200 characters'),
    window: duration({ most: 24 * hour })
      .prefault('15m')
      .describe('how far back; up to 24h'),
    above: number({ least: 0, whole: true }).prefault(0).describe('how many lines are still fine'),
  }),
  async ask(subject, { text, window, above }, ports) {
    const { clock, config } = ports
    const to = clock.now()
    const from = to - window
    const answer = await readLogs({
      aws: awsOf(subject, ports),
      environment: subject.environment,
      service: serviceOf(subject),
      question: { grep: { kind: 'text', text }, limit: counts },
      from,
      to,
      whole: true,
      zone: createZone(config.timeZone),
      clock,
    })
    const count = answer.lines.length + answer.older
    const isAll = answer.looked.from <= from && answer.unread.length === 0 && count < counts
    const span = `in ${formatLast(window)}`
    const figure = `${isAll ? '' : 'at least '}${counted(count, 'line')} with “${text}” ${span} (fails above ${above})`
    // The newest first.
    const lines = answer.lines.slice(0, 10).map(({ message }) => message)
    if (count > above) {
      const cause = lines.map(causeOfError).find((known) => known !== undefined)
      return { result: 'fail', figure, value: count, ...(cause === undefined ? {} : { cause }), lines }
    }
    if (!isAll) return { result: 'unknown', figure: `${figure}: there are too many lines to read them all` }
    return { result: 'pass', figure, value: count, ...(lines.length === 0 ? {} : { lines }) }
  },
})
