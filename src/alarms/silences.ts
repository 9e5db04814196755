import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { MuteRule } from '../core/mute-rules.js'
import type { Silence } from '../core/silences.js'
import { endOfWindow } from './mute-window.js'

/** The mute rules of the account that are in effect, or why nobody knows them. Throws only on defects. */
export async function readMuteRules(
  aws: Pick<Aws, 'muteRules'>,
): Promise<{ readonly rules: readonly MuteRule[]; readonly unread?: string }> {
  try {
    return { rules: (await aws.muteRules()).value }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { rules: [], unread: explainAwsError(error) }
  }
}

/** Those rules that mute the alarm, with the end of their windows. */
export function silencedBy(rules: readonly MuteRule[], alarm: string, now: number): readonly Silence[] {
  return rules
    .filter(({ alarms }) => alarms.includes(alarm))
    .map((rule): Silence => {
      const until = endOfWindow(rule, now)
      return { kind: 'mute rule', name: rule.name, ...(until === undefined ? {} : { until }) }
    })
}

/** Everything of the account's own that keeps CloudWatch from acting on an alarm. What cannot be read is told as unknown. Throws only on defects. */
export async function silencesOf(
  aws: Pick<Aws, 'alarm' | 'muteRules'>,
  name: string,
  now: number,
): Promise<readonly Silence[]> {
  const [own, { rules, unread }] = await Promise.all([ownSilences(aws, name), readMuteRules(aws)])
  return [
    ...silencedBy(rules, name, now),
    ...own,
    ...(unread === undefined ? [] : [{ kind: 'unknown' as const, why: unread }]),
  ]
}

async function ownSilences(aws: Pick<Aws, 'alarm'>, name: string): Promise<readonly Silence[]> {
  try {
    return (await aws.alarm(name))?.silences ?? []
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return [{ kind: 'unknown', why: explainAwsError(error) }]
  }
}
