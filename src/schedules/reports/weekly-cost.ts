import { dayOf } from '../../core/calendar.js'
import type { CostMover, CostReport } from '../../core/cost.js'
import { formatMoney, percentOf } from '../../core/money.js'
import type { ScheduleFinding } from '../../core/schedule.js'
import { orUnread, type Part, type ReportSources, together } from './sources.js'

const days = 7
/** ms. AWS tells of what was unusual a day or two later. */
const lately = (days + 2) * 86_400_000
/** What is on course for so much more than its budget is told. */
const overBudget = 1.05

/** What was spent that nobody expected: the week against the one before, what grew, what AWS finds unusual, where the month goes. */
export async function weeklyCost(environments: readonly string[], sources: ReportSources): Promise<Part> {
  // One after another: the first asks Cost Explorer, if anybody has to; the others find what it was told.
  const parts: Part[] = []
  for (const environment of environments) parts.push(await costOf(environment, sources))
  return together(parts)
}

function buttonFor(environment: string): NonNullable<ScheduleFinding['button']> {
  return { text: 'Cost', line: { verb: 'cost', words: [environment] } }
}

async function costOf(environment: string, sources: ReportSources): Promise<Part> {
  const button = buttonFor(environment)
  const week = await orUnread(sources, { subject: environment, topic: 'week', button }, async () => {
    const checked = await sources.check('cost', { environment }, { days })
    if (checked === undefined) return { findings: [], fine: [] }
    const { result, figure: says } = checked
    if (result === 'pass') return { findings: [], fine: [says] }
    const mark = result === 'fail' ? 'bad' : result === 'warn' ? 'attention' : 'unknown'
    return { findings: [{ mark, subject: environment, topic: 'week', says, button }], fine: [] }
  })
  const month = await orUnread(sources, { subject: environment, topic: 'month', button }, async () => {
    const report = await sources.cost(environment)
    return monthOf(environment, report, dayOf(sources.now() - lately))
  })
  return together([week, month])
}

/** @param since of what AWS finds unusual, what was over before that day is not told every week again */
function monthOf(environment: string, report: CostReport, since: string): Part {
  const { currency, movers, anomalies, onCourse, budget, instead } = report
  const button = buttonFor(environment)
  const finding = (mark: ScheduleFinding['mark'], topic: string, says: string): ScheduleFinding => ({
    ...{ mark, subject: environment, topic, says, button },
  })
  const money = (amount: number) => formatMoney(amount, currency)
  const isOver = onCourse !== undefined && budget !== undefined && onCourse.amount > budget * overBudget
  const course = onCourse === undefined ? undefined : `on course for ${money(onCourse.amount)} this month`
  const ofBudget = budget === undefined ? '' : ` of a budget of ${money(budget)}`
  return {
    findings: [
      ...anomalies
        .filter(({ until }) => until >= since)
        .map(({ what, from, until, actual, expected }) =>
          finding(
            'attention',
            'unusual',
            `${what} cost ${money(actual)} from ${from} to ${until}, ${money(expected)} was to be expected`,
          ),
        ),
      ...(isOver && course !== undefined ? [finding('attention', 'budget', `${course}${ofBudget}`)] : []),
      ...(instead === undefined ? [] : [finding('unknown', 'bill', `there is nothing newer: ${instead}`)]),
    ],
    fine: course === undefined || isOver ? [] : [`${environment}: ${course}${ofBudget}`],
    facts: movers.map((mover) => `${environment}: ${moverWords(mover, money)}`),
  }
}

/** `NAT gateway traffic cost USD 36 this month, USD 13 in the same days before (+177 %): 810 GB, 290 GB before` */
function moverWords({ what, soFar, before, used }: CostMover, money: (amount: number) => string): string {
  const percent = percentOf(soFar - before, before)
  const grew = percent === undefined ? 'new' : `+${percent} %`
  return `${what} cost ${money(soFar)} this month, ${money(before)} in the same days before (${grew})${used === undefined ? '' : `: ${used}`}`
}
