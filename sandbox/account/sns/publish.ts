import { randomUUID, sign } from 'node:crypto'
import { region } from '../identity.js'
import type { World } from '../world.js'
import { makeSigningPair, type SigningPair } from './certificate.js'
import type { SubscriptionRecord } from './model.js'

/** Of the certificate. */
export const certificateAddress = `https://sns.${region}.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`

export function signingPair(world: World): SigningPair {
  world.sns.signing ??= makeSigningPair('sns.amazonaws.com', world.time.now())
  return world.sns.signing
}

type Message = Readonly<Record<string, string>>

/** In the order of their names. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html */
const signedNames = [
  'Message',
  'MessageId',
  'Subject',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
]

/** A message with its signature. */
export function signedMessage(world: World, message: Message, by = signingPair(world)): Message {
  const { signatureVersion } = world.sns
  const text = signedNames.flatMap((name) =>
    message[name] === undefined ? [] : [`${name}\n${message[name]}\n`],
  )
  const digest = signatureVersion === '1' ? 'sha1' : 'sha256'
  return {
    ...message,
    SignatureVersion: signatureVersion,
    Signature: sign(digest, Buffer.from(text.join('')), by.key).toString('base64'),
    SigningCertURL: certificateAddress,
  }
}

export function notification(world: World, topic: string, subject: string, text: string): Message {
  return {
    Type: 'Notification',
    ...{ MessageId: randomUUID(), TopicArn: topic, Subject: subject, Message: text },
    Timestamp: new Date(world.time.now()).toISOString(),
  }
}

/** Posts to everybody who has confirmed; whoever does not answer misses it: SNS's own tries are not simulated. */
export function publish(world: World, topic: string, subject: string, text: string): void {
  for (const subscription of world.sns.subscriptions) {
    if (subscription.topic !== topic || !subscription.confirmed) continue
    void post(subscription.endpoint, signedMessage(world, notification(world, topic, subject, text)))
  }
}

/** Asks whether it may post. */
export async function askToConfirm(
  world: World,
  { topic, endpoint, token }: SubscriptionRecord,
): Promise<void> {
  const message = {
    Type: 'SubscriptionConfirmation',
    ...{ MessageId: randomUUID(), Token: token, TopicArn: topic },
    Message: `You have chosen to subscribe to the topic ${topic}.`,
    SubscribeURL: `https://sns.${region}.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topic}&Token=${token}`,
    Timestamp: new Date(world.time.now()).toISOString(),
  }
  await post(endpoint, signedMessage(world, message))
}

async function post(endpoint: string, message: Message): Promise<void> {
  const body = JSON.stringify(message)
  await fetch(endpoint, {
    ...{ method: 'POST', body },
    headers: { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': message['Type'] ?? '' },
    signal: AbortSignal.timeout(15_000),
  }).catch(() => undefined)
}
