import type { LayerNow } from '../../core/on-call.js'
import { formatMoment } from '../../core/moment.js'
import type { Zone } from '../../core/time-zone.js'
import { listed } from '../../core/wording.js'
import { orUnread, type Part, type ReportSources } from './sources.js'

/** Somebody who took over less than so long ago (ms) has just done so: the message may come a little after it. */
const justNow = 3_600_000

/** Who has just taken over from whom, or who will next, layer by layer; and what goes on, which they take over. */
export function handOver(sources: ReportSources): Promise<Part> {
  const button = { text: 'On call', line: { verb: 'oncall', words: ['next'] } }
  return orUnread(sources, { subject: 'on call', topic: 'rotation', button }, async () => {
    const { layers, zone } = await sources.onCall()
    const now = sources.now()
    const open = await sources.openWork()
    return {
      findings: [],
      fine: open.length === 0 ? ['nothing is open'] : [],
      headline: headlineOf(layers, now),
      facts: [...layers.map((layer) => layerWords(layer, zone, now)), ...open.flatMap(openWords)],
    }
  })
}

/** `Aaron has taken over primary`; where nobody has: who is on call. */
function headlineOf(layers: readonly LayerNow[], now: number): string {
  const fresh = layers.filter(({ turn }) => now - turn.from < justNow)
  const shown = fresh.length > 0 ? fresh : layers
  const names = shown.map(({ layer, turn }) => `${turn.name} (${layer})`)
  const one = shown.length === 1
  return `${listed(names, 'and')} ${fresh.length > 0 ? (one ? 'has taken over' : 'have taken over') : one ? 'is on call' : 'are on call'}`
}

/** `primary: Rita until Mon 7 Dec 09:00, then Aaron` */
function layerWords({ layer, turn, next, before }: LayerNow, zone: Zone, now: number): string {
  const then = next === undefined ? '' : ` until ${formatMoment(next.from, zone, now)}, then ${next.name}`
  const standsIn =
    turn.change?.kind === 'override' ? `, who stands in until ${formatMoment(turn.until, zone, now)}` : ''
  const from = before !== undefined && now - turn.from < justNow ? `, from ${before}` : ''
  return `${layer}: ${turn.name}${from}${standsIn}${then}`
}

/** The newest few of each: there are messages for the rest. */
const shownOfEach = 5

function openWords({
  what,
  lines,
}: {
  readonly what: string
  readonly lines: readonly string[]
}): readonly string[] {
  const more = lines.length - shownOfEach
  return [
    ...lines.slice(0, shownOfEach).map((line) => `open ${what}: ${line}`),
    ...(more > 0 ? [`and ${more} more open ${what}s`] : []),
  ]
}
