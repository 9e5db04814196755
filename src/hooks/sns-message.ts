import { createVerify, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { HookRefusal } from './refusal.js'

/** What SNS posts, as far as it is looked at. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
const SnsMessage = z.looseObject({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(100),
  TopicArn: z.string().max(300),
  Message: z.string(),
  Subject: z.string().max(200).nullish(),
  Timestamp: z.string().max(40),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2_000),
  SigningCertURL: z.string().max(500),
  Token: z.string().max(2_000).optional(),
  SubscribeURL: z.string().max(3_000).optional(),
})
export type SnsMessage = z.infer<typeof SnsMessage>

/** Queued deliveries are tried again for about an hour (ms). */
const oldest = 3_600_000
/** A clock may be a little behind (ms). */
const ahead = 5 * 60_000

export function readSnsMessage(body: Buffer): SnsMessage {
  try {
    return SnsMessage.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)))
  } catch {
    throw new HookRefusal(400, 'not-sns', 'The body is no message of SNS.', 'Turn raw message delivery off.')
  }
}

/** @throws HookRefusal where the topic is none of ohmy's, or the message is not of now */
export function checkSnsMessage(message: SnsMessage, topics: readonly string[], now: number): void {
  if (!topics.includes(message.TopicArn)) {
    const next = 'Name it in alerts.topics of ohmy.yaml, if it is yours.'
    throw new HookRefusal(401, 'topic-unknown', 'The topic is none of those that are configured.', next)
  }
  const age = now - Date.parse(message.Timestamp)
  if (Number.isNaN(age) || age > oldest || age < -ahead)
    throw new HookRefusal(
      401,
      'stale',
      'The message is older than an hour, or ahead of time.',
      'Nothing to do.',
    )
}

/**
 * The address of the certificate, if it is one of SNS in the topic's own region: whoever names another host, path or port has signed it himself.
 * @throws HookRefusal (401)
 */
export function certificateAddress({ SigningCertURL, TopicArn }: SnsMessage): string {
  const [, host = '', region = ''] =
    /^https:\/\/(sns[.]([a-z0-9-]{5,30})[.]amazonaws[.]com(?:[.]cn)?)\/SimpleNotificationService-[A-Za-z0-9]{1,64}[.]pem$/.exec(
      SigningCertURL,
    ) ?? []
  if (host !== '' && region === regionOf(TopicArn)) return SigningCertURL
  throw new HookRefusal(
    401,
    'certificate-foreign',
    'The certificate is not one of SNS in the region of the topic.',
    'Nothing to do.',
  )
}

/** `arn:aws:sns:ap-southeast-2:123456789012:ohmycoins-prod-alerts` */
export function regionOf(topic: string): string {
  return topic.split(':')[3] ?? ''
}

/** @throws HookRefusal (401) where it does not fit. @param certificate PEM */
export function checkSnsSignature(message: SnsMessage, certificate: string): void {
  const digest = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  try {
    const { publicKey } = new X509Certificate(certificate)
    const verify = createVerify(digest).update(signedText(message), 'utf8')
    if (verify.verify(publicKey, message.Signature, 'base64')) return
  } catch {
    // What is no certificate, or no signature, does not fit either.
  }
  throw new HookRefusal(401, 'signature-wrong', 'The signature does not fit the message.', 'Nothing to do.')
}

const ofNotifications = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const
const ofConfirmations = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const

/** https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html */
function signedText(message: SnsMessage): string {
  const names = message.Type === 'Notification' ? ofNotifications : ofConfirmations
  return names
    .flatMap((name) => {
      const value = message[name]
      // A subject that is not there is not signed; an empty one is not sent.
      return value === undefined || value === null ? [] : [`${name}\n${value}\n`]
    })
    .join('')
}
