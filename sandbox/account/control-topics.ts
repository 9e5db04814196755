import { makeSigningPair } from './sns/certificate.js'
import { askToConfirm, certificateAddress, notification, signedMessage, signingPair } from './sns/publish.js'
import type { World } from './world.js'

/** Looks at and meddles with SNS. */
export interface TopicsControl {
  /** Somebody subscribes an address to a topic: SNS asks it to confirm. Resolves once that was answered. */
  subscribe(topic: string, endpoint: string): Promise<void>
  isConfirmed(topic: string): boolean
  /** 1 until told otherwise. */
  setSignatureVersion(version: '1' | '2'): void
  /** The text behind the address that SNS's messages name; undefined: there is nothing at that address. */
  certificateAt(address: string): string | undefined
  /** A notification as SNS posts it; signed by somebody else where told so. */
  signed(
    topic: string,
    text: string,
    changes?: Readonly<Record<string, string>>,
    by?: 'SNS' | 'somebody',
  ): string
}

export function topicsControl(world: World): TopicsControl {
  return {
    async subscribe(topic, endpoint) {
      const subscription = { topic, endpoint, token: world.ids.hex(64), confirmed: false }
      world.sns.subscriptions.push(subscription)
      await askToConfirm(world, subscription)
    },
    isConfirmed: (wanted) =>
      world.sns.subscriptions.some(({ topic, confirmed }) => topic === wanted && confirmed),
    setSignatureVersion: (version) => void (world.sns.signatureVersion = version),
    certificateAt: (address) => (address === certificateAddress ? signingPair(world).certificate : undefined),
    signed(topic, text, changes = {}, by = 'SNS') {
      const key = by === 'SNS' ? signingPair(world) : makeSigningPair('sns.amazonaws.com', world.time.now())
      const message = { ...notification(world, topic, 'ALARM', text), ...changes }
      return JSON.stringify({ ...signedMessage(world, message, key), ...pick(changes, 'SigningCertURL') })
    },
  }
}

/** What is not signed is changed after signing. */
function pick(changes: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  return changes[name] === undefined ? {} : { [name]: changes[name] }
}
