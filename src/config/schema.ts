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
      minimum: TaskCount.default(1).describe(
        'Fewest tasks, 0 to 5000, at most `maximum`. 0 needs `toZero: true`.',
      ),
      maximum: TaskCount.default(10).describe('Most tasks, 0 to 5000.'),
      toZero: z
        .boolean()
        .default(false)
        .describe(
          'Whether a service may be scaled to zero, even below `minimum`. It always takes a typed confirmation.',
        ),
    })
    .prefault({})
    .describe('How far services may be scaled.'),
  deploy: z
    .strictObject({
      provenIn: shapes.Word.optional().describe(
        'The name of another environment, such as `staging`: an image is deployed here only after the same image (same digest) was deployed there successfully. ECS keeps that history for 90 days. Left out: nothing has to be proven.',
      ),
      rollBack: z
        .boolean()
        .default(true)
        .describe(
          'Whether a deployment that fails, or is not healthy afterwards, is rolled back by itself. With `false` it stays as it is, for a person to decide; ECS’s own circuit breaker still does what the service says. A deployment that only takes long (bake time, pauses, steps of traffic) has not failed: ohmy follows it for as long as its configuration explains, then ends as `no longer followed` and takes nothing back. Where somebody else’s deployment takes over in the middle it ends at once as `taken over`, and takes nothing back.',
        ),
      pin: z
        .boolean()
        .default(false)
        .describe(
          'Whether a new revision names its image by digest, beside the tag (`repository:tag@sha256:…`). What runs is the digest that was planned either way: without it ohmy compares once ECS has looked the tag up. With it, tasks that are started much later bring the same image as well, and Terraform and CI see another name than they wrote.',
        ),
      preflight: z
        .enum(['off', 'shown', 'required'])
        .default('off')
        .describe(
          'Whether a [preflight](preflight.md#as-a-gate) of what is deployed is asked before. `shown`: its counts and warnings stand in the plan. `required`: what is NG stands against the deployment, at the request and again before it starts, unless somebody breaks the glass; a way back (Undo, rollback) is never barred.',
        ),
      checklist: z
        .array(z.string().trim().min(1).max(60, 'Allowed: up to 60 characters.'))
        .max(8)
        .default(['review done', 'migrations tried in staging', 'stakeholders told', 'last good image noted'])
        .describe(
          'What only people can answer before a deployment, up to 8 of 60 characters: they tick it under a preflight, and it is kept with their names. Empty: nothing.',
        ),
    })
    .prefault({})
    .describe('What a deployment takes, and what becomes of a bad one.'),
  commands: z
    .array(
      z.union([
        shapes.CommandPattern,
        z.strictObject({
          command: shapes.CommandPattern.describe('Long form: the command.'),
          services: z
            .array(shapes.ServiceName)
            .max(100)
            .default([])
            .describe('Long form: the short names of the services it is for. Empty: every service.'),
          within: shapes.CommandTime.default('1h').describe(
            'Long form: how long it is followed, `1m` to `24h`. Its task goes on after that, and ohmy says how to stop it.',
          ),
          approvals: z
            .int()
            .min(0)
            .max(10)
            .default(0)
            .describe(
              'Long form: how many others have to agree, 0 to 10, where `approvals.run` asks for fewer.',
            ),
        }),
      ]),
    )
    .max(200)
    .default([])
    .describe(
      'What may be run with `/ohmy run <service> <environment> --command "…"`, a command each: `python manage.py migrate <word>`. Empty: nothing. Compared word by word: `<word>` stands for letters, digits and `_ . @ -`, `<number>` for digits, `<one|another>` for one of these, each for the rest of a word (`python manage.py clean --days=<number>`). There is no other pattern. No shell reads a command.',
    ),
  access: z
    .record(shapes.Word, RoleName)
    .default({})
    .describe(
      'The role a verb needs here, where it differs from the verb’s own: `{ scale: approver }`. `restart`, `stop-task` and `run` need what is written for `deploy`, unless they have a line of their own. `viewer` is not taken for a change: whoever only looks never changes anything.',
    ),
  approvals: z
    .record(
      shapes.Word,
      z.union([
        z.int().min(0).max(10),
        z.strictObject({
          count: z.int().min(0).max(10).describe('Long form: how many others have to agree, 0 to 10.'),
          role: RoleName.default('approver').describe(
            'Long form: the role they need in this environment; a higher one does as well. `continue` is for [deployments that wait at a pause](deployments.md#a-deployment-that-waits-at-a-pause): left out, or 0, what `deploy` asks for counts there.',
          ),
        }),
      ]),
    )
    .default({})
    .describe(
      'How many others have to agree before it starts, by verb, 0 to 10: `{ deploy: 1 }`. A number means people with the role `approver`. Whoever asks never counts. Left out, or 0: it starts at once; `restart`, `stop-task` and `run` take what `deploy` takes, `autoscaling` what `scale` takes, where nothing is written for them.',
    ),
  approvalsExpireAfter: shapes.ApprovalTime.default('30m').describe(
    'How long a request waits, `1m` to `7d`. What nobody agreed to by then counts as rejected.',
  ),
  breakGlass: RoleName.optional().describe(
    'The role that may go past approvals, locks, freezes and the maintenance window with `--break-glass --reason "…"`. The reason is shown on the message and kept in the audit. Left out: nobody may.',
  ),
  drills: z
    .boolean()
    .optional()
    .describe(
      'Whether runbooks may be practised here with `/ohmy drill`. Left out: in the default environment only.',
    ),
  maintenanceWindow: shapes.WeeklyWindow.optional().describe(
    'When maintenance is announced for, every week, in the zone of `timeZone`: `Sun 02:00–04:00`. By itself it only says so, in `/ohmy locks`.',
  ),
  onlyInMaintenanceWindow: VerbNames.default([]).describe(
    'Verbs that start in the maintenance window only: `[deploy]`. Needs `maintenanceWindow`. Looked at like a freeze (below): what is still running when the window ends stops before its next change.',
  ),
  changesIn: z
    .array(shapes.ChannelReference)
    .max(100)
    .default([])
    .describe(
      'Channels in which changes may be asked for: names without #, or ids. Empty: every channel. The own channel of an open incident counts as listed for the incident’s environment.',
    ),
})

