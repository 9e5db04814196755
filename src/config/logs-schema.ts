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
      .describe(
        'The query, in the language of CloudWatch Logs Insights. `{{limit}}` stands where the parameter `limit` goes.',
      ),
    reads: z
      .enum(['service', 'flow-logs'])
      .default('service')
      .describe(
        '`service`: the log group of the service that is named. `flow-logs`: the environment’s `flowLogGroup`.',
      ),
    parameters: z
      .record(shapes.Word, ParameterValue)
      .default({})
      .describe(
        'Every parameter with the value it has where nobody says. With `--set limit:20` people say: a number or a short word, nothing else.',
      ),
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
    .describe(
      'A query of CloudWatch Logs Insights that would scan more than so many GB says what it would cost, and asks first. The price is `prices.logsInsightsPerGigabyte`.',
    ),
  runningPerPerson: z
    .int()
    .min(1)
    .max(50)
    .default(3)
    .describe('Followed logs and queries that one person may have running, 1 to 50.'),
  runningPerChannel: z
    .int()
    .min(1)
    .max(50)
    .default(5)
    .describe(
      'Followed logs and queries that may be running in one channel, 1 to 50. Slack takes about 50 edits a minute in a channel, and each of them makes up to 20.',
    ),
  liveTail: z
    .boolean()
    .default(false)
    .describe(
      'Whether logs are followed by Live Tail of CloudWatch, which shows lines a few seconds earlier and is paid for by the minute (`prices.liveTailMinute`). Where the account does not allow it, or has its 15 sessions open, ohmy looks every few seconds instead, and the message says so.',
    ),
  queries: z
    .record(shapes.Word, RawSavedQuery)
    .default({})
    .describe(
      'Queries by the names people run them by. `errors`, `response-times`, `database` and `nat-top-talkers` are built in; one of the same name takes its place.',
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
