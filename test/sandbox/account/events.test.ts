import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { createQueue, type Queue } from '../../../src/aws/queue.js'
import { pino } from 'pino'

const alarm = 'ohmycoins-prod-alb-5xx-errors'

let account: Account
let sqs: SQSClient
beforeEach(async () => {
  account = await startAccount({ speed: 200 })
  sqs = new SQSClient({
    endpoint: account.url,
    region: 'ap-southeast-2',
    maxAttempts: 1,
    useQueueUrlAsEndpoint: false,
    credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
  })
})
afterEach(async () => {
  sqs.destroy()
  await account.stop()
})

const receive = (wait = 0) =>
  sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: account.world.queueUrl(),
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: wait,
    }),
  )

describe('the queue of events', () => {
  it('has a state change as EventBridge tells it, once, until it is deleted', async () => {
    account.world.setAlarm(alarm, 'ALARM', 'Threshold Crossed')
    account.world.setAlarm(alarm, 'ALARM', 'Threshold Crossed, still')
    const { Messages = [] } = await receive()
    expect(Messages).toHaveLength(1)
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '123456789012',
      resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${alarm}`],
      detail: {
        alarmName: alarm,
        state: { value: 'ALARM', reason: 'Threshold Crossed' },
        previousState: { value: 'OK' },
      },
    })
    expect(await receive()).not.toHaveProperty('Messages')
    await sqs.send(
      new DeleteMessageCommand({
        QueueUrl: account.world.queueUrl(),
        ReceiptHandle: Messages[0]?.ReceiptHandle,
      }),
    )
    expect(account.world.queued()).toEqual([])
  })

  it('answers a long poll as soon as something comes', async () => {
    const asked = receive(20)
    setTimeout(() => account.world.setAlarm(alarm, 'ALARM'), 50)
    const started = Date.now()
    expect((await asked).Messages).toHaveLength(1)
    expect(Date.now() - started).toBeLessThan(10_000)
  })

  it('gives a message again after its visibility timeout, and to the dead-letter queue after five times', async () => {
    account.world.putMessage('not an event')
    for (let time = 1; time <= 5; time += 1) {
      const { Messages = [] } = await receive()
      expect(Messages.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([
        ['not an event', String(time)],
      ])
      account.advance(31_000 * 200)
    }
    expect(await receive()).not.toHaveProperty('Messages')
    expect(account.world.queued('ohmycoins-alerts-dead')).toHaveLength(1)
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: account.world.queueUrl('ohmycoins-alerts-dead'),
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    )
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '1' })
  })

  it('is told of deployments that fail', async () => {
    account.world.deploy('ohmycoins-staging-backend', 'sprint-99-broken')
    account.advance(3_600_000)
    const names = account.world.queued().map(({ body }) => JSON.parse(body).detail.eventName as string)
    expect(names).toContain('SERVICE_DEPLOYMENT_FAILED')
  })
})

describe('a queue of ohmy', () => {
  let queue: Queue
  const never = new AbortController().signal
  beforeEach(() => {
    process.env['AWS_ENDPOINT_URL'] = account.url
    process.env['AWS_ACCESS_KEY_ID'] = 'sandbox'
    process.env['AWS_SECRET_ACCESS_KEY'] = 'sandbox'
    queue = createQueue({ url: account.world.queueUrl(), logger: pino({ level: 'silent' }) })
  })
  afterEach(() => queue.close())

  it('receives, deletes, and tells how deep it is', async () => {
    account.world.putMessage('one')
    const [message] = await queue.receive(never)
    expect(message).toMatchObject({ body: 'one' })
    expect(await queue.depth(account.world.queueUrl())).toBe(1)
    await queue.delete({ receipt: message?.receipt ?? '' })
    expect(await queue.depth(account.world.queueUrl())).toBe(0)
  })

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController()
    const asked = queue.receive(stop.signal)
    setTimeout(() => stop.abort(), 100)
    expect(await asked).toEqual([])
  })

  it('says who refused, by throttling, by permission and by not being there', async () => {
    account.faults.add({ service: 'sqs', fault: { kind: 'accessDenied' }, times: 1 })
    await expect(queue.receive(never)).rejects.toMatchObject({ kind: 'denied' })
    account.faults.add({ service: 'sqs', fault: { kind: 'throttle' }, times: 1 })
    await expect(queue.delete({ receipt: 'x' })).rejects.toMatchObject({ kind: 'throttled' })
    account.world.deleteQueue()
    await expect(queue.receive(never)).rejects.toMatchObject({ kind: 'rejected' })
  })
})
