import type { Authority } from '../access/authority.js'
import { mayDoAbout } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import { type CountedIncident, type IncidentRecord as Incident, isIncidentEnded } from '../core/incident.js'
import { begunRecords, readBegun } from '../flow/begun.js'
import type { FlowStore } from '../flow/flow-store.js'
import { recordsOf } from '../flow/records.js'
import { incidentFlow } from './incident/incident-flow.js'

/** Whole records one question looks at. */
const mostShown = 500
/** Incidents that are counted: what is left of each is small. */
const mostCounted = 20_000
/** Flows of the lane that go on and are looked through for incidents. */
const mostOpen = 3_000

/** Incidents there are and were. */
export interface LookingBack {
  /** Not ended, newest first. */
  ongoing(): Promise<readonly Incident[]>
  /** Opened since then (ms since the epoch), newest first. */
  list(since: number): Promise<readonly Incident[]>
  /** Of those opened since then, what is counted of each. */
  counted(since: number): Promise<{ readonly incidents: readonly CountedIncident[]; readonly isCut: boolean }>
  /** Those of them that this person may look at, by their environment. */
  seenBy<About extends { readonly environment?: string }>(
    all: readonly About[],
    caller: Caller,
  ): Promise<readonly About[]>
}

export function createLookingBack(options: {
  readonly store: Pick<FlowStore, 'begun' | 'open' | 'readAll'>
  readonly authority: Authority
}): LookingBack {
  const { store, authority } = options
  return {
    async ongoing() {
      const unsettled = await store.readAll(await store.open(incidentFlow.lane, mostOpen))
      const all = recordsOf(unsettled, incidentFlow).filter((one) => !isIncidentEnded(one))
      return all.toSorted((left, right) => right.openedAt - left.openedAt)
    },

    list: (since) => readBegun(store, incidentFlow, { since, most: mostShown }),

    async counted(since) {
      const incidents: CountedIncident[] = []
      let isCut = true
      for await (const { records, isLast } of begunRecords(store, incidentFlow, {
        since,
        most: mostCounted,
      })) {
        incidents.push(...records.map(countedOf))
        isCut = !isLast
      }
      return { incidents, isCut }
    },

    async seenBy(all, caller) {
      const verb = { verb: 'incident', access: 'viewer' } as const
      const environments = [...new Set(all.map(({ environment }) => environment))]
      const refused = await Promise.all(
        environments.map(async (environment) =>
          (await mayDoAbout(verb, environment, caller, authority)) === undefined ? [] : [environment],
        ),
      )
      return all.filter(({ environment }) => !refused.flat().includes(environment))
    },
  }
}

/** A record may have thousands of entries, and thousands of records are counted. */
function countedOf(record: Incident): CountedIncident {
  const { severity, status, environment, affectedSince, openedAt } = record
  const { detectedAt, acknowledgedAt, mitigatedAt, resolvedAt } = record
  return {
    ...{ severity, status, affectedSince, openedAt },
    ...(environment === undefined ? {} : { environment }),
    ...(detectedAt === undefined ? {} : { detectedAt }),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
    ...(mitigatedAt === undefined ? {} : { mitigatedAt }),
    ...(resolvedAt === undefined ? {} : { resolvedAt }),
  }
}
