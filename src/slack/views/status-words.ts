import type { ServiceStatus, Verdict } from '../../core/status.js'

export const verdictEmoji: Readonly<Record<Verdict, string>> = {
  healthy: '🟢',
  'scaled to zero': '⚪',
  deploying: '🔵',
  degraded: '🟠',
  down: '🔴',
  unknown: '❓',
}

const urgency: Readonly<Record<Verdict, number>> = {
  down: 0,
  unknown: 1,
  degraded: 2,
  deploying: 3,
  'scaled to zero': 4,
  healthy: 5,
}

/** Those in trouble first; otherwise in the given order. */
export function byUrgency(services: readonly ServiceStatus[]): readonly ServiceStatus[] {
  return [...services].sort((a, b) => urgency[a.verdict] - urgency[b.verdict])
}
