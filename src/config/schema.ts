import { z } from 'zod'
import { roles } from '../core/caller.js'
import { RawAgents, RawQueueBoard } from './agents-schema.js'
import { RawAlertPages } from './alert-pages.js'
import { notifiedBy } from './config.js'
import { RawCosts, RawEnvironmentCosts, RawPrices } from './costs-schema.js'
import { isPassable } from './passable.js'
import { RawLogs } from './logs-schema.js'
import { RawOnCall } from './on-call-schema.js'
import { RawSchedule } from './schedules-schema.js'
import * as shapes from './shapes.js'

/** ECS: tasks per service, default quota (Amazon ECS service quotas). */
const mostTasks = 5_000

const TaskCount = z.int().min(0).max(mostTasks)
const RoleName = z.enum(roles)
const VerbNames = z.array(shapes.Word).max(100)
const Percent = z.number().min(0).max(100)

const NotifiedBy = z.enum(notifiedBy)

export const RawPolicy = z.strictObject({
  scale: z
    .strictObject({
      minimum: TaskCount.default(1).describe('Fewest tasks a service may be scaled to.'),
      maximum: TaskCount.default(10).describe('Most tasks a service may be scaled to.'),
      toZero: z
        .boolean()
        .default(false)
        .describe(
          'Whether a service may be scaled to zero, whatever the minimum; it takes a typed confirmation.',
        ),
    })
    .prefault({})
    .describe('How far services may be scaled.'),
  deploy: z
    .strictObject({
      provenIn: shapes.Word.optional().describe(
        'The environment in which an image must have been deployed well before it is deployed here.',
      ),
      rollBack: z
        .boolean()
        .default(true)
        .describe('Whether a deployment that turns out bad is rolled back by itself.'),
      pin: z
        .boolean()
        .default(false)
        .describe('Whether a new revision names its image by digest, beside the tag.'),
      preflight: z
        .enum(['off', 'shown', 'required'])
        .default('off')
        .describe('Whether a preflight is asked before: shown in the plan, or what is NG stands against it.'),
      checklist: z
        .array(z.string().trim().min(1).max(60, 'Allowed: up to 60 characters.'))
        .max(8)
        .default(['review done', 'migrations tried in staging', 'stakeholders told', 'last good image noted'])
        .describe('What only people can answer before a deployment; they tick it under a preflight.'),
    })
    .prefault({})
    .describe('What a deployment takes, and what becomes of a bad one.'),
  commands: z
    .array(
      z.union([
        shapes.CommandPattern,
        z.strictObject({
          command: shapes.CommandPattern.describe(
            'Word by word; `<word>`, `<number>` or `<one|another>` stands for the rest of a word.',
          ),
          services: z
            .array(shapes.ServiceName)
            .max(100)
            .default([])
            .describe('Short names of the services it is for; empty: every service.'),
          within: shapes.CommandTime.default('1h').describe('How long it is followed.'),
          approvals: z
            .int()
            .min(0)
            .max(10)
            .default(0)
            .describe('How many others have to agree, where the policy asks for fewer.'),
        }),
      ]),
    )
    .max(200)
    .default([])
    .describe('What may be run with `run` as a one-off task; empty: nothing.'),
  access: z
    .record(shapes.Word, RoleName)
    .default({})
    .describe('The role a verb needs here, by verb, where it differs from the verb’s own.'),
  approvals: z
    .record(
      shapes.Word,
      z.union([
        z.int().min(0).max(10),
        z.strictObject({
          count: z.int().min(0).max(10).describe('How many others have to agree.'),
          role: RoleName.default('approver').describe('The role they need.'),
        }),
      ]),
    )
    .default({})
    .describe(
      'How many others have to agree before it starts, by verb; a number means people of role approver.',
    ),
  approvalsExpireAfter: shapes.ApprovalTime.default('30m').describe(
    'How long a request waits; nobody having agreed by then counts as rejected.',
  ),
  breakGlass: RoleName.optional().describe(
    'The role that may go past approvals, locks and freezes with --break-glass and a reason.',
  ),
  drills: z
    .boolean()
    .optional()
    .describe(
      'Whether runbooks may be practised here with `drill`; left out: in the default environment only.',
    ),
  maintenanceWindow: shapes.WeeklyWindow.optional().describe(
    'When maintenance is announced for, every week, in the time zone of `timeZone`.',
  ),
  onlyInMaintenanceWindow: VerbNames.default([]).describe('Verbs that start in the maintenance window only.'),
  changesIn: z
    .array(shapes.ChannelReference)
    .max(100)
    .default([])
    .describe('Channels (names without # or ids) in which changes may be asked for; empty: every channel.'),
})

