import { askCheck } from '../checks/ask-check.js'
import type { CheckPorts } from '../checks/check.js'
import type { Environment } from '../core/environment.js'
import type { ReviewFact } from '../core/security-review.js'
import type { Reviews } from '../dispatch/command.js'
import { reviewSecurity, week } from '../security/review-security.js'
import { readRejectedFlows } from './rejected-flows.js'

/** What reviews are made from, out of the rooms that know. */
export function createReviews(checkPorts: CheckPorts): Reviews {
  const { aws, config, clock } = checkPorts
  return {
    security: (environment) =>
      reviewSecurity(environment, {
        aws: aws(environment),
        now: clock.now(),
        rejected: () => rejectedFact(environment),
        certificates: () =>
          askCheck('certificate-days-left', { environment: environment.name }, {}, checkPorts),
      }),
    backup: ({ name }) => askCheck('backup-age', { environment: name }, {}, checkPorts),
  }

  async function rejectedFact(environment: Environment): Promise<ReviewFact> {
    const topic = 'Rejected flows'
    const now = clock.now()
    const found = await readRejectedFlows(environment, { aws, config, since: now - week, until: now })
    const skip = (says: string): ReviewFact => ({ topic, result: 'skip', says })
    if (found === undefined) return skip(`environments.${environment.name}.flowLogGroup is not configured`)
    if (found.kind === 'unread') return skip(found.says)
    if (found.kind === 'too much') {
      return skip(`a week of flow logs is ${found.gigabytes} GB, more than is scanned without asking`)
    }
    return {
      topic,
      // Noise from the internet is on every network: how much of it is told, and people judge.
      result: 'fine',
      says: `${found.rejected.toLocaleString('en')} in the last 7 days`,
      lines: found.ports.map(({ port, count }) => `port ${port}: ${count.toLocaleString('en')}`),
    }
  }
}
