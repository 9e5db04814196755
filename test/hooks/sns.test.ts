import { execFileSync, spawnSync } from 'node:child_process'
import { createSign } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSnsHook } from '../../src/hooks/sns.js'
import type { SnsMessage } from '../../src/hooks/sns-message.js'

const topic = 'arn:aws:sns:ap-southeast-2:123456789012:ohmycoins-prod-alerts'
const address = 'https://sns.ap-southeast-2.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem'

/** A key and its certificate, of nobody: made for this run. */
function pair(): { readonly key: string; readonly certificate: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-sns-'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const options = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=sns.amazonaws.com']
  execFileSync('openssl', ['req', '-x509', ...options, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  })
  return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') }
}

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasOpenssl)('POST /hooks/sns', () => {
  let server: Server
  let url: string
  let own: ReturnType<typeof pair>
  let stranger: ReturnType<typeof pair>
  let fails = false
  const taken: string[] = []
  const confirmed: object[] = []
  const refused: string[] = []
  const fetched: string[] = []
  const done = new Set<string>()
  const now = Date.now()

  beforeAll(async () => {
    own = pair()
    stranger = pair()
    const [route] = createSnsHook({
      topics: [topic],
      async certificate(wanted) {
        fetched.push(wanted)
        return own.certificate
      },
      confirm: async (subscription) => void confirmed.push(subscription),
      async once(id, work) {
        if (done.has(id)) return false
        await work()
        done.add(id)
        return true
      },
      async take(text) {
        if (fails) throw new Error('the store is away')
        taken.push(text)
      },
      countUnsigned: (reason) => void refused.push(reason),
      clock: { now: () => now },
      logger: pino({ level: 'silent' }),
    })
    server = createServer((request, response) => void route?.handle(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/sns`
  })
  afterAll(() => server.close())
  beforeEach(() => {
    for (const list of [taken, confirmed, refused, fetched]) list.length = 0
  })

  let count = 0
  /** As SNS signs it, in the order of its documents. */
  function message(changes: Partial<SnsMessage> = {}, key = own.key): SnsMessage {
    count += 1
    const written = {
      Type: 'Notification' as const,
      MessageId: `message-${count}`,
      TopicArn: topic,
      Message: `alarm ${count}`,
      Timestamp: new Date(now - 1_000).toISOString(),
      SignatureVersion: '2' as const,
      SigningCertURL: address,
      ...changes,
    }
    const names =
      written.Type === 'Notification'
        ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
        : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
    const fields = written as Readonly<Record<string, string | undefined>>
    const text = names
      .filter((name) => fields[name] !== undefined)
      .map((name) => `${name}\n${fields[name]}\n`)
      .join('')
    const digest = written.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
    return { ...written, Signature: createSign(digest).update(text).sign(key, 'base64') }
  }

  const post = async (body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await fetch(url, { method: 'POST', body: text })
    const content = (await answer.json()) as { readonly error?: string }
    return content.error ?? answer.status
  }

  it.each(['1', '2'] as const)('takes what is signed in version %s, once', async (SignatureVersion) => {
    const signed = message({ SignatureVersion, Subject: 'ALARM: "errors"' })
    expect([await post(signed), await post(signed)]).toEqual([200, 200])
    expect(taken).toEqual([signed.Message])
  })

  it('takes the largest that there is', async () => {
    const signed = message({ Message: JSON.stringify({ words: '"\n'.repeat(64 * 1_024) }) })
    expect(await post(signed)).toBe(200)
    expect(taken).toEqual([signed.Message])
  })

  it('takes it again where it could not be kept', async () => {
    const signed = message()
    fails = true
    expect(await post(signed)).toBe('not-taken')
    fails = false
    expect(await post(signed)).toBe(200)
    expect(taken).toEqual([signed.Message])
  })

  it.each([
    ['a text that was changed', () => ({ ...message(), Message: 'all is well' }), 'signature-wrong'],
    ['another subject', () => ({ ...message(), Subject: 'OK' }), 'signature-wrong'],
    ['the key of somebody else', () => message({}, stranger.key), 'signature-wrong'],
    [
      'version 1 of a signature of version 2',
      () => ({ ...message(), SignatureVersion: '1' }),
      'signature-wrong',
    ],
    ['another topic', () => message({ TopicArn: `${topic}-2` }), 'topic-unknown'],
    ['one of two hours ago', () => message({ Timestamp: new Date(now - 7_200_000).toISOString() }), 'stale'],
    ['one of tomorrow', () => message({ Timestamp: new Date(now + 86_400_000).toISOString() }), 'stale'],
    ['no JSON', () => 'hello', 'not-sns'],
  ])('refuses %s', async (_, made, error) => {
    expect(await post(made())).toBe(error)
    expect(taken).toEqual([])
    expect(refused).toEqual([error])
  })

  it.each([
    'https://sns.ap-southeast-2.amazonaws.com.evil.example/SimpleNotificationService-1.pem',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem',
    'http://sns.ap-southeast-2.amazonaws.com/SimpleNotificationService-1.pem',
    'https://sns.ap-southeast-2.amazonaws.com:8443/SimpleNotificationService-1.pem',
    'https://sns.ap-southeast-2.amazonaws.com/../SimpleNotificationService-1.pem',
    'https://sns.ap-southeast-2.amazonaws.com/SimpleNotificationService-1.pem?next=1',
    'https://user@sns.ap-southeast-2.amazonaws.com/SimpleNotificationService-1.pem',
  ])('fetches no certificate from %s', async (SigningCertURL) => {
    expect(await post(message({ SigningCertURL }))).toBe('certificate-foreign')
    expect(fetched).toEqual([])
  })

  it('confirms a subscription through the API, and fetches nothing of what the message says', async () => {
    const Token = 'a-token'
    const SubscribeURL = 'https://evil.example/'
    expect(await post(message({ Type: 'SubscriptionConfirmation', Token, SubscribeURL }))).toBe(200)
    expect(confirmed).toEqual([{ topic, token: Token }])
    expect(
      await post({ ...message({ Type: 'SubscriptionConfirmation', Token, SubscribeURL }), Token: 'b' }),
    ).toBe('signature-wrong')
    expect(confirmed).toHaveLength(1)
    expect(await post(message({ Type: 'UnsubscribeConfirmation', Token, SubscribeURL }))).toBe(200)
    expect(taken).toEqual([])
  })
})
