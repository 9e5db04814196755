import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
  LogGroup,
} from '@aws-sdk/client-cloudwatch-logs'
import { invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { page } from '../paging.js'
import type { World } from '../world.js'
import { incoming } from './content/volume.js'
import { invalidToken, limitOf, requestedGroup } from './groups.js'
import type { LogGroupRecord, LogStream } from './model.js'
import { oldestKept, streamsOf } from './streams.js'

const hour = 3_600_000

const describeLogGroups: Handler<DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput> = (
  input,
  { world },
) => {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers } = input
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    )
  }
  const identifiers = logGroupIdentifiers ?? []
  const found = [...world.logs.groups.values()]
    .filter(({ name }) => prefix === undefined || name.startsWith(prefix))
    .filter(({ name }) => pattern === undefined || name.toLowerCase().includes(pattern.toLowerCase()))
    .filter(
      ({ name, arn }) => identifiers.length === 0 || identifiers.includes(name) || identifiers.includes(arn),
    )
    .filter(() => input.logGroupClass === undefined || input.logGroupClass === 'STANDARD')
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  const size = limitOf(input.limit, 50)
  const { items, nextToken } = page(found, { nextToken: input.nextToken, size, badToken: invalidToken })
  return { logGroups: items.map((group) => describeGroup(world, group)), nextToken }
}

function describeGroup(world: World, group: LogGroupRecord): LogGroup {
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retention,
    metricFilterCount: 0,
    arn: `${group.arn}:*`,
    storedBytes: storedBytes(world, group),
    logGroupClass: 'STANDARD',
    logGroupArn: group.arn,
    deletionProtectionEnabled: false,
  }
}

/** What lies there, from a look at each sixth hour: AWS's own figure is half a day old as well. */
function storedBytes(world: World, group: LogGroupRecord): number {
  const step = 6 * hour
  const end = Math.floor(world.time.now() / step) * step
  let bytes = 0
  for (let at = Math.ceil(oldestKept(world, group) / step) * step; at < end; at += step) {
    bytes += (incoming(group, world.logs.troubleSince, at)?.bytes ?? 0) * 360
  }
  return Math.round(bytes)
}

const describeLogStreams: Handler<DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput> = (
  input,
  { world },
) => {
  const group = requestedGroup(world, input)
  const isByTime = input.orderBy === 'LastEventTime'
  if (isByTime && input.logStreamNamePrefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
  }
  const prefix = input.logStreamNamePrefix ?? ''
  const streams = streamsOf(world, group).filter(({ name }) => name.startsWith(prefix))
  if (isByTime) streams.sort((left, right) => left.lastAt - right.lastAt)
  if (input.descending === true) streams.reverse()
  const size = limitOf(input.limit, 50)
  const { items, nextToken } = page(streams, { nextToken: input.nextToken, size, badToken: invalidToken })
  const oldest = oldestKept(world, group)
  return { logStreams: items.map((stream) => describeStream(stream, oldest)), nextToken }
}

function describeStream(stream: LogStream, oldest: number) {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: Math.max(stream.firstAt, oldest),
    lastEventTimestamp: stream.lastAt,
    lastIngestionTime: stream.lastAt + 800,
    uploadSequenceToken: String(stream.number).padStart(56, '4'),
    arn: `${stream.group.arn}:log-stream:${stream.name}`,
    storedBytes: 0,
  }
}

export const groupHandlers = { DescribeLogGroups: describeLogGroups, DescribeLogStreams: describeLogStreams }
