import { z } from 'zod'
import { isCommandPattern } from '../core/allowed-command.js'
import { parseDuration } from '../core/duration.js'
import { parseBusinessHours } from '../core/business-hours.js'
import { parseLocal, parseWeekly, parseWeekTime } from '../core/time-windows.js'
import { parseWeeklyTimes } from '../core/weekly-times.js'

/** The shapes of single values in ohmy.yaml. Each message says what is allowed, with an example to compare with. */

export const Word = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,39}$/,
    'Allowed: lower-case letters, digits, - and _, beginning with a letter, at most 40: `staging`.',
  )

/** ECS: up to 255 letters (uppercase and lowercase), numbers, underscores and hyphens (API reference, CreateService). */
const ecsName = /^[A-Za-z0-9_-]{1,255}$/

export const ServiceName = z
  .string()
  .regex(ecsName, 'Allowed: letters, digits, - and _, at most 255: `backend`.')

export const ClusterName = z
  .string()
  .regex(
    ecsName,
    'Allowed: the name of the ECS cluster, not its ARN: letters, digits, - and _: `ohmycoins-staging-cluster`.',
  )

export const ServicePrefix = z
  .string()
  .regex(/^[A-Za-z0-9_-]{0,254}$/, 'Allowed: letters, digits, - and _: `ohmycoins-staging-`.')

/** CloudWatch: an alarm's name is 1 to 255 characters (API reference, PutMetricAlarm). */
export const AlarmPrefix = z
  .string()
  .regex(/^[^\p{C}]{0,254}$/u, 'Allowed: at most 254 visible characters: `ohmycoins-staging-`.')

/** What fits alarms by name. */
export const AlarmPattern = z
  .string()
  .regex(/^[^\p{C}]{1,255}$/u, 'Allowed: a name with `*` and `?`: `*-alb-5xx-errors`.')

/** Shorter than a minute nobody could answer; after a day it is another night. */
export const PageAgainTime = z.string().refine((text) => {
  const within = parseDuration(text)
  return within !== undefined && within >= 60_000 && within <= 24 * 3_600_000
}, 'Allowed: a duration from `1m` to `24h`: `15m`.')

export const Region = z
  .string()
  .regex(/^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/, 'Allowed: an AWS region: `ap-southeast-2`.')

export const RoleArn = z
  .string()
  .max(2_048, 'Allowed: at most 2048 characters.')
  .regex(
    /^arn:aws(?:-[a-z]+){0,3}:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    'Allowed: the ARN of an IAM role: `arn:aws:iam::123456789012:role/ohmy`.',
  )

/** STS: 2 to 1,224 characters of this set (API reference, AssumeRole). */
export const ExternalId = z
  .string()
  .regex(/^[\w+=,.@:/-]{2,1224}$/, 'Allowed: 2 to 1224 letters, digits and + = , . @ : / - _.')

/** CloudWatch Logs: 1 to 512 of this set (API reference, CreateLogGroup). */
export const LogGroupName = z
  .string()
  .regex(
    /^[A-Za-z0-9_\-/.#]{1,512}$/,
    'Allowed: the name of a log group, not its ARN: `/ecs/ohmycoins-staging/backend`.',
  )

/** RDS: 1 to 63 letters, digits or hyphens, beginning with a letter (API reference, CreateDBInstance). */
export const DatabaseId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9-]{0,62}$/,
    'Allowed: the identifier of an RDS instance, not its host name: `ohmycoins-staging-postgres`.',
  )

/** ElastiCache: 1 to 50 letters, digits or hyphens for a cluster, 1 to 40 for a replication group. */
export const CacheId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9-]{0,49}$/,
    'Allowed: the id of an ElastiCache cluster or replication group, not its host name: `ohmycoins-staging-redis`.',
  )

/** Elastic Load Balancing: 1 to 32 letters, digits or hyphens (API reference, CreateLoadBalancer). */
export const LoadBalancerName = z
  .string()
  .regex(
    /^[A-Za-z0-9-]{1,32}$/,
    'Allowed: the name of an Application Load Balancer, not its host name: `ohmycoins-staging-alb`.',
  )

/** SNS: 1 to 256 letters, digits, hyphens and underscores (API reference, CreateTopic). */
export const TopicArn = z
  .string()
  .regex(
    /^arn:aws(?:-cn)?:sns:[a-z0-9-]{5,30}:\d{12}:[\w-]{1,256}$/,
    'Allowed: the ARN of a standard SNS topic: `arn:aws:sns:ap-southeast-2:123456789012:ohmycoins-prod-alerts`.',
  )

/** SQS: 1 to 80 letters, digits, hyphens and underscores (API reference, CreateQueue); what ends in `.fifo` is no target of a rule on alarms. */
export const QueueUrl = z
  .string()
  .regex(
    /^https:\/\/sqs[.][a-z0-9-]{5,30}[.]amazonaws[.]com(?:[.]cn)?\/\d{12}\/[\w-]{1,80}$/,
    'Allowed: the URL of a standard SQS queue: `https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts`.',
  )

