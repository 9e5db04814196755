import { createHash, randomUUID } from 'node:crypto'
import type {
  DeleteMessageCommandInput,
  DeleteMessageCommandOutput,
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput,
  Message,
  ReceiveMessageCommandInput,
  ReceiveMessageCommandOutput,
} from '@aws-sdk/client-sqs'
import { evaluateAlarms } from '../cloudwatch/evaluate-alarm.js'
import { AwsError } from '../errors.js'
import type { Handler, WaitingHandler } from '../handler.js'
import type { World } from '../world.js'
import type { QueueMessage, QueueRecord } from './model.js'

/** While somebody waits the account goes on by itself: alarms are looked at so often (ms of real time). */
const lookEvery = 500

/** Long polls answer as soon as there is something, at the latest when their time is over. */
const receiveMessage: WaitingHandler<ReceiveMessageCommandInput, ReceiveMessageCommandOutput> = async (
  input,
  { world, hungUp },
) => {
  const queue = queueOf(world, input.QueueUrl)
  const most = input.MaxNumberOfMessages ?? 1
  if (most < 1 || most > 10)
    throw invalid(
      `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10.`,
    )
  const wait = input.WaitTimeSeconds ?? 0
  if (wait < 0 || wait > 20)
    throw invalid(`Value ${wait} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20.`)
  const until = Date.now() + wait * 1_000
  for (;;) {
    world.time.catchUp()
    evaluateAlarms(world)
    const found = hungUp.aborted ? [] : take(world, queue, most, input.VisibilityTimeout)
    const left = until - Date.now()
    // Where there is nothing the real service leaves the list out.
    if (found.length > 0) return { Messages: found }
    if (left <= 0 || hungUp.aborted) return {}
    await nextMessage(queue, Math.min(left, lookEvery), hungUp)
  }
}

function take(world: World, queue: QueueRecord, most: number, visibility: number | undefined): Message[] {
  const now = world.time.now()
  const { redrive } = queue
  const dead =
    redrive === undefined
      ? []
      : queue.messages.filter(
          (message) => message.visibleAt <= now && message.receives >= redrive.maxReceiveCount,
        )
  queue.messages = queue.messages.filter((message) => !dead.includes(message))
  world.queues
    .get(redrive?.to ?? '')
    ?.messages.push(...dead.map((message) => ({ ...message, receives: 0, visibleAt: now })))
  const visible = queue.messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, most)
  return visible.map((message) => {
    message.receives += 1
    message.visibleAt = now + (visibility ?? queue.visibilityTimeout) * 1_000
    message.receipt = randomUUID()
    return described(message)
  })
}

function described({ id, body, receipt, receives, sentAt }: QueueMessage): Message {
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Body: body,
    Attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) },
  }
}

async function nextMessage(queue: QueueRecord, most: number, hungUp: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      queue.waiting.delete(done)
      hungUp.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, most)
    timer.unref()
    queue.waiting.add(done)
    hungUp.addEventListener('abort', done, { once: true })
  })
}

const deleteMessage: Handler<DeleteMessageCommandInput, DeleteMessageCommandOutput> = (input, { world }) => {
  const queue = queueOf(world, input.QueueUrl)
  if (!isReceipt(input.ReceiptHandle ?? ''))
    throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.', 404)
  // With an older receipt nothing happens: somebody else has received it since.
  queue.messages = queue.messages.filter(({ receipt }) => receipt !== input.ReceiptHandle)
  return {}
}

/** Whether it may have been handed out once: SQS refuses what is no handle, and takes those of messages that are gone. */
function isReceipt(handle: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(handle)
}

const getQueueAttributes: Handler<GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput> = (
  input,
  { world },
) => {
  const queue = queueOf(world, input.QueueUrl)
  const now = world.time.now()
  const visible = queue.messages.filter(({ visibleAt }) => visibleAt <= now).length
  const all: Readonly<Record<string, string>> = {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(queue.messages.length - visible),
    QueueArn: queue.arn,
    VisibilityTimeout: String(queue.visibilityTimeout),
  }
  const wanted = input.AttributeNames ?? []
  const told = Object.entries(all).filter(
    ([name]) => wanted.includes('All') || wanted.includes(name as never),
  )
  return told.length === 0 ? {} : { Attributes: Object.fromEntries(told) }
}

function queueOf(world: World, url: string | undefined): QueueRecord {
  for (const queue of world.queues.values()) if (queue.url === url) return queue
  throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.', 400, {
    name: 'com.amazonaws.sqs#QueueDoesNotExist',
  })
}

function invalid(words: string): AwsError {
  return new AwsError('InvalidParameterValue', words)
}

export const sqsHandlers = {
  ReceiveMessage: receiveMessage,
  DeleteMessage: deleteMessage,
  GetQueueAttributes: getQueueAttributes,
}