export const RawEnvironment = z.strictObject({
  region: shapes.Region.describe('AWS region of the cluster: `ap-southeast-2`.'),
  cluster: shapes.ClusterName.describe(
    'Name (not ARN) of the ECS cluster. Two environments must not run the same services of one cluster: their locks and policies would not know of each other.',
  ),
  services: z
    .union([
      z.array(shapes.ServiceName).min(1).max(500),
      z.record(shapes.ServiceName, shapes.ServiceName.describe('What ECS calls the service.')),
    ])
    .optional()
    .describe(
      'A list of short names (`[backend, frontend]`; the ECS name is servicePrefix + short name), or a map from short name to ECS name. Short names are what people type; none may stand twice or be an environment’s name too. Left out: discovered in the cluster.',
    ),
  servicePrefix: shapes.ServicePrefix.optional().describe(
    'What the ECS names begin with: `ohmycoins-staging-`. Cut off to get the short names of discovered services. Left out: the cluster without `-cluster`, and a hyphen.',
  ),
  account: z
    .string()
    .regex(/^\d{12}$/, 'Allowed: the twelve digits of an AWS account, in quotes: `"123456789012"`.')
    .optional()
    .describe(
      'The twelve digits of the AWS account it lives in, in quotes. `preflight` then says when credentials are of another one. Left out: the account of `assumeRole`, if there is one.',
    ),
  assumeRole: z
    .strictObject({
      arn: shapes.RoleArn.describe('`arn:aws:iam::123456789012:role/ohmy`'),
      externalId: shapes.ExternalId.optional().describe(
        'External id that the role’s trust policy asks for, 2 to 1224 characters.',
      ),
    })
    .optional()
    .describe('The IAM role to assume when the environment lives in another account.'),
  logGroups: z
    .record(shapes.ServiceName, shapes.LogGroupName)
    .default({})
    .describe(
      'CloudWatch log group (name, not ARN) by the service’s short name. Where `services` is written, only for services that stand there.',
    ),
  flowLogGroup: shapes.LogGroupName.optional().describe(
    'CloudWatch log group of the VPC Flow Logs, for queries that read `flow-logs`.',
  ),
  bucketPrefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{2,62}$/, 'Allowed: the first letters of a bucket’s name: `ohmycoins-`.')
    .optional()
    .describe('How the names of the project’s buckets begin (`ohmycoins-`), for `review security`.'),
  database: shapes.DatabaseId.optional().describe('Identifier of the RDS instance (not its host name).'),
  cache: shapes.CacheId.optional().describe(
    'Id of the ElastiCache cluster or replication group (not its host name).',
  ),
  loadBalancer: shapes.LoadBalancerName.optional().describe(
    'Name of the Application Load Balancer (not its host name).',
  ),
  terraform: z
    .strictObject({
      folder: shapes.Path.optional().describe(
        'Folder with the environment’s Terraform files, from where ohmy is started. `.tf` and `.tofu` files in it and below it are read as text; nothing is run.',
      ),
      backendConfig: z
        .array(shapes.Path)
        .max(5)
        .default([])
        .describe(
          'Files that `init` is given by `-backend-config`, from where ohmy is started, where the `backend` block leaves something out. Empty: all stands in the code.',
        ),
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
          'Names of variables without a default that whoever applies sets elsewhere: `TF_VAR_…`, a secret of the pipeline. Names only: a [preflight](preflight.md) asks that each is set somewhere.',
        ),
      plan: z
        .boolean()
        .default(false)
        .describe(
          'Whether [`terraform plan`](terraform.md#a-plan) may be asked for. It reads the state and runs the code with `passes`; nothing is applied.',
        ),
      passes: z
        .array(
          z.string().refine(isPassable, {
            message: 'Allowed: names of variables that begin with AWS_ or TF_VAR_.',
          }),
        )
        .max(50)
        .default([])
        .describe(
          'Names of variables of ohmy’s own process that a plan is given: `AWS_…` and `TF_VAR_…` alone. Names only. Empty: none, so no credentials.',
        ),
      ignores: z
        .array(z.enum(['desired_count', 'task_definition', 'min_capacity', 'max_capacity']))
        .max(4)
        .optional()
        .describe(
          'What `ignore_changes` names: of the services `desired_count`, `task_definition`; of their scaling targets `min_capacity`, `max_capacity`. All four, where Terraform does not manage them. Weighs more than the files.',
        ),
    })
    .optional()
    .describe(
      'How Terraform keeps the services, so that ohmy can say [which change the next apply would take back](services.md#what-the-next-terraform-apply-would-take-back). Left out: it is asked once for each service.',
    ),
  alarmPrefix: shapes.AlarmPrefix.optional().describe(
    'CloudWatch alarms whose names begin so belong to the environment. Left out: the servicePrefix. Empty: all alarms of the account in the region.',
  ),
  aliases: z
    .array(shapes.Word)
    .max(50)
    .default([])
    .describe(
      'Other words people may type for the environment: `[prod]`. Each word means one environment only.',
    ),
  costs: RawEnvironmentCosts.prefault({}).describe('What is expected of the environment’s bill.'),
  policy: RawPolicy.prefault({}).describe('What may be done to the environment, and under which conditions.'),
})

