import { regionOf } from '../hooks/sns-message.js'
import type { SnsHookOptions } from '../hooks/sns.js'

/** ms */
const within = 5_000
/** A certificate has 2 KB. */
const mostCharacters = 64 * 1_024
const mostCertificates = 20
/** Longer than a message may be old (ms). */
export const rememberSnsFor = 2 * 3_600_000

/** The certificates of SNS, each fetched once; they change once a year, and then their address does. @param get fetch, or what stands for the internet */
export function createCertificates(get: typeof fetch): SnsHookOptions['certificate'] {
  const known = new Map<string, string>()
  return async (address) => {
    const kept = known.get(address)
    if (kept !== undefined) return kept
    const answer = await get(address, { redirect: 'error', signal: AbortSignal.timeout(within) })
    const text = await answer.text()
    if (!answer.ok || text.length > mostCharacters) throw new Error(`SNS answered ${answer.status}`)
    if (known.size >= mostCertificates) known.clear()
    known.set(address, text)
    return text
  }
}

/** ConfirmSubscription takes no signature unless one asks for it (API reference), so no client is needed. */
export const confirmSubscription: SnsHookOptions['confirm'] = async ({ topic, token }) => {
  const ending = topic.startsWith('arn:aws-cn:') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const endpoint =
    process.env['AWS_ENDPOINT_URL_SNS'] ||
    process.env['AWS_ENDPOINT_URL'] ||
    `https://sns.${regionOf(topic)}.${ending}`
  const body = new URLSearchParams({
    Action: 'ConfirmSubscription',
    Version: '2010-03-31',
    TopicArn: topic,
    Token: token,
  })
  const answer = await fetch(endpoint, {
    ...{ method: 'POST', body, redirect: 'error' },
    signal: AbortSignal.timeout(within),
  })
  if (!answer.ok) throw new Error(`SNS answered ${answer.status} to ConfirmSubscription`)
}
