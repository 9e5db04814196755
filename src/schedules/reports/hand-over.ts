import type { LayerNow } from '../../core/on-call.js'
import { formatMoment } from '../../core/moment.js'
import type { Zone } from '../../core/time-zone.js'
import { listed } from '../../core/wording.js'
import { orUnread, type Part, type ReportSources } from './sources.js'

/** Somebody who took over less than so long ago (ms) has just done so: the message may come a little after it. */
const justNow = 3_600_000

/** Who has just taken over, or who will next, layer by layer. */
export function handOver(sources: ReportSources): Promise<Part> {
  const button = { text: 'On call', line: { verb: 'oncall', words: ['next'] } }
  return orUnread(sources, { subject: 'on call', topic: 'rotation', button }, async () => {
    const { layers, zone } = await sources.onCall()
    const now = sources.now()
    return {
      findings: [],
      fine: [],
      headline: headlineOf(layers, now),
      facts: layers.map((layer) => layerWords(layer, zone, now)),
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
function layerWords({ layer, turn, next }: LayerNow, zone: Zone, now: number): string {
  const then = next === undefined ? '' : ` until ${formatMoment(next.from, zone, now)}, then ${next.name}`
  const standsIn =
    turn.change?.kind === 'override' ? `, who stands in until ${formatMoment(turn.until, zone, now)}` : ''
  return `${layer}: ${turn.name}${standsIn}${then}`
}
