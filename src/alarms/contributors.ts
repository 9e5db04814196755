import type { AlarmContributor } from '../aws/alarm-contributors.js'
import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { Contributors } from '../core/alert.js'

/** Beyond these nobody reads names. */
const mostShown = 10
const longest = 120

interface Asked {
  readonly now: number
  /** Up to when AWS told of changes. */
  readonly changedAt: number
}

/**
 * Who breaches an alarm on a query now, or why nobody knows. An alarm that has no contributors has none; throws only on defects.
 */
export async function readContributors(
  aws: Pick<Aws, 'alarmContributors'>,
  alarm: string,
  { now, changedAt }: Asked,
): Promise<Contributors> {
  const asked = { at: now, changedAt }
  try {
    const { contributors, hasMore } = await aws.alarmContributors(alarm)
    const shown = contributors.slice(0, mostShown).map(told)
    return { ...asked, shown, more: contributors.length - shown.length, ...(hasMore ? { hasMore } : {}) }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const nothing = { ...asked, shown: [], more: 0 }
    return error.kind === 'rejected' ? nothing : { ...nothing, unread: explainAwsError(error) }
  }
}

/** Where there is nobody to ask. */
export function notAsked({ now, changedAt }: Asked): Contributors {
  return { at: now, changedAt, shown: [], more: 0, unread: 'its environment is not configured any more' }
}

function told({ attributes, reason }: AlarmContributor): Contributors['shown'][number] {
  const who = Object.entries(attributes).map(([name, value]) => `${name}=${value}`)
  return {
    who: (who.join(' ') || 'all').slice(0, longest),
    what: figureIn(reason) ?? reason.slice(0, longest),
  }
}

/** `… The most recent datapoint which crossed the threshold: [0.0 (01/12/25 13:34:00)].` */
function figureIn(reason: string): string | undefined {
  const [, figure] = /\[(-?\d+(?:[.]\d+)?(?:E-?\d+)?) \(\d/.exec(reason) ?? []
  return figure === undefined ? undefined : String(Number(Number(figure).toPrecision(6)))
}
