const second = 1_000
const minute = 60 * second
const day = 24 * 60 * minute

/** A chart has room for no more, and 500 metrics of so many points fit into one answer (100,800). */
export const mostPoints = 120

/** Lengths that divide a day, in minutes: their points lie at the same times every day. */
const steps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1_440]

/**
 * CloudWatch keeps points of 60 s for 15 days, of 5 min for 63 days and of 1 h for 455 days; older ones only answer to longer periods.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
 */
const kept = [
  { for: 15 * day, least: minute },
  { for: 63 * day, least: 5 * minute },
  { for: 455 * day, least: 60 * minute },
]

/**
 * The shortest period that gives at most 120 points and is still kept for the oldest of them: s.
 * @param range ms since the epoch
 */
export function historyPeriod(range: { readonly from: number; readonly until: number }, now: number): number {
  const age = now - range.from
  const stored = kept.find((level) => age <= level.for)?.least ?? day
  const wanted = Math.max(stored, (range.until - range.from) / mostPoints)
  const step = steps.find((minutes) => minutes * minute >= wanted && (minutes * minute) % stored === 0)
  return (step === undefined ? Math.ceil(wanted / day) * day : step * minute) / second
}

/** The range made to fit whole periods: a part of one would count too little, so the last one has ended. */
export function wholePeriods(
  range: { readonly from: number; readonly until: number },
  period: number,
): { readonly from: number; readonly until: number } {
  const length = period * second
  const until = Math.floor(range.until / length) * length
  return { from: Math.min(Math.floor(range.from / length) * length, until - length), until }
}
