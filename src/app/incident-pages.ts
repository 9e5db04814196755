import type { Logger } from 'pino'
import { type IncidentRecord, incidentPlaceOf } from '../core/incident.js'
import { UserError } from '../core/user-error.js'
import type { IncidentPorts } from '../incidents/incident/ports.js'
import type { Pages } from '../oncall/pages.js'

/** How an incident calls people: a page of its own for each severity. Where nobody is on call, people find it in the channels. */
export function createIncidentPages(
  pages: Pick<Pages, 'page' | 'answeredFor'>,
  logger: Logger,
): Pick<IncidentPorts, 'page' | 'answerPage'> {
  async function pageOf(record: IncidentRecord) {
    const { id, severity, title, environment, caller } = record
    const place = incidentPlaceOf(record)
    return pages.page({
      reason: `incident SEV-${severity}`,
      severity,
      title,
      parent: id,
      by: { id: caller.id, name: caller.name },
      ...(environment === undefined ? {} : { environment }),
      ...(place === undefined ? {} : { place }),
    })
  }

  /** Nobody on call, no role, answered already: none of it keeps an incident from going on. */
  async function attempt<Result>(id: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const { code, what } = error
      logger.info({ incident: id, code, what }, 'A page of an incident was not taken')
      return undefined
    }
  }

  return {
    page: (record) =>
      attempt(record.id, async () => {
        const page = await pageOf(record)
        return page.state === 'acknowledged' ? page.endedBy : undefined
      }),
    async answerPage(record, by) {
      await attempt(record.id, async () => {
        const { id } = await pageOf(record)
        await pages.answeredFor(id, by)
      })
    },
  }
}
