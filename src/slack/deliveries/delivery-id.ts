import { createHash, randomUUID } from 'node:crypto'

/**
 * What a command or a click is known by, should it come again: its trigger, which Slack makes for each. Where something between Slack and ohmy has left that out, what else is
 * of this one alone; and where there is nothing, it is taken for a new one, for two that are one are less trouble than one that is never answered.
 * @param besides of this one alone too, the best first
 */
export function deliveryId(
  trigger: string | null | undefined,
  ...besides: readonly (string | null | undefined)[]
): string {
  if (trigger) return trigger
  const known = besides.find((one) => one)
  // It may be an address that answers whoever knows it.
  return known ? createHash('sha256').update(known).digest('hex') : randomUUID()
}
