import { countedOf } from '../../../core/wording.js'
import type { PauseHook, PauseRecord } from '../../../core/pause.js'
import { stageMeaning } from '../../../core/stage-meaning.js'
import type { Zone } from '../../../core/time-zone.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { moment } from '../alarms/words.js'

/** @param stage as ECS calls it; what it has newly named is shown as it is */
export function stageWords(stage: string): string {
  return stageMeaning(stage) ?? `at ${code(stage)}`
}

export const strategies: Readonly<Record<PauseRecord['strategy'], string>> = {
  ROLLING: 'rolling update',
  BLUE_GREEN: 'blue/green',
  LINEAR: 'linear',
  CANARY: 'canary',
}

/** `backend in production` */
export function subject({ service }: Pick<PauseRecord, 'service'>): string {
  return escapeMrkdwn(`${service.name} in ${service.environment}`)
}

/** `canary · 2 of 2 new tasks run · 10 % of the traffic goes to them` */
export function progressWords({
  strategy,
  tasks,
  traffic,
}: Pick<PauseRecord, 'strategy' | 'tasks' | 'traffic'>): string {
  return [
    strategies[strategy],
    ...(tasks === undefined ? [] : [`${countedOf(tasks.running, tasks.requested, 'new task')} running`]),
    ...(traffic === undefined ? [] : [`${traffic} % of the traffic goes to them`]),
  ].join(' · ')
}

/** `until 14:02; then ECS goes back by itself` */
export function untilWords(
  { until, timeoutAction, foundAt }: Pick<PauseHook, 'until' | 'timeoutAction' | 'foundAt'>,
  zone: Zone,
): string {
  if (until === undefined) return 'without an end that ECS tells'
  const by = timeoutAction === 'CONTINUE' ? 'goes on' : 'goes back'
  return `until ${moment(until, { zone, now: foundAt })}; then ECS ${by} by itself`
}

/** `one approver other than Rita`, `two people with the role approver` */
export function neededWords({ needs, begunBy }: Pick<PauseRecord, 'needs' | 'begunBy'>, said = 0): string {
  const missing = Math.max(1, needs.count - said)
  const more = said === 0 ? '' : ' more'
  const people =
    missing === 1 ? `one${more} ${needs.role}` : `${missing}${more} people with the role ${needs.role}`
  if (begunBy === undefined) return people
  const { by, behind } = begunBy
  const askers = behind === undefined ? by.name : `${by.name} and ${behind.name}`
  return `${people} other than ${escapeMrkdwn(askers)}`
}
