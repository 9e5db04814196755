import type { EnvironmentStatus, ServiceStatus, Verdict } from '../../../core/status.js'
import { marks } from '../../marks.js'

const verdictEmoji: Readonly<Record<Verdict, string>> = {
  healthy: marks.fine,
  'scaled to zero': marks.resting,
  deploying: marks.changing,
  'worth a look': marks.attention,
  degraded: marks.attention,
  down: marks.wrong,
  unknown: marks.unknown,
}

/** The mark of a verdict. Nothing is green that rests on what is remembered, or on less than it should. */
export function verdictMark(
  verdict: Verdict,
  { remembered, unsure }: Pick<EnvironmentStatus, 'remembered' | 'unsure'>,
): string {
  if (verdict !== 'healthy') return verdictEmoji[verdict]
  if (remembered !== undefined) return marks.remembered
  return unsure === undefined ? verdictEmoji.healthy : verdictEmoji.unknown
}

/** The mark of an environment: the worst of all that its message tells. A ringing alarm is what it is in `alarms`, muted or not. */
export function environmentMark(status: EnvironmentStatus): string {
  const ringing = status.alarms.length + (status.muted?.length ?? 0)
  // What is asked about one service is judged by that alone.
  if (ringing > 0 && status.focus === undefined) return marks.wrong
  return verdictMark(status.verdict, status)
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
  'worth a look': 3,
  deploying: 4,
  'scaled to zero': 5,
  healthy: 6,
}

/** Those in trouble first; otherwise in the given order. */
export function byUrgency(services: readonly ServiceStatus[]): readonly ServiceStatus[] {
  return [...services].sort((a, b) => urgency[a.verdict] - urgency[b.verdict])
}