export const RawEnvironment = z.strictObject({
  region: shapes.Region.describe('AWS region of the cluster.'),
  cluster: shapes.ClusterName.describe('Name of the ECS cluster.'),
  services: z
    .union([
      z.array(shapes.ServiceName).min(1).max(500),
      z.record(shapes.ServiceName, shapes.ServiceName.describe('What ECS calls the service.')),
    ])
    .optional()
    .describe(
      'Short names of the services (ECS name: servicePrefix + short name), or a map from short name to ECS name.',
    ),
  servicePrefix: shapes.ServicePrefix.optional().describe(
    'What the ECS names of the services begin with; cut off to get the short names.',
  ),
  account: z
    .string()
    .regex(/^\d{12}$/, 'Allowed: the twelve digits of an AWS account, in quotes: `"123456789012"`.')
    .optional()
    .describe('The AWS account it lives in.'),
  assumeRole: z
    .strictObject({
      arn: shapes.RoleArn.describe('ARN of the IAM role.'),
      externalId: shapes.ExternalId.optional().describe('External id that the role’s trust policy asks for.'),
    })
    .optional()
    .describe('The IAM role to assume when the environment lives in another account.'),
  logGroups: z
    .record(shapes.ServiceName, shapes.LogGroupName)
    .default({})
    .describe('CloudWatch log group by the service’s short name.'),
  flowLogGroup: shapes.LogGroupName.optional().describe('CloudWatch log group of the VPC Flow Logs.'),
  bucketPrefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{2,62}$/, 'Allowed: the first letters of a bucket’s name: `ohmycoins-`.')
    .optional()
    .describe('How the names of the project’s buckets begin.'),
  database: shapes.DatabaseId.optional().describe('Identifier of the RDS instance.'),
  cache: shapes.CacheId.optional().describe('Id of the ElastiCache cluster or replication group.'),
  loadBalancer: shapes.LoadBalancerName.optional().describe('Name of the Application Load Balancer.'),
  terraform: z
    .strictObject({
      folder: shapes.Path.optional().describe(
        'Folder of the environment’s Terraform files: its root module.',
      ),
      backendConfig: z
        .array(shapes.Path)
        .max(5)
        .default([])
        .describe('Files that `init` is given by `-backend-config`; none, where all stands in the code.'),
      workspace: z
        .string()
        .regex(/^[\w.-]{1,90}$/, 'Allowed: the name of a workspace: letters, digits, ., - and _.')
        .default('default')
        .describe('Workspace in which the environment’s state is.'),
      variables: z
        .array(z.string().regex(/^[A-Za-z_][\w-]*$/, 'Allowed: the name of a variable of Terraform.'))
        .max(200)
        .default([])
        .describe(
          'Names of variables that whoever applies sets elsewhere: `TF_VAR_…`, a secret of the pipeline. Names only, never values.',
        ),
      plan: z
        .boolean()
        .default(false)
        .describe('Whether `terraform plan` may be asked for: it reads the state, and runs with `passes`.'),
      passes: z
        .array(
          z.string().refine(isPassable, {
            message: 'Allowed: names of variables that begin with AWS_ or TF_VAR_.',
          }),
        )
        .max(50)
        .default([])
        .describe(
          'Names of variables of ohmy’s own process that a plan is given: `AWS_…`, `TF_VAR_…`. Names only. Empty: none, so no credentials.',
        ),
      ignores: z
        .array(z.enum(['desired_count', 'task_definition', 'min_capacity', 'max_capacity']))
        .max(4)
        .optional()
        .describe(
          'What `ignore_changes` of the services and of their scaling targets name; all, where Terraform does not manage them.',
        ),
    })
    .optional()
    .describe('How Terraform keeps the services: what its next apply would take back.'),
  alarmPrefix: shapes.AlarmPrefix.optional().describe(
    'CloudWatch alarms whose names begin so belong to the environment.',
  ),
  aliases: z
    .array(shapes.Word)
    .max(50)
    .default([])
    .describe('Other words people may type for the environment.'),
  costs: RawEnvironmentCosts.prefault({}).describe('What is expected of the environment’s bill.'),
  policy: RawPolicy.prefault({}).describe('What may be done to the environment, and under which conditions.'),
})

