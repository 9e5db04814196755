import type { AwsFor } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Environment } from '../core/environment.js'
import type { IncidentRecord } from '../core/incident.js'
import { type Bookmark, RoomRefused } from '../core/incident-room.js'
import { dashboardName, prefixOf } from '../dashboards/names.js'
import type { IncidentPorts } from '../incidents/incident/ports.js'
import type { AlertWords } from '../incidents/new-incident.js'
import { changesBefore, changesSince, type TimelineSources } from '../incidents/timeline.js'
import { letterOf } from '../slack/outbox/flow-letter.js'

/** The letter with which an incident's channel begins, and the one with which it is closed. */
export const beginningKey = (id: string) => `${letterOf(id)}:beginning`
const closedKey = ({ id, rounds }: IncidentRecord) => `${letterOf(id)}:closed:${rounds}`

/** ms within which a message that was sent is there, where Slack takes it at all. */
const posting = 60_000
const lookAgainIn = 500

/** What is known when an incident begins, and what is to be found at the head of its channel. */
export function createBeginning(options: {
  readonly alertOf: (id: string) => Promise<AlertWords | undefined>
  /** As far as this reader may look. */
  readonly sources: (reader: Caller) => TimelineSources
  /** Where a letter of the outbox is read in Slack. */
  readonly linkTo: (key: string) => Promise<string | undefined>
  readonly aws: AwsFor
  readonly config: Pick<Config, 'environments'>
  readonly clock: Clock
}): Pick<IncidentPorts, 'beginning' | 'bookmarks'> {
  const { alertOf, sources, linkTo, aws, config, clock } = options

  /** The address of its dashboard in the console; undefined: it has none, or AWS does not say. */
  async function dashboardOf(environment: Environment): Promise<string | undefined> {
    try {
      const all = (await aws(environment).dashboards(prefixOf(environment))).map(({ name }) => name)
      const infrastructure = dashboardName(environment, 'infrastructure')
      const name = all.includes(infrastructure) ? infrastructure : all[0]
      return name === undefined ? undefined : consoleAddress(environment.region, name)
    } catch (error) {
      if (error instanceof AwsError) return undefined
      throw error
    }
  }

  return {
    async beginning(record) {
      const { alert } = record
      const [since, before, known, alertLink] = await Promise.all([
        changesSince(record, record.openedAt, sources(record.caller)),
        changesBefore(record, sources(record.caller)),
        alert === undefined ? undefined : alertOf(alert.id),
        alert === undefined ? undefined : linkTo(letterOf(alert.id)),
      ])
      return {
        changed: [...since, ...before],
        ...(alertLink === undefined ? {} : { alertLink }),
        ...(known?.runbook === undefined ? {} : { runbook: known.runbook }),
      }
    },

    async bookmarks(record) {
      const { id, alert, environment, status } = record
      const where = config.environments.find(({ name }) => name === environment)
      const known = alert === undefined ? undefined : await alertOf(alert.id)
      const runbook = known?.runbook === undefined ? undefined : await linkTo(beginningKey(id))
      // It was sent a moment ago: kept without it, the head of the channel would stay without it.
      if (known?.runbook !== undefined && runbook === undefined && clock.now() < record.openedAt + posting) {
        throw new RoomRefused('What it begins with is not posted yet', true, { wait: lookAgainIn })
      }
      const links: readonly (readonly [string, string, string | undefined])[] = [
        ['Alert', ':bell:', alert === undefined ? undefined : await linkTo(letterOf(alert.id))],
        ['Runbook', ':book:', runbook],
        ['Dashboard', ':bar_chart:', where === undefined ? undefined : await dashboardOf(where)],
        ['Review', ':memo:', status === 'closed' ? await linkTo(closedKey(record)) : undefined],
      ]
      return links.flatMap(([title, emoji, link]): readonly Bookmark[] =>
        link === undefined ? [] : [{ title, emoji, link }],
      )
    },
  }
}

/** https://docs.aws.amazon.com/general/latest/gr/cw_region.html: each partition has a console of its own. */
function consoleAddress(region: string, dashboard: string): string {
  const host = region.startsWith('cn-')
    ? 'console.amazonaws.cn'
    : region.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : 'console.aws.amazon.com'
  return `https://${host}/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(dashboard)}`
}
