import type { Aws } from '../aws/aws.js'
import { explainAwsError } from '../aws/explain.js'
import type { ReviewFact } from '../core/security-review.js'
import { firstOf } from '../core/wording.js'

const day = 86_400_000
/** Days after which a key is to be changed: what AWS's own advisers take, https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html */
const oldFrom = 90
const linesShown = 8

/** Active keys of users, by age. */
export async function accessKeyFact(aws: Aws, now: number): Promise<ReviewFact> {
  const { keys, unread, isCut } = await aws.accessKeys()
  // “Keys: …” is masked wherever it stands in a message: a secret may follow.
  const topic = 'IAM users'
  const link = { url: 'https://console.aws.amazon.com/iam/home#/users', label: 'Users' }
  const active = keys
    .filter(({ isActive }) => isActive)
    .map((key) => ({ ...key, days: Math.max(0, Math.floor((now - key.createdAt) / day)) }))
    .toSorted((one, other) => other.days - one.days)
  const old = active.filter(({ days }) => days >= oldFrom)
  const [first] = unread
  const cut = [
    ...(isCut ? [', of the first 100 users'] : []),
    ...(first === undefined
      ? []
      : [`; of ${firstOf(unread.map(({ name }) => name))} nobody could look: ${explainAwsError(first.why)}`]),
  ].join('')
  const [oldest] = active
  if (old.length === 0) {
    const says =
      oldest === undefined
        ? `nobody has an access key${cut}`
        : `${active.length} with an access key, the oldest ${oldest.days} d old${cut}`
    return { topic, result: isCut || first !== undefined ? 'skip' : 'fine', says, link }
  }
  return {
    topic,
    result: 'attention',
    says: `${old.length} of ${active.length} access keys are older than ${oldFrom} d${cut}`,
    // Of an id its end is enough to find it.
    lines: old.slice(0, linesShown).map(({ user, id, days }) => `${user}: …${id.slice(-4)}, ${days} d old`),
    link,
  }
}