export const RawGrant = z.strictObject({
  users: z.array(shapes.SlackUserId).max(1_000).default([]).describe('Slack user ids.'),
  groups: z.array(shapes.SlackGroupId).max(100).default([]).describe('Slack user group ids.'),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments in which the role holds; empty: everywhere.'),
})

const RawGrants = z.union([RawGrant, z.array(RawGrant).min(1).max(100)]).optional()

export const RawRoles = z.strictObject({
  viewer: RawGrants.describe('Who may look.'),
  operator: RawGrants.describe('Who may also ask for changes.'),
  approver: RawGrants.describe('Who may also approve the changes of others.'),
  admin: RawGrants.describe('Who may do everything.'),
  everyone: RoleName.optional().describe(
    'The role of full members of the workspace whom nothing else here names.',
  ),
})

/** The figures are the targets the first users work with; where only an alarm is set, its limit. */
export const RawThresholds = z.strictObject({
  cpuPercent: Percent.default(70).describe('CPU of an ECS service, %.'),
  memoryPercent: Percent.default(80).describe('Memory of an ECS service, %.'),
  databaseCpuPercent: Percent.default(80).describe('CPU of the RDS instance, %.'),
  databaseConnections: z.int().min(1).max(1_000_000).default(80).describe('Connections to the RDS instance.'),
  cacheHitRatePercent: Percent.default(80).describe('Hit rate of the cache, %: less is bad.'),
  cacheCpuPercent: Percent.default(70).describe('Engine CPU of the cache, %.'),
  cacheMemoryPercent: Percent.default(80).describe('Memory of the cache, %.'),
  loadBalancer5xx: z.number().min(0).default(10).describe('5xx answers of the targets, a minute.'),
  responseTimeSeconds: z
    .number()
    .positive()
    .max(3_600)
    .default(0.5)
    .describe('Response time of the targets, s.'),
})

export const RawFreeze = z.strictObject({
  from: shapes.LocalTime.optional().describe('When it begins, once.'),
  until: shapes.LocalTime.optional().describe('When it ends, once.'),
  weekly: shapes.WeeklyWindow.optional().describe('When it holds, every week, instead of from and until.'),
  reason: z
    .string()
    .trim()
    .min(1, 'Allowed: a few words.')
    .max(300, 'Allowed: at most 300 characters.')
    .describe('Why, for everybody whom it stops.'),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments it holds in; empty: all of them.'),
  allow: VerbNames.default(['rollback']).describe('Verbs that pass all the same.'),
})