export const RawGrant = z.strictObject({
  users: z.array(shapes.SlackUserId).max(1_000).default([]).describe('Slack user ids, `U…` or `W…`.'),
  groups: z.array(shapes.SlackGroupId).max(100).default([]).describe('Slack user group ids, `S…`.'),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments in which the role holds. Empty: everywhere.'),
})

const RawGrants = z.union([RawGrant, z.array(RawGrant).min(1).max(100)]).optional()

export const RawRoles = z.strictObject({
  viewer: RawGrants.describe('Who may look.'),
  operator: RawGrants.describe('Who may also ask for changes.'),
  approver: RawGrants.describe('Who may also approve the changes of others.'),
  admin: RawGrants.describe('Who may do everything.'),
  everyone: RoleName.optional().describe(
    'The role of full members of the workspace whom no entry names: not of guests, bots, deactivated accounts, nor of people of another workspace in a shared channel (Slack Connect), who have only what an entry names them for. Left out: they may do nothing.',
  ),
})

/** The figures are the targets the first users work with; where only an alarm is set, its limit. */
export const RawThresholds = z.strictObject({
  cpuPercent: Percent.default(70).describe('CPU of an ECS service.'),
  memoryPercent: Percent.default(80).describe('Memory of an ECS service.'),
  databaseCpuPercent: Percent.default(80).describe('CPU of the RDS instance.'),
  databaseConnections: z.int().min(1).max(1_000_000).default(80).describe('Connections to the RDS instance.'),
  cacheHitRatePercent: Percent.default(80).describe('Hit rate of the cache: less is bad.'),
  cacheCpuPercent: Percent.default(70).describe('Engine CPU of the cache.'),
  cacheMemoryPercent: Percent.default(80).describe('Memory of the cache.'),
  loadBalancer5xx: z.number().min(0).default(10).describe('5xx answers of the targets, a minute.'),
  responseTimeSeconds: z
    .number()
    .positive()
    .max(3_600)
    .default(0.5)
    .describe('Response time of the targets, in seconds, at most 3600.'),
})

