import { delimiter } from 'node:path'
import { nearest } from '../core/suggest.js'
import { showValue } from '../yaml/problem.js'
import { ConfigError } from './problem.js'
import { isPassable } from './passable.js'
import {
  headersIn,
  type LogLevel,
  logLevels,
  type ProcessRole,
  processRoles,
  RawSettings,
} from './settings-schema.js'

export type { LogLevel, ProcessRole }

/** How Slack's events reach this process. `none`: not at all, it is a worker only. */
export type SlackTransport =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'none' }

/** The process environment, understood. */
export interface Settings {
  readonly slack: {
    readonly botToken: string
    readonly apiUrl?: string
    readonly transport: SlackTransport
  }
  readonly redisUrl: string
  /** What CI signs with; empty: nothing is taken from CI. */
  readonly hookSecrets: readonly string[]
  /** Where pages are told as well; absent: nowhere. */
  readonly pagerDuty?: { readonly routingKey: string; readonly url: string }
  /** What PagerDuty signs its webhooks with; empty: none are taken. */
  readonly pagerDutySecrets: readonly string[]
  readonly configPath: string
  /** Folders of runbooks. */
  readonly runbookFolders: readonly string[]
  /** 0: any free port. */
  readonly port: number
  /** Address the port is opened on; undefined: all of the machine's. */
  readonly host?: string
  /** At least one, each once, in the order app, worker. */
  readonly roles: readonly ProcessRole[]
  readonly logLevel: LogLevel
  /** Where traces are sent; absent: nowhere. */
  readonly traces?: {
    readonly endpoint: string
    readonly headers: Readonly<Record<string, string>>
    readonly serviceName: string
  }
  /** What other programs are found by, and reach the network by: nothing else of the environment reaches them, but what the configuration names of `passable`. */
  readonly programs: {
    readonly path: string
    readonly network: Readonly<Record<string, string>>
    /** Variables of AWS and of Terraform: what a plan may be given. */
    readonly passable: Readonly<Record<string, string>>
  }
}

