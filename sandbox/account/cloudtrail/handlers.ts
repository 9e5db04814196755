import type {
  Event,
  LookupAttribute,
  LookupEventsCommandInput,
  LookupEventsCommandOutput,
} from '@aws-sdk/client-cloudtrail'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'
import type { TrailRecord } from './model.js'

const lookupEvents: Handler<LookupEventsCommandInput, LookupEventsCommandOutput> = (
  { LookupAttributes: wanted = [], StartTime, EndTime, MaxResults = 50, NextToken },
  { world, region },
) => {
  const from = momentOf(StartTime, 0)
  const until = momentOf(EndTime, world.time.now())
  const found = world.trail
    .filter((record) => record.region === region && record.at >= from && record.at <= until)
    .filter((record) => wanted.every((attribute) => isWanted(record, attribute)))
    .toSorted((one, other) => other.at - one.at)
  const start = Number(NextToken ?? 0)
  const end = start + MaxResults
  return {
    Events: found.slice(start, end).map(eventOf),
    ...(end < found.length ? { NextToken: String(end) } : {}),
  }
}

/** JSON carries moments as seconds. */
function momentOf(moment: Date | number | undefined, otherwise: number): number {
  if (moment === undefined) return otherwise
  return typeof moment === 'number' ? moment * 1_000 : moment.getTime()
}

function isWanted(
  record: TrailRecord,
  { AttributeKey: key, AttributeValue: value }: LookupAttribute,
): boolean {
  switch (key) {
    case 'EventName':
      return record.name === value
    case 'EventSource':
      return record.source === value
    case 'Username':
      return record.user === value
    case 'ReadOnly':
      return String(record.isReadOnly ?? false) === value
    default:
      return false
  }
}

function eventOf(record: TrailRecord): Event {
  const { name, source, at, user, identity, address = '203.0.113.9', error, mfa, isReadOnly = false } = record
  return {
    EventId: `${name}-${at}`,
    EventName: name,
    EventSource: source,
    EventTime: new Date(at),
    Username: user,
    ReadOnly: String(isReadOnly),
    CloudTrailEvent: JSON.stringify({
      eventVersion: '1.11',
      userIdentity: {
        type: identity,
        arn:
          identity === 'Root' ? `arn:aws:iam::${accountId}:root` : `arn:aws:iam::${accountId}:user/${user}`,
      },
      eventName: name,
      eventSource: source,
      sourceIPAddress: address,
      ...(error === undefined ? {} : { errorCode: error }),
      ...(mfa === undefined ? {} : { additionalEventData: { MFAUsed: mfa } }),
    }),
  }
}

export const cloudTrailHandlers = { LookupEvents: lookupEvents }