/** Slack writes channel names in lower case, at most 80 characters, letters of any script; ids begin with C or G. */
/** https://docs.slack.dev/reference/methods/reactions.add: a name, custom ones too, without colons. */
export const Emoji = z
  .string()
  .regex(
    /^[a-z0-9_+'-]{1,100}$/,
    'Allowed: the name of an emoji in lower case, without colons: `pushpin`, `memo`.',
  )

export const ChannelReference = z
  .string()
  .regex(
    /^(?:[CG][A-Z0-9]{8,20}|(?!.*\p{Lu})[\p{L}\p{M}\p{N}_-]{1,80})$/u,
    'Allowed: a channel name in lower case without # (`devops`) or a channel id (`C0123456789`).',
  )

export const SlackUserId = z
  .string()
  .regex(
    /^[UW][A-Z0-9]{8,20}$/,
    'Allowed: a Slack user id (`U0123456789`): in Slack, open the profile, ⋮, “Copy member ID”.',
  )

export const SlackGroupId = z
  .string()
  .regex(
    /^S[A-Z0-9]{8,20}$/,
    'Allowed: the id of a Slack user group (`S0123456789`): in Slack, open the user group, ⋯, “Copy group ID”.',
  )

/** Login names of the operating system: anything visible without a space or a slash. */
export const SystemUser = z
  .string()
  .regex(/^[^\s\p{C}/:]{1,64}$/u, 'Allowed: a login name of this machine: what `whoami` prints.')

export const TimeZone = z
  .string()
  .refine(isTimeZone, 'Allowed: a time zone by its IANA name: `Australia/Sydney`, `UTC`.')

export const WeeklyWindow = z
  .string()
  .refine(
    (text) => parseWeekly(text) !== undefined,
    'Allowed: days and times of a week, as `Fri 16:00 – Mon 08:00`, or within one day `Sun 02:00–04:00`.',
  )

export const WeeklyTimes = z
  .string()
  .refine(
    (text) => parseWeeklyTimes(text) !== undefined,
    'Allowed: days of the week and one time: `Mon–Fri 08:30`, `Mon, Thu 09:00`, `daily 07:00`.',
  )

export const LocalTime = z
  .string()
  .refine((text) => parseLocal(text) !== undefined, 'Allowed: a day and a time: `2026-12-24 16:00`.')

export const WeekTime = z
  .string()
  .refine((text) => parseWeekTime(text) !== undefined, 'Allowed: a day and a time of the week: `Mon 09:00`.')

export const LocalDay = z
  .string()
  .refine((text) => parseLocal(`${text} 00:00`) !== undefined, 'Allowed: a day: `2026-11-02`.')

export const Hours = z
  .string()
  .refine(
    (text) => parseBusinessHours(text) !== undefined,
    'Allowed: days of a week and times of a day: `Mon–Fri 09:00–17:00`.',
  )

/** What wakes a person leaves them a moment, and nobody waits for longer than a day. */
export const EscalationTime = z.string().refine((text) => {
  const within = parseDuration(text)
  return within !== undefined && within >= 60_000 && within <= 24 * 3_600_000
}, 'Allowed: a duration from `1m` to `24h`: `15m`.')

/** ECS: the overrides of a task are 8192 characters at most (API reference, TaskOverride). */
export const CommandPattern = z
  .string()
  .max(1_000, 'Allowed: at most 1000 characters.')
  .refine(
    isCommandPattern,
    'Allowed: a command word by word, in which `<word>`, `<number>` or `<one|another>` stands for the rest of a word: `python manage.py migrate <word>`.',
  )

/** A command that is not there in a minute has not begun; what takes longer than a day is no one-off task. */
export const CommandTime = z.string().refine((text) => {
  const within = parseDuration(text)
  return within !== undefined && within >= 60_000 && within <= 24 * 3_600_000
}, 'Allowed: a duration from `1m` to `24h`: `1h`.')

/** A person needs a moment to read; after a week nobody remembers what was asked. */
export const ApprovalTime = z.string().refine((text) => {
  const within = parseDuration(text)
  return within !== undefined && within >= 60_000 && within <= 7 * 24 * 3_600_000
}, 'Allowed: a duration from `1m` to `7d`: `30m`, `2h`.')

/** Who comes back after the weekend still finds it; what Slack's messages are known by is kept for little more than a month. */
export const ArchiveTime = z.string().refine((text) => {
  const after = parseDuration(text)
  return text === 'never' || (after !== undefined && after >= 24 * 3_600_000 && after <= 30 * 24 * 3_600_000)
}, 'Allowed: a duration from `1d` to `30d`, or `never`: `7d`.')

/** Younger than an hour nothing is old; a year is as good as never. */
export const StaleAge = z.string().refine((text) => {
  const age = parseDuration(text)
  return age !== undefined && age >= 3_600_000 && age <= 365 * 24 * 3_600_000
}, 'Allowed: a duration from `1h` to `365d`: `3d`.')

function isTimeZone(name: string): boolean {
  // Node also takes offsets such as +10:00. They know no summer time, so a morning check would drift by an hour.
  if (!/^[A-Za-z]/.test(name) || name.length > 64) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const Path = z.string().trim().min(1, 'Allowed: a path.').max(1_000, 'Allowed: a path.')

export const TerraformTime = z.string().refine((text) => {
  const duration = parseDuration(text)
  return duration !== undefined && duration >= 1_000 && duration <= 60 * 60_000
}, 'Allowed: 1s to 1h: `2m`.')
