import type { Json } from '../src/core/json.js'
import type { LogsQuestion } from '../src/core/logs.js'
import type { Reply } from '../src/core/message.js'
import { createZone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { instantOf, type WrittenMoment } from '../src/core/written-moment.js'
import {
  duration,
  environment,
  flag,
  grep,
  logLevel,
  moment,
  service,
  taskId,
  text,
  wholeNumber,
} from '../src/dispatch/arguments/index.js'
import { type ArgumentsOf, type Command, command, type CommandContext } from '../src/dispatch/command.js'
import { beginFollowing, beginQuery } from '../src/logs/begin.js'
import { followAtMost } from '../src/logs/follow/record.js'
import { readAround } from '../src/logs/read-around.js'
import { readLogs } from '../src/logs/read-logs.js'
import { aroundMessage } from '../src/slack/views/logs/around.js'
import { roomInSlack, roomInTerminal } from '../src/slack/views/logs/lines.js'
import { logsMessage, type LogsMessageOptions, type LogsShown } from '../src/slack/views/logs/logs.js'

const defaultLimit = 50

const args = {
  service: service(),
  environment: environment(),
  since: moment({
    summary: 'how far back: `15m`, `2h`, or a time in the team’s zone; a day unless said',
  }).optional(),
  until: moment({ summary: 'up to when, as `--since`; now unless said' }).optional(),
  grep: grep().optional(),
  level: logLevel().optional(),
  task: taskId().optional(),
  previous: flag({ summary: 'of the task that stopped last' }),
  limit: wholeNumber({
    summary: `lines, 1 to 1,000; ${defaultLimit} unless said`,
    least: 1,
    most: 1_000,
  }).optional(),
  file: flag({ summary: 'everything in a file, too' }),
  follow: duration({
    summary: 'shows new lines while they are written, for 1 minute to 1 hour',
    most: followAtMost,
  }).optional(),
  query: text({
    summary: 'runs a saved query, such as `errors` or `response-times`',
    maximum: 60,
  }).optional(),
  set: text({ summary: 'parameters of a saved query: `limit:20`', maximum: 200 }).optional(),
  insights: text({
    summary: 'runs a query of CloudWatch Logs Insights, in quotes',
    maximum: 7_000,
  }).optional(),
  around: moment({ summary: 'what was written just before and after that moment' }).optional(),
}

type Context = CommandContext<typeof args>

export const logs: Command = command({
  name: 'logs',
  summary: 'Show what a service wrote last, and what went wrong in it',
  examples: [
    'logs backend staging',
    'logs backend production --level error --since 2h',
    'logs backend staging --grep "connection refused" --file',
    'logs backend staging --previous',
    'logs backend staging --follow 5m',
    'logs backend production --query response-times --since 6h',
  ],
  args,
  access: 'viewer',
  forAgents: { may: 'look', without: ['follow', 'query', 'file'] },
  run: (context) => {
    const { around, follow, query, insights } = context.args
    if (follow !== undefined) return startFollowing(context, follow)
    if (query !== undefined || insights !== undefined) return startQuery(context)
    return around === undefined ? showNewest(context) : showAround(context, around)
  },
})

function startFollowing({ args: given, readings, caller }: Context, lasts: number): Promise<Reply> {
  const { since, until, around, previous, query, insights } = given
  if (previous || [since, until, around, query, insights].some((other) => other !== undefined)) {
    throw new UserError(
      'follow-alone',
      'Following begins now and shows what is written from now on.',
      'Leave out what else was asked for; --grep, --level and --task are possible.',
    )
  }
  return beginFollowing(readings, { ...given, lasts }, caller)
}

/** How far back a query reads where nobody says (ms). */
const queriedByDefault = 3_600_000

async function startQuery(context: Context): Promise<Reply> {
  const { args: given, readings, config, clock, caller } = context
  const { since, until, query: name, insights: typed, set, limit } = given
  const other = [given.grep, given.level, given.task, given.around].some((one) => one !== undefined)
  if (other || given.previous) {
    throw new UserError(
      'query-alone',
      'A query says itself which lines it is about.',
      'Leave out --grep, --level, --task, --previous and --around; put a `| filter` into --insights.',
    )
  }
  const zone = createZone(config.timeZone)
  const now = clock.now()
  const to = until === undefined ? now : instantOf(until, now, zone)
  const from = since === undefined ? to - queriedByDefault : instantOf(since, now, zone)
  if (from >= to) throw emptySpan(since, until)
  const { environment: where, service: what } = given
  if (typed !== undefined) await mayTypeQueries(context)
  return beginQuery(
    readings,
    config,
    { environment: where, service: what, name, typed, set, limit, from, until: to },
    caller,
  )
}

/** A query of one's own can cut a secret out of its line, where masking does not know it any more: more than looking. */
async function mayTypeQueries({ guide, caller, args: { environment: where } }: Context): Promise<void> {
  const { refusals } = await guide.offer({ ...logs, access: 'operator' }, caller)
  const refusal = refusals.find(({ environment: place }) => place === where.name)?.refusal
  if (refusal === undefined) return
  throw new UserError(
    refusal.code,
    `With --insights ${refusal.what}`,
    `${refusal.next} Or run a saved query: --query.`,
  )
}

async function showNewest(context: Context): Promise<Reply> {
  const { aws, clock, config } = context
  const zone = createZone(config.timeZone)
  const { since, until, environment: where, service: what } = context.args
  const now = clock.now()
  const from = since === undefined ? undefined : instantOf(since, now, zone)
  const to = until === undefined ? undefined : instantOf(until, now, zone)
  if ((from ?? 0) >= (to ?? now)) throw emptySpan(since, until)
  const answer = await readLogs({
    aws: aws(where),
    environment: where,
    service: what,
    question: questionOf(context.args),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    zone,
    clock,
  })
  return reply(logsMessage(answer, shownFor(context)), answer as unknown as Json)
}

async function showAround(context: Context, about: WrittenMoment): Promise<Reply> {
  const { aws, clock, config } = context
  const zone = createZone(config.timeZone)
  const { environment: where, service: what, task } = context.args
  const around = await readAround({
    aws: aws(where),
    environment: where,
    service: what,
    moment: instantOf(about, clock.now(), zone),
    ...(task === undefined ? {} : { task }),
    zone,
    clock,
  })
  return reply(aroundMessage(around, shownFor(context)), around as unknown as Json)
}

function questionOf({
  since,
  until,
  grep: pattern,
  level,
  task,
  previous,
  limit,
}: ArgumentsOf<typeof args>): LogsQuestion {
  return {
    ...(since === undefined ? {} : { since: since.text }),
    ...(until === undefined ? {} : { until: until.text }),
    ...(pattern === undefined ? {} : { grep: pattern }),
    ...(level === undefined ? {} : { level }),
    ...(task === undefined ? {} : { task }),
    ...(previous ? { previous } : {}),
    limit: limit ?? defaultLimit,
  }
}

/** Files that nobody asked for would fill a folder in the terminal, and the channel when a button is pressed again and again. */
function shownFor({ caller: { name, origin }, args: given }: Context): LogsMessageOptions {
  const terminal = origin === 'terminal'
  return {
    askedBy: name,
    buttons: !terminal,
    room: terminal ? roomInTerminal : roomInSlack,
    file: given.file ? 'always' : terminal || origin === 'button' ? 'never' : 'where long',
  }
}

function reply({ message, files }: LogsShown, data: Json): Reply {
  return { message, data, shownTo: 'place', ...(files.length === 0 ? {} : { files }) }
}

function emptySpan(since: WrittenMoment | undefined, until: WrittenMoment | undefined): UserError {
  const from = since === undefined ? '' : ` from ${since.text}`
  const to = until === undefined ? ' to now' : ` to ${until.text}`
  return new UserError(
    'span-empty',
    `There is no time${from}${to}.`,
    'Give a --since that is before --until, and not in the future.',
  )
}
