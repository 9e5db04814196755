import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { AlertPaging, Called } from '../alerts/ports.js'
import type { AlertPages, PageSeverity } from '../core/alert-pages.js'
import type { AlertRecord } from '../core/alert.js'
import type { Clock } from '../core/clock.js'
import { idFrom } from '../core/ids.js'
import { isPageEnded, type PageRecord } from '../core/page.js'
import { UserError } from '../core/user-error.js'
import type { Flows } from '../flow/flows.js'
import type { Pages } from '../oncall/pages.js'
import { keys } from '../redis/keys.js'
import { alertTitle } from '../slack/views/alerts/card.js'

/** What began so soon after a page that somebody has answered, is the same trouble (ms). */
const sameTrouble = 5 * 60_000
/** Nobody could be called: it is tried again (ms). */
const tryAgainAfter = 15_000
/** Others were faster each time; more often is a defect. */
const mostTries = 20

/** How alerts call people: one page for what rings together in an environment, and one an alarm within a time. */
export function createAlertPaging(options: {
  readonly redis: Redis
  readonly pages: Pick<Pages, 'page' | 'join' | 'read' | 'answeredFor'>
  readonly flows: Pick<Flows, 'wake'>
  readonly rules: AlertPages
  readonly place: { readonly channel: string }
  /** The store's. */
  readonly clock: Clock
  readonly logger: Logger
  readonly timeScale: number
}): AlertPaging {
  const { redis, pages, rules, place, clock, logger, timeScale } = options

  /** Nobody on call, a rotation that cannot be read: none of it ends the alert. */
  async function attempt<Result>(alert: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const { code, what } = error
      logger.warn({ flow: alert, code, what }, 'A page of an alert was not taken')
      return undefined
    }
  }

  /** Claims the alarm's time for one page of one alert. @returns ms until it is free; 0: it is claimed */
  async function claim({ subject, id }: AlertRecord, number: number): Promise<number> {
    const key = keys.alertPaged(subject)
    const claimed = `${id} ${number}`
    const within = Math.max(1, Math.ceil(rules.againAfter * timeScale))
    if ((await redis.set(key, claimed, 'PX', within, 'NX')) === 'OK') return 0
    return (await redis.get(key)) === claimed ? 0 : Math.max(1, await redis.pttl(key))
  }

  function isSameTrouble(page: PageRecord, severity: PageSeverity): boolean {
    if (page.severity > severity) return false
    if (!isPageEnded(page.state)) return true
    const { state, begunAt, endedAt = begunAt } = page
    return state === 'acknowledged' && clock.now() - endedAt < sameTrouble * timeScale
  }

  async function call(record: AlertRecord, severity: PageSeverity, number: number): Promise<Called> {
    const { id, environment } = record
    const title = alertTitle(record)
    const newest = keys.alertPage(environment)
    for (let tried = 1; tried <= mostTries; tried++) {
      const current = await redis.get(newest)
      const page = current === null ? undefined : await pages.read(current)
      if (page !== undefined && isSameTrouble(page, severity)) {
        const isOver = isPageEnded(page.state)
        const joined = isOver ? page : await pages.join(page.id, { id, title })
        if (joined === undefined) continue
        return { kind: 'called', id: joined.id, severity: joined.severity }
      }
      // What is worse now does not wait.
      const isWorse = record.page !== undefined && severity < record.page.severity
      const left = isWorse ? 0 : await claim(record, number)
      if (left > 0) return { kind: 'later', after: left }
      // Whoever gets here at the same time has the same one in mind: the store begins it once, and the others join.
      const next = idFrom('page', `alarms of ${environment} after ${current ?? 'none'}`)
      const begun = await pages.page({
        ...{ id: next, reason: 'alarm', environment, severity, parent: id, title, place },
      })
      await redis.set(newest, next)
      if (begun.parent === id && begun.severity <= severity)
        return { kind: 'called', id: begun.id, severity: begun.severity }
    }
    throw new Error(`Pages of ${environment} change too fast`)
  }

  return {
    call: async (record, severity, number) =>
      (await attempt(record.id, () => call(record, severity, number))) ?? {
        kind: 'later',
        after: Math.ceil(tryAgainAfter * timeScale),
      },
    find: pages.read,
    answer: pages.answeredFor,
    wake: options.flows.wake,
  }
}
