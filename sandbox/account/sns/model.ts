import type { SigningPair } from './certificate.js'

/** Who gets what is published to a topic over HTTPS. */
export interface SubscriptionRecord {
  /** ARN. */
  readonly topic: string
  readonly endpoint: string
  /** What confirms it. */
  readonly token: string
  confirmed: boolean
}

/** SNS as far as alarms use it. */
export interface SnsRecord {
  readonly subscriptions: SubscriptionRecord[]
  /** 1: SHA-1, until somebody sets the topic to 2. */
  signatureVersion: '1' | '2'
  /** Made when the first message is signed: it takes a tenth of a second. */
  signing?: SigningPair
}
