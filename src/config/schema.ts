import { z } from 'zod'
import { RawAgents, RawQueueBoard } from './agents-schema.js'
import { RawAlertPages } from './alert-pages.js'
import { notifiedBy } from './config.js'
import { RawCosts, RawPrices } from './costs-schema.js'
import { RawEnvironment } from './environment-schema.js'
import { RawLogs } from './logs-schema.js'
import { RawMetrics, RawThresholds } from './metrics-schema.js'
import { RawOnCall } from './on-call-schema.js'
import { RawFreeze } from './policy-schema.js'
import { RawRoles } from './roles-schema.js'
import { RawSchedule } from './schedules-schema.js'
import * as shapes from './shapes.js'
import { RawTerraform } from './terraform-schema.js'

const NotifiedBy = z.enum(notifiedBy)

/** What is written in ohmy.yaml. What it means is in config.ts. */
export const RawConfig = z.strictObject({
  environments: z
    .record(shapes.Word, RawEnvironment)
    .describe('The environments by name, at least one, in the order in which they are shown.'),
  defaultEnvironment: shapes.Word.optional().describe(
    'The name of an environment, used where a reading verb names none. Never for a change. Left out: the one named `staging`, else the first.',
  ),
  channels: z
    .strictObject({
      operations: shapes.ChannelReference.default('devops').describe('Where operations are shown.'),
      alerts: shapes.ChannelReference.default('alerts').describe('Where alarms are shown.'),
      incidents: shapes.ChannelReference.default('incidents').describe('Where incidents are announced.'),
      audit: shapes.ChannelReference.optional().describe(
        'Where the newest record of the audit is written once a day, outside the store, for `audit verify` to read again: a channel of its own, a private one by its id. Left out: to the log alone. See [audit.md](audit.md).',
      ),
    })
    .prefault({})
    .describe(
      'Slack channels, names in lower case without # (which begins a comment in YAML), or ids (`C0123456789`).',
    ),
  notify: z
    .strictObject({
      approvers: NotifiedBy.default('mention').describe(
        'How those who may approve hear of a request, and of broken glass.',
      ),
      requester: NotifiedBy.default('mention').describe(
        'How whoever asked hears how it ended, where that was not their own doing. `channel`: by the operation’s message alone.',
      ),
    })
    .prefault({})
    .describe(
      'Who is told of operations, and how: `channel` (nobody is mentioned: whoever reads the channel), `mention` (in the thread of the operation’s message), `direct` (a direct message to each; a user group that Slack does not tell of is mentioned).',
    ),
  roles: RawRoles.describe('Who may do what; at least one entry. Each entry names somebody.'),
  thresholds: RawThresholds.prefault({}).describe('The figures by name; percentages are 0 to 100.'),
  metrics: RawMetrics.default({}).describe(
    'Metrics by the names that people read: a few words, at most 40 letters. At most 50.',
  ),
  logs: RawLogs.prefault({}).describe('Followed logs and log queries.'),
  costs: RawCosts.prefault({}).describe('How the bill is read.'),
  prices: RawPrices.prefault({}).describe('List prices, 0 to 10000.'),
  alerts: z
    .strictObject({
      queue: shapes.QueueUrl.optional().describe(
        'URL of the standard SQS queue into which an EventBridge rule puts the events.',
      ),
      deadLetterQueue: shapes.QueueUrl.optional().describe(
        'URL of its dead-letter queue, in the same region: what is in it is told in the alerts channel.',
      ),
      topics: z
        .array(shapes.TopicArn)
        .max(50)
        .default([])
        .describe(
          'ARNs of SNS topics whose alarms may be posted to `/hooks/sns`, for who cannot have a queue.',
        ),
      page: RawAlertPages.optional().describe(
        'Which alarms call people: [alerts.md](alerts.md#alarms-that-call-people). Needs `onCall`. Left out: none does.',
      ),
    })
    .optional()
    .describe('Left out: ohmy tells of alarms only when somebody asks.'),
  incidents: z
    .strictObject({
      archiveAfter: shapes.ArchiveTime.default('never').describe(
        'How long after an incident its channel is archived, counted from when somebody last wrote in it: `1d` to `30d`. See [incidents.md](incidents.md#archiving).',
      ),
      timelineReaction: shapes.Emoji.default('pushpin').describe(
        'The reaction that puts a message of an incident’s channel into its timeline: the name of an emoji without colons, custom ones too.',
      ),
    })
    .prefault({})
    .describe('How incidents are coordinated, and what becomes of them.'),
  freezes: z.array(RawFreeze).max(500).default([]).describe('The freezes.'),
  schedules: z
    .record(shapes.Word, RawSchedule)
    .default({})
    .describe(
      'The schedules by name: lower-case letters, digits, `-` and `_`. One that is taken out does not come any more.',
    ),
  ci: z
    .strictObject({
      user: shapes.SlackUserId.describe(
        'Slack user id whose roles count for what CI asks for. It never approves its own requests.',
      ),
    })
    .optional()
    .describe('Deployments that CI asks for: see [ci.md](ci.md). Left out: nothing is taken from CI.'),
  agents: RawAgents,
  queueBoard: RawQueueBoard,
  onCall: RawOnCall.optional().describe(
    'The rotation. Left out: nobody is on call, and nobody can be paged.',
  ),
  pagerDuty: z
    .strictObject({
      changes: z
        .array(shapes.Word)
        .max(100)
        .default([])
        .describe('Names of the environments whose changes are told there as change events. Empty: none.'),
    })
    .optional()
    .describe('What PagerDuty is told besides pages. Left out: nothing.'),
  terraform: RawTerraform.optional().describe('The Terraform tree. Left out: none is looked at.'),
  timeZone: shapes.TimeZone.default('UTC').describe(
    'IANA name (`Australia/Sydney`) for schedules, freezes, maintenance windows and times shown. Offsets such as `+10:00` are refused: they know no summer time.',
  ),
  terminal: z
    .strictObject({
      users: z
        .record(shapes.SystemUser, shapes.SlackUserId)
        .default({})
        .describe(
          'Slack user id by operating-system user (what `whoami` prints): whose roles count for commands typed there.',
        ),
    })
    .prefault({})
    .describe('[The terminal](terminal.md), `ohmy`.'),
})

export type RawConfig = z.infer<typeof RawConfig>
