import type {
  Datapoint,
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import type { World } from '../world.js'
import { evaluate, ExpressionError, type Operand } from './expression.js'
import { sourceKey } from './model.js'
import { isStatistic, series } from './series.js'

function validation(message: string): AwsError {
  return new AwsError('ValidationError', message)
}

const getMetricData: Handler<GetMetricDataCommandInput, GetMetricDataCommandOutput> = (input, { world }) => {
  const queries = input.MetricDataQueries ?? []
  if (queries.length === 0) throw validation('The parameter MetricDataQueries is required.')
  if (queries.length > 500) {
    throw validation('The collection MetricDataQueries must not have a size greater than 500.')
  }
  const { start, end } = rangeOf(input)
  const ids = new Set<string>()
  for (const { Id: id = '' } of queries) {
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
      throw validation(
        `The value ${id} for parameter MetricDataQueries.member.Id is not matching the expected pattern.`,
      )
    }
    if (ids.has(id)) throw validation(`The values for parameter id in MetricDataQueries are not unique.`)
    ids.add(id)
  }
  const answers = new Map<string, Operand>()
  const find = (id: string): Operand | undefined => {
    const known = answers.get(id)
    if (known !== undefined) return known
    const query = queries.find((other) => other.Id === id)
    if (query === undefined) return undefined
    // An expression that names itself, however indirectly, finds an empty series instead of running for ever.
    answers.set(id, new Map())
    const answer = answerQuery(world, query, { start, end, find })
    answers.set(id, answer)
    return answer
  }
  const isAscending = input.ScanBy === 'TimestampAscending'
  const results = queries
    .filter(({ ReturnData: isReturned }) => isReturned !== false)
    .map((query) => resultOf(query, find(query.Id ?? '') ?? new Map(), isAscending))
  return { MetricDataResults: results, Messages: [] }
}

interface Range {
  start: number
  end: number
}

function rangeOf(input: { StartTime: Date | undefined; EndTime: Date | undefined }): Range {
  if (!(input.StartTime instanceof Date)) throw validation('The parameter StartTime is required.')
  if (!(input.EndTime instanceof Date)) throw validation('The parameter EndTime is required.')
  const range = { start: input.StartTime.getTime(), end: input.EndTime.getTime() }
  if (range.start >= range.end) {
    throw validation('The parameter StartTime must be less than the parameter EndTime.')
  }
  return range
}

function answerQuery(
  world: World,
  query: MetricDataQuery,
  context: Range & { find: (id: string) => Operand | undefined },
): Operand {
  if (query.Expression !== undefined) {
    try {
      return evaluate(query.Expression, context.find)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      throw validation(`Error in expression '${query.Id}': ${error.message}`)
    }
  }
  const stat = query.MetricStat
  const metric = stat?.Metric
  if (stat === undefined || metric === undefined) {
    throw validation(`Query ${query.Id} needs a MetricStat or an Expression.`)
  }
  const wanted = { metric: metric.MetricName ?? '', stat: stat.Stat ?? '', period: stat.Period ?? 0 }
  refuseUnmeasurable(wanted.stat, wanted.period)
  const source = world.metricSources.get(sourceKey(metric.Namespace ?? '', metric.Dimensions ?? []))
  if (source === undefined) return new Map()
  return series(source, { ...wanted, start: context.start, end: context.end, present: world.time.now() })
}

function refuseUnmeasurable(stat: string, period: number): void {
  if (!isStatistic(stat)) throw validation(`The value ${stat} for parameter Stat is not a valid statistic.`)
  if (![1, 5, 10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0)) {
    throw validation('Period must be 1, 5, 10, 20, 30 or a multiple of 60.')
  }
}

function resultOf(query: MetricDataQuery, answer: Operand, isAscending: boolean): MetricDataResult {
  if (typeof answer === 'number') {
    throw validation(`Error in expression '${query.Id}': the result of an expression must be a time series.`)
  }
  const points = [...answer].sort(([left], [right]) => (isAscending ? left - right : right - left))
  return {
    Id: query.Id,
    Label: query.Label ?? query.MetricStat?.Metric?.MetricName ?? query.Id,
    Timestamps: points.map(([at]) => new Date(at)),
    Values: points.map(([, value]) => value),
    StatusCode: 'Complete',
  }
}

const getMetricStatistics: Handler<GetMetricStatisticsCommandInput, GetMetricStatisticsCommandOutput> = (
  input,
  { world },
) => {
  const { start, end } = rangeOf(input)
  const period = input.Period ?? 0
  const stats = [...(input.Statistics ?? []), ...(input.ExtendedStatistics ?? [])]
  if (stats.length === 0) throw validation('At least one of Statistics and ExtendedStatistics is required.')
  for (const stat of stats) refuseUnmeasurable(stat, period)
  const source = world.metricSources.get(sourceKey(input.Namespace ?? '', input.Dimensions ?? []))
  const metric = input.MetricName ?? ''
  const points = new Map<number, Datapoint>()
  for (const stat of source === undefined ? [] : stats) {
    if (source === undefined) break
    for (const [at, value] of series(source, {
      metric,
      stat,
      period,
      start,
      end,
      present: world.time.now(),
    })) {
      const point = points.get(at) ?? { Timestamp: new Date(at), Unit: source.shapes.get(metric)?.unit }
      points.set(at, withStatistic(point, stat, value))
    }
  }
  if (points.size > 1440) {
    throw new AwsError(
      'InvalidParameterCombination',
      `You have requested up to ${points.size} datapoints, which exceeds the limit of 1,440.`,
    )
  }
  return { Label: metric, Datapoints: [...points.values()] }
}

function withStatistic(point: Datapoint, stat: string, value: number): Datapoint {
  if (!stat.startsWith('p')) return { ...point, [stat]: value }
  return { ...point, ExtendedStatistics: { ...point.ExtendedStatistics, [stat]: value } }
}

export const metricHandlers = { GetMetricData: getMetricData, GetMetricStatistics: getMetricStatistics }
