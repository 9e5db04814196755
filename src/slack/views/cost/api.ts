import { countedOf } from '../../../core/wording.js'
import type { CostApiReport } from '../../../core/cost.js'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { formatMoney } from '../../../core/money.js'
import { context, section, table } from '../../blocks.js'
import { message } from '../../message.js'
import { age } from './cost.js'
import { marks } from '../../marks.js'

/** What asking Cost Explorer has cost, and what is known without asking again. Prices are USD. */
export function costApiMessage(report: CostApiReport, now: number): Message {
  const { today, thisMonth, price, askAgainAfter, known } = report
  const usedUp = today.spent >= today.of
  const money = (requests: number) => formatMoney(requests * price, 'USD', 2)
  const first = `${usedUp ? marks.attention : marks.fine} *${countedOf(today.spent, today.of, 'request')}* to Cost Explorer today: ${money(today.spent)}. This month: ${thisMonth}, ${money(thisMonth)}.`
  const next = usedUp
    ? '\nNone are left: answers show what is known, and it is asked again after 00:00 UTC.'
    : ''
  const rows = known.map(({ what, at, requests }) => [
    what,
    at === undefined ? 'not asked yet' : age(at, now),
    requests === undefined ? '–' : String(requests),
  ])
  const failed = today.failed === 0 ? [] : [['Failed, in no sum above', 'today', String(today.failed)]]
  return message([
    section(`${first}${next}`),
    table([['Known of this month', 'Age', 'Requests'], ...rows, ...failed], ['left', 'left', 'right']),
    context(
      `A request or further page costs ${formatMoney(price, 'USD', 2)}. The bill is asked for again after ${formatDuration(askAgainAfter)}, forecast and anomalies once a day; days are counted in UTC.`,
    ),
  ])
}