export const RawTerraform = z.strictObject({
  folder: shapes.Path.describe('Folder of the whole tree, modules and environments: mounted or checked out.'),
  repository: z
    .string()
    .max(500)
    .regex(/^https:\/\/[^\s?#<>|]+$/, 'Allowed: the address of the folder in the repository: `https://…`.')
    .optional()
    .describe('Address of that folder in the repository, to which the lines that are named are linked.'),
  tool: z
    .enum(['terraform', 'tofu'])
    .optional()
    .describe('Which of the two is run. Left out: terraform, where it is on the PATH, else tofu.'),
  timeout: shapes.TerraformTime.default('2m').describe('How long one run of the tool may take.'),
  memoryMegabytes: z
    .int()
    .min(256)
    .max(65_536)
    .default(2_048)
    .describe('How much memory one run of the tool, with its providers, may take.'),
  pluginCache: shapes.Path.optional().describe(
    'Folder in which providers are kept between runs. Left out: one of ohmy’s own, below the folder for temporary files.',
  ),
})

/** What is written in ohmy.yaml. What it means is in config.ts. */
export const RawConfig = z.strictObject({
  environments: z
    .record(shapes.Word, RawEnvironment)
    .describe('The environments by name, in the order in which they are shown.'),
  defaultEnvironment: shapes.Word.optional().describe(
    'Used where a reading verb names no environment. Never for a change.',
  ),
  channels: z
    .strictObject({
      operations: shapes.ChannelReference.default('devops').describe('Where operations are shown.'),
      alerts: shapes.ChannelReference.default('alerts').describe('Where alarms are shown.'),
      incidents: shapes.ChannelReference.default('incidents').describe('Where incidents are announced.'),
      audit: shapes.ChannelReference.optional().describe(
        'Where the newest record of the audit is written once a day, outside the store.',
      ),
    })
    .prefault({})
    .describe('Slack channels, names without # or ids.'),
  notify: z
    .strictObject({
      approvers: NotifiedBy.default('mention').describe(
        'How those who may approve hear of a request, and of broken glass.',
      ),
      requester: NotifiedBy.default('mention').describe(
        'How whoever asked hears how it ended, where that was not their own doing.',
      ),
    })
    .prefault({})
    .describe('Who is told of operations, and how.'),
  roles: RawRoles.describe('Who may do what. A person has the highest role that names them.'),
  thresholds: RawThresholds.prefault({}).describe('The figures a status compares with.'),
  logs: RawLogs.prefault({}).describe('Followed logs and log queries.'),
  costs: RawCosts.prefault({}).describe('What it costs, and what asking for it may cost.'),
  prices: RawPrices.prefault({}).describe('List prices that estimates are made with.'),
  alerts: z
    .strictObject({
      queue: shapes.QueueUrl.optional().describe(
        'SQS queue into which an EventBridge rule puts the events of alarms and deployments.',
      ),
      deadLetterQueue: shapes.QueueUrl.optional().describe(
        'Its dead-letter queue: what is in it is an alert of its own.',
      ),
      topics: z
        .array(shapes.TopicArn)
        .max(50)
        .default([])
        .describe('SNS topics of alarms that may post to /hooks/sns, where there can be no queue.'),
      page: RawAlertPages.optional().describe('Which alarms call people. Left out: none does.'),
    })
    .optional()
    .describe('Where ohmy hears of alarms by itself.'),
  incidents: z
    .strictObject({
      archiveAfter: shapes.ArchiveTime.default('never').describe(
        'How long after an incident its channel is archived, counted from when somebody last wrote in it.',
      ),
      timelineReaction: shapes.Emoji.default('pushpin').describe(
        'The reaction that puts a message of an incident’s channel into its timeline, without colons.',
      ),
    })
    .prefault({})
    .describe('How incidents are coordinated.'),
  freezes: z
    .array(RawFreeze)
    .max(500)
    .default([])
    .describe('Times in which nothing is to be changed, in the time zone of `timeZone`.'),
  schedules: z
    .record(shapes.Word, RawSchedule)
    .default({})
    .describe('Messages that come by themselves, by name.'),
  ci: z
    .strictObject({
      user: shapes.SlackUserId.describe('Slack user id whose roles count for what CI asks for.'),
    })
    .optional()
    .describe('Deployments asked for by CI, through `/hooks/deployments`.'),
  agents: RawAgents,
  queueBoard: RawQueueBoard,
  onCall: RawOnCall.optional().describe('Who is on call when, and who is called when nobody answers.'),
  pagerDuty: z
    .strictObject({
      changes: z
        .array(shapes.Word)
        .max(100)
        .default([])
        .describe('Names of the environments whose changes PagerDuty is told; empty: none.'),
    })
    .optional()
    .describe('What PagerDuty is told besides pages.'),
  terraform: RawTerraform.optional().describe('The Terraform tree that is looked at. Left out: none.'),
  timeZone: shapes.TimeZone.default('UTC').describe('IANA time zone of schedules and of times shown.'),
  terminal: z
    .strictObject({
      users: z
        .record(shapes.SystemUser, shapes.SlackUserId)
        .default({})
        .describe('Slack user id by operating-system user: whose roles count in the terminal.'),
    })
    .prefault({})
    .describe('The terminal, `npm run ohmy` with the environment of the bot.'),
})

export type RawPolicy = z.infer<typeof RawPolicy>
export type RawEnvironment = z.infer<typeof RawEnvironment>
export type RawGrant = z.infer<typeof RawGrant>
export type RawRoles = z.infer<typeof RawRoles>
export type RawFreeze = z.infer<typeof RawFreeze>
export type RawThresholds = z.infer<typeof RawThresholds>
export type RawConfig = z.infer<typeof RawConfig>
