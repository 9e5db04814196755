import { fraction } from '../identity.js'
import type { World } from '../world.js'
import { flowMinute, natInterfaces } from './content/flow.js'
import { lifeLines, readyAt } from './content/lifecycle.js'
import { nginxMinute } from './content/nginx.js'
import { pythonMinute } from './content/python.js'
import { minuteLength } from './events.js'
import type { LoggedTask, LogGroupRecord, LogLine, LogStream, NumberedLine } from './model.js'
import { tasksOf } from './tasks.js'

const day = 86_400_000

/** The streams of a group that hold something younger than its retention, in the order of their names. */
export function streamsOf(world: World, group: LogGroupRecord): LogStream[] {
  const oldest = oldestKept(world, group)
  const streams = group.kind === 'flow' ? flowStreams(world, group) : taskStreams(world, group)
  return streams
    .filter(({ lastAt }) => lastAt >= oldest)
    .sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0))
}

/** Now, in whole milliseconds: at a higher speed of the account things happen between them. */
export function moment(world: World): number {
  return Math.floor(world.time.now())
}

/** Nothing older than this moment is kept. */
export function oldestKept(world: World, group: LogGroupRecord): number {
  return Math.max(group.createdAt, moment(world) - group.retention * day)
}

export function streamName(task: LoggedTask): string {
  return `ecs/${task.container}/${task.id}`
}

/** Orders the streams of a group the same way always. */
function streamNumber(name: string): number {
  return Math.floor(fraction(name) * 0xffffffff)
}

function taskStreams(world: World, group: LogGroupRecord): LogStream[] {
  const now = moment(world)
  return tasksOf(group).map((task) => {
    const name = streamName(task)
    const written = group.written.get(name) ?? []
    const lastWritten = written.reduce((latest, { at }) => Math.max(latest, at), 0)
    let life: readonly LogLine[] | undefined
    return {
      name,
      number: streamNumber(name),
      group,
      createdAt: Math.floor(task.startedAt),
      firstAt: written.reduce((earliest, { at }) => Math.min(earliest, at), Math.floor(task.startedAt)),
      lastAt: Math.max(Math.floor(task.endedAt ?? now), lastWritten),
      lines(minute) {
        life ??= task.isOneOff === true ? [] : lifeLines({ group, task, speed: world.time.speed })
        return merged([life, workOf(world, group, task, minute), written], minute)
      },
    }
  })
}

/** Lines that come from one source are numbered apart from the others: a line written late moves no other number. */
const numbersOfSource = 1_000_000

/** The lines of a minute from several sources, oldest first. */
function merged(
  sources: readonly (readonly (LogLine & { writtenAt?: number })[])[],
  minute: number,
): NumberedLine[] {
  const end = minute + minuteLength
  const lines: NumberedLine[] = []
  for (const [source, ofSource] of sources.entries()) {
    for (const [index, { at, message, writtenAt }] of ofSource.entries()) {
      if (at >= minute && at < end)
        lines.push({ at, message, writtenAt, number: source * numbersOfSource + index })
    }
  }
  return lines.sort((left, right) => left.at - right.at || left.number - right.number)
}

function workOf(world: World, group: LogGroupRecord, task: LoggedTask, minute: number): LogLine[] {
  if (task.behaviour !== 'good' || task.isOneOff === true) return []
  const from = readyAt(task, world.time.speed)
  // A task that was told to stop gets no requests any more.
  const until = task.stoppingAt ?? task.endedAt ?? Number.POSITIVE_INFINITY
  if (minute + minuteLength <= from || minute >= until) return []
  const lines =
    group.kind === 'nginx'
      ? nginxMinute(group, task, minute)
      : pythonMinute({ group, task, minute, troubleSince: world.logs.troubleSince })
  if (minute >= from && minute + minuteLength <= until) return lines
  return lines.filter(({ at }) => at >= from && at < until)
}

function flowStreams(world: World, group: LogGroupRecord): LogStream[] {
  const interfaces = natInterfaces(group)
  const tasks = [...world.logs.groups.values()]
    .filter((other) => other.prefix === group.prefix && other.kind !== 'flow')
    .flatMap(tasksOf)
  const addressesAt = (at: number) =>
    tasks
      .filter(({ startedAt, endedAt }) => startedAt <= at && (endedAt === undefined || endedAt > at))
      .map(({ address }) => address)
  return interfaces.map((interfaceId) => {
    const name = `${interfaceId}-all`
    return {
      name,
      number: streamNumber(name),
      group,
      createdAt: group.createdAt,
      firstAt: group.createdAt,
      lastAt: moment(world),
      lines: (minute) =>
        merged(
          [flowMinute({ group, interfaceId, interfaces: interfaces.length, addressesAt }, minute)],
          minute,
        ),
    }
  })
}
