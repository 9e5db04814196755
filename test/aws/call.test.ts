import pino from 'pino'
import { expect, test } from 'vitest'
import { createCalls } from '../../src/aws/call.js'
import { explainAwsError } from '../../src/aws/explain.js'
import { AwsError } from '../../src/aws/aws-error.js'
import { buckets } from '../../src/aws/limits.js'

const logger = pino({ level: 'silent' })
const action = 'logs:GetQueryResults'
const { burst, perSecond } = buckets['log query results']

/** What happened to questions that all come at once: sent, with how much of their time left, or why not. */
async function askAtOnce(times: number, options: { timeout: number; budget: number }) {
  const calls = createCalls({ logger, ...options })
  const begun = performance.now()
  const left: number[] = []
  const outcomes = await Promise.all(
    Array.from({ length: times }, () =>
      calls
        .ask(action, async () => {
          left.push(begun + options.budget - performance.now())
          return {}
        })
        .catch((error: unknown) => error as AwsError),
    ),
  )
  return { left, errors: outcomes.filter((outcome) => outcome instanceof AwsError) }
}

test('a question that would leave with a useless rest of its time is not sent, and says so', async () => {
  // Those after the burst wait 222 ms each: without a useful rest the last of them would leave with 12 ms.
  const budget = (3 * 1_000) / perSecond + 12
  const { left, errors } = await askAtOnce(burst + 3, { timeout: 400, budget })
  expect(left.every((milliseconds) => milliseconds >= 75)).toBe(true)
  expect(errors.length).toBeGreaterThan(0)
  expect(errors.map(({ code }) => code)).toContain('OwnCallRate')
  expect(explainAwsError(errors[0] as AwsError)).toContain('more waiting for AWS')
})

test('a question that failed is not asked again with a useless rest: what happened is told', async () => {
  const calls = createCalls({ logger, timeout: 1_000, budget: 1_000, random: () => 1 })
  let sent = 0
  const asked = calls.ask(action, async () => {
    sent += 1
    await new Promise((resolve) => setTimeout(resolve, 700))
    throw Object.assign(new Error('away'), { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } })
  })
  await expect(asked).rejects.toMatchObject({ kind: 'unavailable' })
  expect(sent).toBe(1)
})
