import { formatMoment } from '../../../core/moment.js'
import type { NamedTurn } from '../../../core/on-call.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import type { When } from '../alarms/words.js'

/** `Mon 30 Nov 09:00` */
export function at(instant: number, { zone, now }: When): string {
  return formatMoment(instant, zone, now)
}

/** Why a turn is not as the rotation has it: ` (stands in, said by Rita)`; empty: it is. */
export function changeWords({ change }: Pick<NamedTurn, 'change'>): string {
  if (change === undefined) return ''
  const by = escapeMrkdwn(change.by.name)
  return change.kind === 'override'
    ? ` _(stands in, said by ${by})_`
    : ` _(${by} and ${escapeMrkdwn(change.with.name)} have swapped)_`
}
