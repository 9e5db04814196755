import { z } from 'zod'
import { readRedisAddress } from '../core/redis-address.js'

/** Least important last; pino's levels. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export const processRoles = ['app', 'worker'] as const
export type ProcessRole = (typeof processRoles)[number]

/** `name=value, name=value`, the values as in URLs: https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
export function headersIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [] : [[pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())] as const]
    }),
  )
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function secretsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '')
}

/**
 * The variables ohmy reads, each with what it is. AWS_* belongs to the AWS SDK. A message says what is wrong and where a value
 * comes from; it never contains the value, which may be a secret.
 */
export const RawSettings = z.object({
  SLACK_BOT_TOKEN: z
    .string(
      'is missing. Copy it from api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token.',
    )
    .regex(
      // Of what a header may hold: a placeholder (`xoxb-…`) and a dash of a word processor are told here, not by a fault of `fetch`.
      /^xoxb-[!-~]+$/,
      'is not a bot token (xoxb-…). Copy it from api.slack.com/apps → your app → OAuth & Permissions.',
    )
    .describe(
      'Bot token, `xoxb-…`: api.slack.com/apps → your app → OAuth & Permissions. A process that is only a worker needs it too: it posts.',
    ),
  SLACK_APP_TOKEN: z
    .string()
    .regex(
      /^xapp-[!-~]+$/,
      'is not an app-level token (xapp-…). Create one with connections:write at api.slack.com/apps → your app → Basic Information → App-Level Tokens.',
    )
    .optional()
    .describe(
      'App-level token, `xapp-…`, with `connections:write`: Basic Information → App-Level Tokens. Slack’s events then come by Socket Mode, and no public address is needed.',
    ),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(
      /^(?!xox|xapp-)\S{16,}$/,
      'is not a signing secret. Copy it from api.slack.com/apps → your app → Basic Information → App Credentials.',
    )
    .optional()
    .describe(
      'Signing secret: Basic Information → App Credentials. Slack’s events then come by HTTP to `/slack/events` on `PORT`.',
    ),
  SLACK_API_URL: z
    .url({
      protocol: /^https?$/,
      error: 'is not an http(s) address. Leave it out to use https://slack.com/api/.',
    })
    .optional()
    .describe(
      'Another Slack Web API, for a proxy or a test; `http` or `https`. Otherwise `https://slack.com/api/`.',
    ),
  REDIS_URL: z
    .string(
      'is missing. Operations, approvals and the audit record live in Redis: set it to redis://<host>:6379, rediss:// for TLS, or the path of a unix socket. To try ohmy without Redis: npm run sandbox.',
    )
    .refine(
      (text) => readRedisAddress(text) !== undefined,
      'is not redis://<host>:<port>, rediss://<host>:<port> or the path of a unix socket. Of a Redis Cluster: several hosts separated by commas, or ?cluster=true behind one; it has no other database than 0. In a password `/`, `#`, `?`, `%` and `@` are written as in URLs: %2F, %23, %3F, %25, %40.',
    )
    .describe(
      'The store: `redis://host:6379`, `rediss://host:6379` (TLS) or the absolute path of a unix socket. A Redis Cluster: several hosts, `redis://a:6379,b:6379`, or `?cluster=true` behind one. A password is written as in URLs: `%2F` for `/`, `%23` for `#`, `%25` for `%`. See [The store](#the-store). Production refuses to start without it; `npm run sandbox` needs none.',
    ),
  OHMY_CONFIG: z.string().default('./ohmy.yaml').describe('Path of the configuration file.'),
  OHMY_RUNBOOKS: z
    .string()
    .default('./runbooks')
    .describe(
      'Folder of the [runbooks](runbooks.md); several are separated as in `PATH`, by `:` (on Windows `;`).',
    ),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port. Allowed: 0 (any free one) to 65535.')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port. Allowed: 0 (any free one) to 65535.')
    .default(3000)
    .describe(
      'Port of `/healthz`, `/readyz`, `/metrics`, `/hooks/…` and, by HTTP, of Slack’s events; 0 to 65535, 0: any free one.',
    ),
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'is not an address or a name of this machine. Allowed: 127.0.0.1, ::1, 10.0.0.5 …')
    .optional()
    .describe(
      'Address of this machine on which `PORT` is opened: `127.0.0.1` where nobody else needs it, as with Socket Mode. Left out: all addresses, as a container needs it.',
    ),
  OHMY_ROLES: z
    .string()
    .default(processRoles.join(','))
    .describe(
      'What this process does, separated by commas: `app` (Slack and HTTP) and `worker` (operations).',
    ),
  OHMY_HOOK_SECRET: z
    .string()
    .transform(secretsIn)
    .refine(
      (secrets) => secrets.every((secret) => /^\S{32,200}$/.test(secret)) && secrets.length <= 5,
      'is too short, too long or has blanks. Make one with: openssl rand -hex 32. Several, while one replaces the other, are separated by commas.',
    )
    .optional()
    .describe(
      'What CI signs its requests with, 32 to 200 characters: `openssl rand -hex 32`. Several are separated by commas, while one replaces the other. Without it `/hooks/deployments` answers 404. See [ci.md](ci.md).',
    ),
  PAGERDUTY_ROUTING_KEY: z
    .string()
    .regex(
      /^[A-Za-z0-9]{32}$/,
      'is not an integration key of Events API v2: 32 letters and digits. Copy it from PagerDuty → your service → Integrations → Events API V2.',
    )
    .optional()
    .describe(
      'Integration key of PagerDuty’s Events API v2, 32 letters and digits: [pages](on-call.md#pagerduty) are told there as well.',
    ),
  PAGERDUTY_WEBHOOK_SECRET: z
    .string()
    .transform(secretsIn)
    .refine(
      (secrets) => secrets.every((secret) => /^\S{16,200}$/.test(secret)) && secrets.length <= 5,
      'is not the secret of a webhook subscription. PagerDuty shows it once, when the subscription is made: Integrations → Generic Webhooks (v3). Several, while one replaces the other, are separated by commas.',
    )
    .optional()
    .describe(
      'What PagerDuty signs its webhooks with, the secret of the subscription. Several are separated by commas, while one replaces the other. Without it `/hooks/pagerduty` does not exist. See [on-call.md](on-call.md#pagerduty).',
    ),
  PAGERDUTY_URL: z
    .url({
      protocol: /^https?$/,
      error: 'is not an http(s) address. Leave it out to use https://events.pagerduty.com.',
    })
    .default('https://events.pagerduty.com')
    .describe('Where that API is: `https://events.eu.pagerduty.com` in the EU’s region.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error: 'is not an http(s) address. It is that of an OpenTelemetry collector: http://localhost:4318.',
    })
    // The path is added at its end.
    .refine(
      (text) => !/[?#]/.test(text),
      'has something behind a `?` or a `#`. Put what lets ohmy send into OTEL_EXPORTER_OTLP_HEADERS.',
    )
    .optional()
    .describe(
      'Address of an OpenTelemetry collector, `http://localhost:4318`: [traces](operating.md#traces) are sent to `/v1/traces` below it. Left out: nowhere, and nothing of OpenTelemetry is loaded.',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .refine(
      (text) =>
        text.split(',').every((pair) => pair.trim() === '' || /^\s*[\w!#$&'*+.^`|~-]+\s*=/.test(pair)),
      'is not a list of headers: name=value, name=value.',
    )
    .refine(
      (text) => Object.values(headersIn(text)).every((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)),
      'has a value that no header can carry: a line break, or a character beyond Latin-1.',
    )
    .optional()
    .describe(
      'Headers that they are sent with, `name=value` separated by commas, values as in URLs: `authorization=Bearer%20…`. Masked like every secret.',
    ),
  OTEL_SERVICE_NAME: z.string().default('ohmy').describe('What ohmy is called in traces.'),
  LOG_LEVEL: z
    .string()
    .default('info')
    .describe(`Least level that is logged: ${logLevels.map((level) => `\`${level}\``).join(', ')}.`),
})
export type RawSettings = z.infer<typeof RawSettings>
