import type { AlertRecord } from '../../../core/alert.js'
import { code } from '../../mrkdwn.js'

/** That people are called for it, as long as nobody has answered. Who they are stands in the page. */
export function pagedWords({ page, status, acknowledged }: AlertRecord): readonly string[] {
  if (page === undefined || status !== 'ringing' || acknowledged !== undefined) return []
  return [`📟 Whoever is on call is called, as a SEV-${page.severity} (${code(page.id)})`]
}
