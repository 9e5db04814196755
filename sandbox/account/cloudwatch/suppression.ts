import type { ActionsSuppressedBy } from '@aws-sdk/client-cloudwatch'
import type { World } from '../world.js'
import type { OtherAlarmRecord } from './model.js'

/** A composite alarm does nothing while its suppressor rings. The periods before and after that are not simulated. */
export function suppressionOf(world: World, { looksAt }: OtherAlarmRecord): ActionsSuppressedBy | undefined {
  if (looksAt.kind !== 'composite' || looksAt.suppressor === undefined) return undefined
  const suppressor = world.alarms.get(looksAt.suppressor) ?? world.otherAlarms.get(looksAt.suppressor)
  return suppressor?.state === 'ALARM' ? 'Alarm' : undefined
}
