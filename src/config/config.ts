import type { AlertPages } from '../core/alert-pages.js'
import type { Role } from '../core/caller.js'
import type { Environment, Freeze } from '../core/environment.js'
import type { OnCall } from '../core/on-call.js'
import type { MetricUnit } from '../core/metric-words.js'
import type { Schedule } from '../core/schedule.js'

/** People of a role: by Slack user id and by Slack user group id, everywhere or in some environments only. */
export interface Grant {
  readonly role: Role
  readonly users: readonly string[]
  readonly groups: readonly string[]
  /** Environment names; empty: all of them. */
  readonly environments: readonly string[]
}

/** Targets that a status compares with; the field and the figure's unit are in the name. */
export interface Thresholds {
  readonly cpuPercent: number
  readonly memoryPercent: number
  readonly databaseCpuPercent: number
  readonly databaseConnections: number
  readonly cacheHitRatePercent: number
  readonly cacheCpuPercent: number
  readonly cacheMemoryPercent: number
  /** A minute. */
  readonly loadBalancer5xx: number
  readonly responseTimeSeconds: number
}

/** A metric that the team publishes itself, as people look at it. */
export interface OwnMetric {
  /** `orders a minute` */
  readonly name: string
  readonly namespace: string
  readonly metric: string
  /** With `{env}` and `{service}` where their names go. */
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: string
  readonly unit: MetricUnit
  /** What a value is multiplied with to be in that unit. */
  readonly scale: number
  /** In that unit. */
  readonly target?: { readonly below: number } | { readonly above: number }
  readonly bad: 'high' | 'low'
  /** Environment names; empty: all of them. */
  readonly environments: readonly string[]
  /** Short names of the services that publish it; `each`: all of them. Absent: it is the environment's. */
  readonly services?: readonly string[] | 'each'
}

/** `channel`: the message itself, with nobody mentioned. `mention`: in its thread. `direct`: in their own messages. */
export const notifiedBy = ['channel', 'mention', 'direct'] as const
export type NotifiedBy = (typeof notifiedBy)[number]

/** How the bill is read. Money in the currency of the bill, a month. */
export interface CostSettings {
  /** Key of the cost allocation tag that tells environments apart: `Environment`. */
  readonly tag: string
  /** The environment in whose account Cost Explorer is asked. */
  readonly readIn: string
  /** For the whole account; absent: the sum of the environments' budgets. */
  readonly budget?: number
  /** ms within which nobody asks Cost Explorer again. */
  readonly askAgainAfter: number
  /** Requests to Cost Explorer a day (UTC). */
  readonly requestsPerDay: number
}

/** List prices in USD; what each is of is in its name. */
export interface PriceList {
  /** When they were looked up (`2026-11-28`) and where; absent: nobody wrote it down. */
  readonly asOf?: string | undefined
  readonly source?: string | undefined
  readonly fargateVcpuHour: number
  readonly fargateGigabyteHour: number
  readonly natGatewayHour: number
  readonly natGatewayGigabyte: number
  readonly albHour: number
  readonly lcuHour: number
  readonly publicIpv4Hour: number
  /** By class: `db.t3.micro` (in one zone), `cache.t3.micro`. */
  readonly hourly: Readonly<Record<string, number>>
  readonly databaseGigabyteMonth: number
  readonly transferGigabyte: number
  readonly logsGigabyte: number
  readonly logsGigabyteMonth: number
  readonly flowLogsGigabyte: number
  readonly logsInsightsPerGigabyte: number
  readonly costExplorerRequest: number
  readonly metricsReadThousand: number
  readonly liveTailMinute: number
}

type Share = readonly [least: number, most: number]

