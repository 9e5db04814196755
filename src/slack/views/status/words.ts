import type { EnvironmentStatus, ServiceStatus, Verdict } from '../../../core/status.js'

const verdictEmoji: Readonly<Record<Verdict, string>> = {
  healthy: '🟢',
  'scaled to zero': '⚪',
  deploying: '🔵',
  degraded: '🟠',
  down: '🔴',
  unknown: '❓',
}

/** The mark of a verdict. Nothing is green that rests on what is remembered, or on less than it should. */
export function verdictMark(
  verdict: Verdict,
  { remembered, unsure }: Pick<EnvironmentStatus, 'remembered' | 'unsure'>,
): string {
  if (verdict !== 'healthy') return verdictEmoji[verdict]
  if (remembered !== undefined) return '🕓'
  return unsure === undefined ? verdictEmoji.healthy : verdictEmoji.unknown
}

/** After what is said to be healthy. */
export function asFarAs({
  verdict,
  remembered,
  unsure,
}: Pick<EnvironmentStatus, 'verdict' | 'remembered' | 'unsure'>): string {
  return verdict === 'healthy' && remembered === undefined && unsure !== undefined
    ? ' as far as AWS answers'
    : ''
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
