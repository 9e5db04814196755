import { countedOf } from '../../core/wording.js'
import { formatFigure } from '../../core/metric-words.js'
import { type Figure, type FigureTarget, isMet } from '../../core/metrics.js'
import { formatMoment } from '../../core/moment.js'
import type { Zone } from '../../core/time-zone.js'
import { orUnread, type Part, type ReportSources, together } from './sources.js'

const week = 7 * 86_400_000
/** Beyond its target for this share of the week: worth a look; for that share: wrong. */
const worthALook = 0.02
const wrong = 0.2

/** The week's figures against their targets: response time, hit rate, CPU, memory and the others that have one. */
export async function weeklyPerformance(
  environments: readonly string[],
  sources: ReportSources,
): Promise<Part> {
  return together(await Promise.all(environments.map((environment) => figuresOf(environment, sources))))
}

async function figuresOf(environment: string, sources: ReportSources): Promise<Part> {
  const line = { verb: 'metrics', words: [environment], options: { since: '7d' } }
  const button = { text: 'Figures', line }
  return orUnread(sources, { subject: environment, topic: 'figures', button }, async () => {
    const { figures, missing } = await sources.metrics(environment, week)
    const judged = figures.flatMap((figure) => judge(figure) ?? [])
    const missed = judged.filter(({ share }) => share >= worthALook)
    const met = judged.length - missed.length
    const inOrder = missed.toSorted((one, other) => other.share - one.share)
    return {
      findings: [
        ...inOrder.map(({ figure, target, share }) => ({
          mark: share >= wrong ? ('bad' as const) : ('attention' as const),
          subject: `${figure.subject} in ${environment}`,
          topic: figure.name,
          says: words(figure, target, share, sources.zone, sources.now()),
          button: { text: 'Figures', line: { ...line, words: [environment, ...focusOf(figure)] } },
        })),
        ...missing.map(({ what, why }) => ({
          ...{ mark: 'unknown' as const, subject: environment, topic: what, says: why, button },
        })),
      ],
      fine: met === 0 ? [] : [`${environment}: ${countedOf(met, judged.length, 'figure')} within target`],
    }
  })
}

type Limit = Exclude<FigureTarget, { readonly atLeast: number }>

interface Judged {
  readonly figure: Figure
  readonly target: Limit
  /** Of its periods in which it was beyond its target. */
  readonly share: number
}

/** What has neither a target nor data is not judged; nor is a count of tasks, which has been wanted as it is now only for as long as nobody scaled. */
function judge(figure: Figure): Judged | undefined {
  const { target, points } = figure
  if (target === undefined || 'atLeast' in target || points.length === 0) return undefined
  const beyond = points.filter(({ value }) => !isMet(value, target)).length
  return { figure, target, share: beyond / points.length }
}

function words(
  { unit, worst, points }: Figure,
  target: Limit,
  share: number,
  zone: Zone,
  now: number,
): string {
  const average = points.reduce((sum, { value }) => sum + value, 0) / points.length
  const at =
    worst === undefined
      ? ''
      : `, at worst ${formatFigure(worst.value, unit)} on ${formatMoment(worst.at, zone, now)}`
  const percent = share < 0.01 ? 'less than 1' : String(Math.round(share * 100))
  return `not ${targetWords(target, unit)} for ${percent} % of the week (${formatFigure(average, unit)} on average${at})`
}

function targetWords(target: Limit, unit: Figure['unit']): string {
  if ('below' in target) return `below ${formatFigure(target.below, unit)}`
  return `above ${formatFigure(target.above, unit)}`
}

const typedAs: Readonly<Record<string, string>> = { database: 'rds', cache: 'redis', 'load balancer': 'alb' }

/** What `metrics` calls it. */
function focusOf({ subject }: Figure): readonly string[] {
  return [typedAs[subject] ?? subject]
}