/** The list prices of one region, and what is another price elsewhere. */
export interface Prices extends PriceList {
  readonly region: string
  readonly savings: { readonly savingsPlan: Share; readonly reserved: Share; readonly spot: Share }
  /** By region, what is another price there, by its name above or its class. */
  readonly regions: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** A query of CloudWatch Logs Insights that people run by its name. */
export interface SavedQuery {
  readonly summary: string
  /** With `{{name}}` where a parameter goes. */
  readonly query: string
  /** Which log group it reads: the service's, or the environment's VPC Flow Logs. */
  readonly reads: 'service' | 'flow-logs'
  /** What a parameter is where nobody says. */
  readonly parameters: Readonly<Record<string, string | number>>
}

export interface LogSettings {
  /** A query that would scan more asks first. */
  readonly askBeforeScanningGigabytes: number
  /** Followed logs and queries at once. */
  readonly runningPerPerson: number
  readonly runningPerChannel: number
  /** Follow by Live Tail where the account allows it. */
  readonly liveTail: boolean
  /** By name; without a prototype. */
  readonly queries: Readonly<Record<string, SavedQuery>>
}

/** The Terraform tree, and how the tool is run in a copy of it. */
export interface TerraformTree {
  /** From where ohmy was started. */
  readonly folder: string
  /** Its address in the repository. */
  readonly repository?: string
  /** Absent: terraform, where it is on the PATH, else tofu. */
  readonly tool?: 'terraform' | 'tofu'
  /** Of one run of the tool (ms). */
  readonly timeout: number
  readonly memoryMegabytes: number
  readonly pluginCache?: string
}

/** A program that looks, and asks for changes which a person approves. */
export interface Agent {
  readonly name: string
  /** Slack id of the person it works for. */
  readonly user: string
  readonly role: 'viewer' | 'operator'
  /** Environment names; empty: all of them. */
  readonly environments: readonly string[]
  /** Where its requests are shown; absent: where operations are. */
  readonly channel?: string
  /** SHA-256 (hex) of its tokens; empty: it does not come over HTTP. */
  readonly tokens: readonly string[]
  /** How often it may ask. */
  readonly perMinute: number
}

/** What ohmy.yaml means, as opposed to what is written in it (config/schema.ts). */
export interface Config {
  readonly environments: readonly Environment[]
  /** Used where a reading verb names no environment. Never for a change. */
  readonly defaultEnvironment: string
  readonly channels: {
    /** Names without # or ids. */
    readonly operations: string
    readonly alerts: string
    readonly incidents: string
    /** Where anchors of the audit are written; undefined: to the log alone. */
    readonly audit?: string
  }
  readonly notify: {
    /** Who may approve: of requests and of broken glass. */
    readonly approvers: NotifiedBy
    /** Who asked: of how it ended. */
    readonly requester: NotifiedBy
  }
  readonly grants: readonly Grant[]
  /** The role of people whom no grant names; absent: they may do nothing. */
  readonly everyone?: Role
  readonly thresholds: Thresholds
  /** What the team publishes itself, in the order in which it is written. */
  readonly metrics: readonly OwnMetric[]
  readonly logs: LogSettings
  readonly costs: CostSettings
  readonly prices: Prices
  /** Absent: ohmy hears of no alarm by itself. */
  readonly alerts?: {
    /** URL of the SQS queue of events. */
    readonly queue?: string
    readonly deadLetterQueue?: string
    /** ARNs of SNS topics that may post to /hooks/sns. */
    readonly topics: readonly string[]
    /** Absent: no alarm calls people. */
    readonly page?: AlertPages
  }
  readonly incidents: {
    /** ms after which the channel of one that has ended is archived; absent: never. */
    readonly archiveAfter?: number
    /** The reaction that puts a message of an incident's channel into its timeline, without colons. */
    readonly timelineReaction: string
  }
  /** Absent: no tree is looked at. */
  readonly terraform?: TerraformTree
  /** Times in which nothing is to be changed. */
  readonly freezes: readonly Freeze[]
  /** Absent: nobody is on call, so nobody can be paged. */
  readonly onCall?: OnCall
  /** Absent: it is told of pages only. */
  readonly pagerDuty?: {
    /** Environments whose changes it is told, by name. */
    readonly changes: readonly string[]
  }
  /** Messages that come by themselves. */
  readonly schedules: readonly Schedule[]
  /** IANA name: `Australia/Sydney`. */
  readonly timeZone: string
  /** Whose roles count for what CI asks for; absent: nothing is taken from CI. */
  readonly ci?: { readonly user: string }
  readonly agents: readonly Agent[]
  /** SHA-256 (hex) of what `/board` is opened with; empty: there is none. */
  readonly queueBoard: { readonly tokens: readonly string[] }
  /** Operating-system user → Slack user id, for the terminal. */
  readonly terminalUsers: Readonly<Record<string, string>>
}