export const RawFreeze = z.strictObject({
  from: shapes.LocalTime.optional().describe(
    'When it begins, once: `2026-12-23 17:00`. Together with `until`.',
  ),
  until: shapes.LocalTime.optional().describe('When it ends, later than `from`.'),
  weekly: shapes.WeeklyWindow.optional().describe(
    'When it holds, every week: `Fri 16:00 – Mon 08:00`, or within one day `Sun 02:00–04:00`. Days are `Mon` to `Sun` or their long names. Instead of `from` and `until`.',
  ),
  reason: z
    .string()
    .trim()
    .min(1, 'Allowed: a few words.')
    .max(300, 'Allowed: at most 300 characters.')
    .describe('Why, for everybody whom it stops; at most 300 characters.'),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments it holds in. Empty: all of them.'),
  allow: VerbNames.default(['rollback']).describe('Verbs that pass all the same. Empty: none.'),
})

export const RawTerraform = z.strictObject({
  folder: shapes.Path.describe(
    'Folder of the whole tree, modules and environments, from where ohmy is started: mounted or checked out. It is only read.',
  ),
  repository: z
    .string()
    .max(500)
    .regex(/^https:\/\/[^\s?#<>|]+$/, 'Allowed: the address of the folder in the repository: `https://…`.')
    .optional()
    .describe(
      'Address of that folder in the repository, `https://github.com/you/infrastructure/blob/main`: lines that are named are linked to it.',
    ),
  tool: z
    .enum(['terraform', 'tofu'])
    .optional()
    .describe('`terraform` or `tofu`. Left out: terraform, where it is on the PATH, else tofu.'),
  timeout: shapes.TerraformTime.default('2m').describe(
    'How long one run of the tool may take: `1s` to `1h`.',
  ),
  memoryMegabytes: z
    .int()
    .min(256)
    .max(65_536)
    .default(2_048)
    .describe(
      'How much memory one run of the tool may take, with its providers: 256 to 65536. Enforced on Linux.',
    ),
  pluginCache: shapes.Path.optional().describe(
    'Folder in which providers are kept between runs. Left out: one of ohmy’s own, in the folder for temporary files.',
  ),
})

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

export type RawPolicy = z.infer<typeof RawPolicy>
export type RawEnvironment = z.infer<typeof RawEnvironment>
export type RawGrant = z.infer<typeof RawGrant>
export type RawRoles = z.infer<typeof RawRoles>
export type RawFreeze = z.infer<typeof RawFreeze>
export type RawThresholds = z.infer<typeof RawThresholds>
export type RawConfig = z.infer<typeof RawConfig>
