import { type Caller, personOf, type Place } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import type { IncidentRecord, IncidentRules, Severity } from '../core/incident.js'
import { maskSecrets } from '../core/mask.js'
import type { Zone } from '../core/time-zone.js'
import { UserError } from '../core/user-error.js'
import { inCode, listed } from '../core/wording.js'
import { instantOf, type WrittenMoment } from '../core/written-moment.js'
import { channelNameFor } from './channel-name.js'
import { withUpdateDue } from './incident/movements.js'

export interface OpenedIncident {
  readonly title: string
  readonly severity: Severity
  readonly environment?: string
  readonly services: readonly string[]
  /** Since when something is wrong; absent: since its alert, or now. */
  readonly since?: WrittenMoment
  /** The alert it is opened for. */
  readonly alert?: string
}

/** An alert, as far as an incident looks at it. */
export interface AlertWords {
  /** Untrusted: what its message says first. */
  readonly words: string
  readonly environment?: string
  /** The one it looks at. */
  readonly service?: string
  /** How urgent the configuration says it is. */
  readonly severity?: Severity
  /** ms since the epoch. */
  readonly since?: number
  /** The one that fits it. */
  readonly runbook?: { readonly id: string; readonly title: string }
}

/** The record that an incident begins with. @param about.now ms since the epoch */
export function newIncident(
  wanted: OpenedIncident,
  about: {
    readonly id: string
    readonly caller: Caller
    /** Undefined: it is opened for none, or for one that nobody knows. */
    readonly alert: AlertWords | undefined
    /** Where it is told of that was opened in no channel. */
    readonly announcements: Place
    readonly rules: IncidentRules
    readonly zone: Zone
    readonly now: number
  },
): IncidentRecord {
  const { severity, environment, services } = wanted
  const { id, caller, alert, announcements, rules, zone, now } = about
  // It becomes the name and the topic of a channel, which nothing masks any more.
  const title = maskSecrets(wanted.title.replace(/\s+/g, ' ').trim())
  const said = wanted.since === undefined ? undefined : instantOf(wanted.since, now, zone)
  const by = personOf(caller)
  const record: IncidentRecord = {
    v: 1,
    id,
    title,
    severity,
    status: 'open',
    ...(environment === undefined ? {} : { environment }),
    services,
    caller,
    ...(wanted.alert === undefined
      ? {}
      : { alert: { id: wanted.alert, ...(alert === undefined ? {} : { words: alert.words }) } }),
    affectedSince: Math.min(said ?? alert?.since ?? now, now),
    openedAt: now,
    roles: {},
    reminders: 0,
    isCommanderAskedFor: false,
    tasks: [],
    marked: [],
    entries: [{ at: now, kind: 'opened', by, text: `SEV-${severity}: ${title}` }],
    channelName: channelNameFor(title, now, zone),
    origin: caller.place ?? announcements,
    rules,
    done: [],
    missing: [],
    tries: 0,
    rang: [],
    reviewsOwed: 0,
    rounds: 1,
    isArchiveAsked: false,
  }
  return withUpdateDue(record, now, now)
}

/** @throws UserError for a service that is not configured, where any are */
export function checkServices(
  { environment, services }: Pick<OpenedIncident, 'environment' | 'services'>,
  environments: readonly Environment[],
): void {
  if (environment === undefined) return
  const known = (environments.find(({ name }) => name === environment)?.services ?? []).map(
    ({ name }) => name,
  )
  const unknown = services.find((service) => known.length > 0 && !known.includes(service))
  if (unknown === undefined) return
  throw new UserError(
    'service-not-found',
    `There is no service ${inCode(unknown)} in ${environment}.`,
    `There are ${listed(known.map(inCode), 'and')}.`,
  )
}
