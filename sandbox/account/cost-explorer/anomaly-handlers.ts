import type {
  Anomaly,
  GetAnomaliesCommandInput,
  GetAnomaliesCommandOutput,
} from '@aws-sdk/client-cost-explorer'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId, region } from '../identity.js'
import { page } from '../paging.js'
import type { World } from '../world.js'
import { anomalyDays, billingOf, dayLength, dayOf, fullCost } from './bill.js'
import { type BillItem, billItems } from './items.js'
import { daysOf, readPeriod, writeDay } from './period.js'
import { refuseWithoutData } from './usage-handlers.js'

const getAnomalies: Handler<GetAnomaliesCommandInput, GetAnomaliesCommandOutput> = (input, call) => {
  const { world } = call
  const tomorrow = writeDay(dayOf(world.time.now()) + dayLength)
  const { StartDate: Start, EndDate: End } = input.DateInterval ?? {}
  const asked = readPeriod({ Start, End: End ?? tomorrow })
  refuseWithoutData(call)
  const found = anomalies(world).filter(({ AnomalyEndDate: ended = '' }) => {
    return ended >= writeDay(asked.start) && ended <= writeDay(asked.end)
  })
  const badToken = new AwsError('InvalidNextTokenException', 'The pagination token is invalid.')
  const { items, nextToken } = page(found, {
    nextToken: input.NextPageToken,
    size: input.MaxResults ?? 100,
    badToken,
  })
  return { Anomalies: items, ...(nextToken === undefined ? {} : { NextPageToken: nextToken }) }
}

/** What the monitor of the account found, a day after it began at the earliest. */
function anomalies(world: World): Anomaly[] {
  const now = world.time.now()
  const { surge } = billingOf(world)
  const past = anomalyDays(now)
  return billItems
    .filter(({ bursts }) => bursts === true)
    .flatMap((item, index) => {
      const spans = [
        { ...past, times: 3 },
        ...(surge === undefined ? [] : [{ from: surge.from, until: dayOf(now), times: surge.times }]),
      ]
      return spans.map((span, nth) => anomalyOf(world, item, { ...span, id: `${nth}000000${index}` }))
    })
}

interface Span {
  readonly id: string
  readonly from: number
  readonly until: number
  /** What was paid as a multiple of what was expected. */
  readonly times: number
}

function anomalyOf(world: World, item: BillItem, { id, from, until, times }: Span): Anomaly {
  const now = world.time.now()
  const days = daysOf({ start: from, end: until })
  const actual = days.reduce((sum, day) => sum + fullCost(item, day, now, billingOf(world)), 0)
  const expected = actual / times
  return {
    AnomalyId: `${id}-1111-4222-8333-444444444444`,
    AnomalyStartDate: writeDay(from),
    AnomalyEndDate: writeDay(until - dayLength),
    DimensionValue: item.service,
    RootCauses: [
      {
        Service: item.service,
        Region: region,
        LinkedAccount: accountId,
        UsageType: item.usageType,
        Impact: { Contribution: round(actual - expected) },
      },
    ],
    AnomalyScore: { MaxScore: 0.82, CurrentScore: 0.61 },
    Impact: {
      MaxImpact: round((actual - expected) / days.length),
      TotalImpact: round(actual - expected),
      TotalActualSpend: round(actual),
      TotalExpectedSpend: round(expected),
      TotalImpactPercentage: (times - 1) * 100,
    },
    MonitorArn: `arn:aws:ce::${accountId}:anomalymonitor/55555555-6666-4777-8888-999999999999`,
  }
}

function round(amount: number): number {
  return Math.round(amount * 100) / 100
}

export const anomalyHandlers = { GetAnomalies: getAnomalies }
