import { cutPlain } from '../../../core/cut.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { timeToken } from '../runbooks/times.js'

/** A change, as the audit tells that it ended: `succeeded: Deploy sprint-12 to backend in production`. Untrusted. */
export interface ShownChange {
  readonly at: number
  readonly who?: string
  readonly text: string
}

const longest = 140

/** Lines of mrkdwn, the newest first, and how many are left out. */
export function changeLines(changes: readonly ShownChange[], most: number): readonly string[] {
  const shown = changes.slice(0, most).map(({ at, who, text }) => {
    const [, state, what = text] = /^(?:Ended: )?([a-z][a-z -]*): (.*)$/s.exec(text) ?? []
    const mark = state === undefined || state === 'succeeded' ? '' : ` — *${escapeMrkdwn(state)}*`
    const by = who === undefined ? '' : `, ${escapeMrkdwn(who)}`
    return `• ${timeToken(at)} ${escapeMrkdwn(cutPlain(what.replace(/\s+/g, ' '), longest))}${mark}${by}`
  })
  return changes.length > most ? [...shown, `• and ${changes.length - most} more`] : shown
}
