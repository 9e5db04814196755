import { z } from 'zod'
import * as shapes from './shapes.js'

/** A number or a short word: nobody writes a query through a parameter. */
export const parameterValue = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/

const ParameterValue = z.union([
  z.number(),
  z.string().regex(parameterValue, 'Allowed: a number or a short word: `100`, `timeout`.'),
])

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html: 10,000 characters; ohmy adds its mark. */
export const longestQuery = 9_000

const RawSavedQuery = z
  .strictObject({
    summary: z
      .string()
      .trim()
      .min(1, 'Allowed: a few words.')
      .max(100)
      .describe('What it finds, in a few words.'),
    query: z
      .string()
      .trim()
      .min(1)
      .max(longestQuery)
      .describe('The query; `{{limit}}` stands where the parameter `limit` goes.'),
    reads: z
      .enum(['service', 'flow-logs'])
      .default('service')
      .describe('What it reads: the log group of the service, or the `flowLogGroup` of the environment.'),
    parameters: z
      .record(shapes.Word, ParameterValue)
      .default({})
      .describe('What each parameter is where nobody says (`--set limit:20`).'),
  })
  .refine(({ query, parameters }) => missingParameters(query, parameters).length === 0, {
    error: 'Allowed: a query whose `{{…}}` all stand in `parameters` with their defaults.',
    path: ['query'],
  })

export const RawLogs = z.strictObject({
  askBeforeScanningGigabytes: z
    .number()
    .min(0)
    .max(10_000)
    .default(5)
    .describe('A query that would scan more than so many GB says what it would cost, and asks first.'),
  runningPerPerson: z
    .int()
    .min(1)
    .max(50)
    .default(3)
    .describe('Followed logs and queries that one person may have running.'),
  runningPerChannel: z
    .int()
    .min(1)
    .max(50)
    .default(5)
    .describe('Followed logs and queries that may be running in one channel.'),
  liveTail: z
    .boolean()
    .default(false)
    .describe(
      'Whether logs are followed by Live Tail, which is paid for by the minute, where the account allows it.',
    ),
  queries: z
    .record(shapes.Word, RawSavedQuery)
    .default({})
    .describe(
      'Queries of CloudWatch Logs Insights by the names people run them by, besides those that are built in.',
    ),
})

/** Names in `{{…}}` that have no value. */
export function missingParameters(
  query: string,
  parameters: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = [...query.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map(([, name = '']) => name)
  return [...new Set(names)].filter((name) => !Object.hasOwn(parameters, name))
}
