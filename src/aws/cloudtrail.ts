import type { LookupAttribute } from '@aws-sdk/client-cloudtrail'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'

/** One call that CloudTrail recorded, as far as a review looks at it. Everything in it is untrusted. */
export interface TrailEvent {
  /** `ConsoleLogin` */
  readonly name: string
  /** `iam.amazonaws.com` */
  readonly source: string
  /** ms since the epoch */
  readonly at: number
  /** Who called, as CloudTrail calls them; empty where it does not say. */
  readonly by: string
  /** `IAMUser`, `Root`, `AssumedRole` */
  readonly identity: string
  readonly address: string
  readonly isReadOnly: boolean
  /** `AccessDenied`; absent: it was allowed. */
  readonly error?: string
  /** Of a login: whether a second factor was used. */
  readonly withMfa?: boolean
}

export interface TrailEvents {
  /** Newest first. */
  readonly events: readonly TrailEvent[]
  /** There are more, older ones. */
  readonly isCut: boolean
}

export interface CloudTrailPort {
  /**
   * What the event history of a region has, of its last 90 days.
   * @param where one attribute, which is all that CloudTrail filters by
   * @throws AwsError
   */
  trailEvents(
    where: { readonly [Name in 'EventName' | 'EventSource' | 'Username' | 'ReadOnly']?: string },
    range: {
      readonly region: string
      readonly from: number
      readonly until: number
      readonly pages: number
    },
  ): Promise<TrailEvents>
}

/** CloudTrail's event history: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export function cloudTrailOf(clients: Clients, calls: Calls): CloudTrailPort {
  return {
    async trailEvents(where, { region, from, until, pages }) {
      const trail = await clients.cloudTrail(region)
      const attributes = Object.entries(where).map(
        ([name, AttributeValue]): LookupAttribute => ({
          AttributeKey: name as NonNullable<LookupAttribute['AttributeKey']>,
          AttributeValue,
        }),
      )
      const events: TrailEvent[] = []
      let token: string | undefined
      for (let page = 0; page < pages; page += 1) {
        const answer = await calls.ask('cloudtrail:LookupEvents', (options) =>
          trail.lookupEvents(
            {
              LookupAttributes: attributes,
              StartTime: new Date(from),
              EndTime: new Date(until),
              MaxResults: 50,
              ...(token === undefined ? {} : { NextToken: token }),
            },
            options,
          ),
        )
        for (const {
          EventName,
          EventSource,
          EventTime,
          Username,
          ReadOnly,
          CloudTrailEvent,
        } of answer.Events ?? []) {
          events.push({
            name: EventName ?? '',
            source: EventSource ?? '',
            at: EventTime?.getTime() ?? 0,
            isReadOnly: ReadOnly === 'true',
            ...detailsOf(CloudTrailEvent ?? '', Username ?? ''),
          })
        }
        token = answer.NextToken
        if (token === undefined || token === '') return { events, isCut: false }
      }
      return { events, isCut: true }
    },
  }
}

type Part = Readonly<Record<string, unknown>>

/** What stands only in the record itself, which is JSON inside the answer's. */
function detailsOf(
  text: string,
  named: string,
): Pick<TrailEvent, 'by' | 'identity' | 'address' | 'error' | 'withMfa'> {
  const record = recordOf(text)
  const identity = partOf(record['userIdentity'])
  const mfa = partOf(record['additionalEventData'])['MFAUsed']
  const error = record['errorCode']
  return {
    by: named === '' ? textOf(identity['arn']) : named,
    identity: textOf(identity['type']),
    address: textOf(record['sourceIPAddress']),
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof mfa === 'string' ? { withMfa: mfa === 'Yes' } : {}),
  }
}

function recordOf(text: string): Part {
  try {
    return partOf(JSON.parse(text))
  } catch {
    return {}
  }
}

function partOf(value: unknown): Part {
  return typeof value === 'object' && value !== null ? (value as Part) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
