import type { Aws } from '../aws/aws.js'
import type { TrailEvent, TrailEvents } from '../aws/cloudtrail.js'
import type { Environment } from '../core/environment.js'
import type { ReviewFact } from '../core/security-review.js'
import { utcTime } from '../core/utc-time.js'
import { counted } from '../core/wording.js'
import type { Part } from './part.js'

/** Logins, the root user and IAM are recorded there, whichever region somebody works in. */
const global = 'us-east-1'
const linesShown = 8
/** CloudTrail answers fifty a page, two pages a second. */
const pages = 2
/** Pages of calls that change something, for those that were refused: CloudTrail does not search by that. */
const pagesOfChanges = 4
/** Refused calls of one identity in the time looked at, from which on it is a burst: a missing permission shows a few. */
const burst = 20

const groupChanges = ['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules'] as const

interface Range {
  readonly from: number
  readonly until: number
}

/** What CloudTrail's event history tells of the last days that an ordinary week does not have. */
export function trailFacts({ region }: Environment, aws: Aws, range: Range): readonly Part[] {
  const lookUp = (where: Parameters<Aws['trailEvents']>[0], places: readonly string[], most = pages) =>
    Promise.all(
      [...new Set(places)].map((place) => aws.trailEvents(where, { ...range, region: place, pages: most })),
    ).then(together)
  const link = (query: string, place: string) => ({
    url: `https://${place}.console.aws.amazon.com/cloudtrailv2/home?region=${place}#/events?${query}`,
    label: 'CloudTrail',
  })
  const part = (
    topic: string,
    find: () => Promise<TrailEvents>,
    isMeant: (event: TrailEvent) => boolean,
    more: { readonly fine: string; readonly link: ReviewFact['link'] },
  ): Part => ({
    topic,
    async ask() {
      const { events, isCut } = await find()
      const found = events.filter(isMeant)
      const cut = isCut ? `, of the newest ${counted(events.length, 'event')}` : ''
      return {
        topic,
        result: found.length > 0 ? 'attention' : isCut ? 'skip' : 'fine',
        says: found.length === 0 ? `${more.fine}${cut}` : `${found.length} in the last 7 days${cut}`,
        ...(found.length === 0 ? {} : { lines: linesOf(found) }),
        ...(more.link === undefined ? {} : { link: more.link }),
      }
    },
  })
  return [
    part(
      'Console logins without a second factor',
      () => lookUp({ EventName: 'ConsoleLogin' }, [global, region]),
      // Of whoever comes from a directory, the directory asks for it, and CloudTrail does not know.
      ({ identity, withMfa }) => withMfa === false && (identity === 'IAMUser' || identity === 'Root'),
      { fine: 'none', link: link('EventName=ConsoleLogin', global) },
    ),
    part(
      'Use of the root user',
      () => lookUp({ Username: 'root' }, [global, region]),
      ({ identity }) => identity === 'Root',
      { fine: 'none', link: link('Username=root', global) },
    ),
    part(
      'Changes in IAM',
      () => lookUp({ EventSource: 'iam.amazonaws.com' }, [global]),
      ({ isReadOnly }) => !isReadOnly,
      { fine: 'none', link: link('EventSource=iam.amazonaws.com', global) },
    ),
    part(
      'Changes of security groups',
      () => Promise.all(groupChanges.map((name) => lookUp({ EventName: name }, [region]))).then(together),
      () => true,
      { fine: 'none', link: link(`EventName=${groupChanges[0]}`, region) },
    ),
    {
      topic: 'Refused calls',
      async ask() {
        const { events, isCut } = await lookUp({ ReadOnly: 'false' }, [region], pagesOfChanges)
        return refusedFact(events, isCut, link('ReadOnly=false', region))
      },
    },
  ]
}

/** Pure: who was refused often. CloudTrail's history does not search by error, so it is of the newest changing calls alone. */
export function refusedFact(
  events: readonly TrailEvent[],
  isCut: boolean,
  link: NonNullable<ReviewFact['link']>,
): ReviewFact {
  const refused = events.filter(({ error = '' }) => /AccessDenied|Unauthorized/.test(error))
  const counts = new Map<string, number>()
  for (const { by } of refused) counts.set(by, (counts.get(by) ?? 0) + 1)
  const most = [...counts].toSorted(([, one], [, other]) => other - one)
  const oldest = events.at(-1)?.at
  const of = `of ${isCut ? 'the newest ' : ''}${counted(events.length, 'call')} that changed something`
  const since = isCut && oldest !== undefined ? `, back to ${utcTime(oldest)}` : ''
  const bursts = most.filter(([, count]) => count >= burst)
  return {
    topic: 'Refused calls',
    result: bursts.length > 0 ? 'attention' : 'fine',
    says: `${refused.length} ${of}${since}`,
    ...(most.length === 0
      ? {}
      : { lines: most.slice(0, linesShown).map(([by, count]) => `${by === '' ? 'unnamed' : by}: ${count}`) }),
    link,
  }
}

function together(found: readonly TrailEvents[]): TrailEvents {
  return {
    events: found.flatMap(({ events }) => events).toSorted((one, other) => other.at - one.at),
    isCut: found.some(({ isCut }) => isCut),
  }
}

/** `2026-11-28 10:02 UTC · rita · CreateAccessKey · from 203.0.113.9` */
function linesOf(events: readonly TrailEvent[]): readonly string[] {
  const lines = events.slice(0, linesShown).map(({ at, by, name, address, error }) => {
    const failed = error === undefined ? '' : ` (${error})`
    return `${utcTime(at)} · ${by === '' ? 'unnamed' : by} · ${name}${failed}${address === '' ? '' : ` · from ${address}`}`
  })
  const left = events.length - lines.length
  return left > 0 ? [...lines, `and ${left} before`] : lines
}