/**
 * Reads the process environment once. White space around values and empty values count as not set. Throws a ConfigError
 * (`settings-invalid`) that tells all problems at once, names each variable and repeats no secret.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const written = Object.fromEntries(Object.keys(RawSettings.shape).map((name) => [name, valueOf(env[name])]))
  const checked = RawSettings.safeParse(written)
  const roles = readRoles(written['OHMY_ROLES'] ?? processRoles.join(','))
  const logLevel = readLogLevel(written['LOG_LEVEL'] ?? 'info')
  const reachable = written['SLACK_APP_TOKEN'] !== undefined || written['SLACK_SIGNING_SECRET'] !== undefined
  const problems = [
    ...(checked.success
      ? []
      : checked.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`)),
    ...(reachable || !roles.value.includes('app') ? [] : [noTransport]),
    ...[roles.problem, logLevel.problem].filter((problem) => problem !== undefined),
  ]
  if (!checked.success || problems.length > 0) throw settingsInvalid(problems)
  const programs = { path: env['PATH'] ?? '', network: networkOf(env), passable: passableOf(env) }
  return { ...buildSettings(checked.data, roles.value, logLevel.value), programs }
}

const noTransport =
  'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing. Set SLACK_APP_TOKEN (xapp-…, from api.slack.com/apps → your app → Basic Information → App-Level Tokens) for Socket Mode, or SLACK_SIGNING_SECRET (same page, App Credentials) for HTTP.'

function networkOf(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR']
  return Object.fromEntries(
    names
      .flatMap((name) => [name, name.toLowerCase()])
      .flatMap((name) => {
        const value = valueOf(env[name])
        return value === undefined ? [] : [[name, value] as const]
      }),
  )
}

function passableOf(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(env).flatMap((name) => {
      const value = isPassable(name) ? valueOf(env[name]) : undefined
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

function valueOf(text: string | undefined): string | undefined {
  const value = text?.trim()
  return value === '' ? undefined : value
}

function readRoles(text: string): { readonly value: readonly ProcessRole[]; readonly problem?: string } {
  const words = text.split(',').map((word) => word.trim().toLowerCase())
  const unknown = words.find((word) => word !== '' && !processRoles.some((role) => role === word))
  if (unknown !== undefined) {
    return { value: processRoles, problem: `OHMY_ROLES ${unknownWord(unknown, processRoles)}` }
  }
  const value = processRoles.filter((role) => words.includes(role))
  if (value.length === 0)
    return { value: processRoles, problem: 'OHMY_ROLES names no role. Allowed: app, worker.' }
  return { value }
}

function readLogLevel(text: string): { readonly value: LogLevel; readonly problem?: string } {
  const value = logLevels.find((level) => level === text.toLowerCase())
  if (value === undefined) return { value: 'info', problem: `LOG_LEVEL ${unknownWord(text, logLevels)}` }
  return { value }
}

function unknownWord(word: string, allowed: readonly string[]): string {
  const meant = nearest(word, allowed)
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
  return `does not know ${showValue(word)}.${hint} Allowed: ${allowed.join(', ')}.`
}

function buildSettings(
  raw: RawSettings,
  roles: readonly ProcessRole[],
  logLevel: LogLevel,
): Omit<Settings, 'programs'> {
  return {
    slack: {
      botToken: raw.SLACK_BOT_TOKEN,
      ...(raw.SLACK_API_URL === undefined ? {} : { apiUrl: raw.SLACK_API_URL }),
      transport: transportOf(raw, roles),
    },
    redisUrl: raw.REDIS_URL,
    hookSecrets: raw.OHMY_HOOK_SECRET ?? [],
    ...(raw.PAGERDUTY_ROUTING_KEY === undefined
      ? {}
      : { pagerDuty: { routingKey: raw.PAGERDUTY_ROUTING_KEY, url: raw.PAGERDUTY_URL } }),
    pagerDutySecrets: raw.PAGERDUTY_WEBHOOK_SECRET ?? [],
    configPath: raw.OHMY_CONFIG,
    runbookFolders: foldersOf(raw.OHMY_RUNBOOKS),
    port: raw.PORT,
    ...(raw.HOST === undefined ? {} : { host: raw.HOST }),
    roles,
    logLevel,
    ...tracesOf(raw),
  }
}

function tracesOf(raw: RawSettings): Pick<Settings, 'traces'> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = raw
  if (endpoint === undefined) return {}
  return { traces: { endpoint, headers: headersIn(raw.OTEL_EXPORTER_OTLP_HEADERS ?? ''), serviceName } }
}

/** What `runbook check` needs of the process environment: nothing has to be set for it. */
export function readFileSettings(env: NodeJS.ProcessEnv): Pick<Settings, 'configPath' | 'runbookFolders'> {
  const { OHMY_CONFIG, OHMY_RUNBOOKS } = RawSettings.pick({ OHMY_CONFIG: true, OHMY_RUNBOOKS: true }).parse({
    OHMY_CONFIG: valueOf(env['OHMY_CONFIG']),
    OHMY_RUNBOOKS: valueOf(env['OHMY_RUNBOOKS']),
  })
  return { configPath: OHMY_CONFIG, runbookFolders: foldersOf(OHMY_RUNBOOKS) }
}

/** Each once, separated as the platform separates the folders of PATH. */
function foldersOf(text: string): readonly string[] {
  const folders = text.split(delimiter).map((folder) => folder.trim())
  return [...new Set(folders.filter((folder) => folder !== ''))]
}

/** Socket Mode wins: it needs no address that Slack can reach, so a left-over signing secret must not open a port for it. */
function transportOf(raw: RawSettings, roles: readonly ProcessRole[]): SlackTransport {
  if (!roles.includes('app')) return { kind: 'none' }
  if (raw.SLACK_APP_TOKEN !== undefined) return { kind: 'socket', appToken: raw.SLACK_APP_TOKEN }
  if (raw.SLACK_SIGNING_SECRET !== undefined) return { kind: 'http', signingSecret: raw.SLACK_SIGNING_SECRET }
  return { kind: 'none' }
}

function settingsInvalid(problems: readonly string[]): ConfigError {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  return new ConfigError(
    'settings-invalid',
    [`The process environment has ${count}:`, ...problems.map((problem) => `  ${problem}`)].join('\n\n'),
    'Set the variables and start again. Every variable is explained in docs/configuration.md.',
  )
}
