import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { Checked } from '../core/check.js'
import type { Environment } from '../core/environment.js'
import { maskSecrets } from '../core/mask.js'
import { type Review, type ReviewFact, reviewResults } from '../core/security-review.js'
import { accessKeyFact } from './access-keys.js'
import { bucketFact, openPortFact } from './open-to-the-world.js'
import type { Part } from './part.js'
import { trailFacts } from './trail.js'

/** What a review looks at: a week (ms). */
export const week = 7 * 86_400_000

export interface ReviewPorts {
  readonly aws: Aws
  /** What the network turned away, of rooms that read logs. */
  readonly rejected: () => Promise<ReviewFact>
  readonly certificates: () => Promise<Checked>
  readonly now: number
}

/** What the weekly review asks about security, each with where to look. Read-only; what may not be read is skipped with the permission's name. */
export async function reviewSecurity(environment: Environment, ports: ReviewPorts): Promise<Review> {
  const { aws, now, certificates, rejected } = ports
  const range = { from: now - week, until: now }
  const parts: readonly Part[] = [
    ...trailFacts(environment, aws, range),
    { topic: 'Rejected flows', ask: rejected },
    { topic: 'Security groups open to the world', ask: () => openPortFact(environment, aws) },
    { topic: 'IAM users', ask: () => accessKeyFact(aws, now) },
    ...(environment.loadBalancer === undefined
      ? []
      : [{ topic: 'Certificates', ask: async () => certificateFact(await certificates()) }]),
    { topic: 'Public buckets', ask: () => bucketFact(environment, aws) },
  ]
  const facts = await Promise.all(parts.map(factOf))
  return {
    environment: environment.name,
    of: 'security',
    since: range.from,
    until: now,
    facts: facts.toSorted(
      (one, other) => reviewResults.indexOf(one.result) - reviewResults.indexOf(other.result),
    ),
  }
}

/** What AWS does not answer or allow is skipped, and says why. Whatever people wrote is masked. */
async function factOf({ topic, ask }: Part): Promise<ReviewFact> {
  try {
    const { lines, ...fact } = await ask()
    return {
      ...fact,
      says: maskSecrets(fact.says),
      ...(lines === undefined ? {} : { lines: lines.map(maskSecrets) }),
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { topic, result: 'skip', says: explainAwsError(error) }
  }
}

function certificateFact({ result, figure, lines }: Checked): ReviewFact {
  const results = { pass: 'fine', warn: 'attention', fail: 'attention', unknown: 'skip' } as const
  return {
    topic: 'Certificates',
    result: results[result],
    says: figure,
    ...(lines === undefined || lines.length < 2 ? {} : { lines }),
  }
}
