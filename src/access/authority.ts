import type { Config } from '../config/config.js'
import type { IncidentRecord } from '../core/incident.js'
import type { StandingOf } from '../core/standing.js'
import type { MemberOf } from './membership.js'

/** As much of an incident as decides what its channel is good for. */
export type IncidentHere = Pick<IncidentRecord, 'id' | 'environment' | 'status'>

/** What decisions about permission are made from: given by the composition root, asked by the functions of this room. */
export interface Authority {
  readonly config: Config
  readonly memberOf: MemberOf
  /** Decides whether somebody belongs to `everyone`. */
  readonly standingOf: StandingOf
  /** A person's name as Slack shows it; undefined: not known. */
  readonly nameOf?: (userId: string) => Promise<string | undefined>
  /** A channel's name without #; used where Slack did not say it with the request. */
  readonly channelNameOf?: (channelId: string) => Promise<string | undefined>
  /** The incident whose own channel this is; undefined: it is none's. Rejects when nobody can tell: then it counts as none's. Absent: there are no incidents. */
  readonly incidentIn?: (channelId: string) => Promise<IncidentHere | undefined>
  /** The same, going by what Slack says now and not by what is remembered: for one decision. */
  afresh(): Authority
}
