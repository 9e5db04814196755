import { nextBusinessInstant } from '../../core/business-hours.js'
import type { OnCall } from '../../core/on-call.js'
import type { PageRequest, PageStep } from '../../core/page.js'
import { createZone } from '../../core/time-zone.js'

/**
 * Who is called in which order. A SEV-1 calls every layer at once, and goes on with those who always are the same.
 * @param timeScale less than 1: time runs faster, as in the sandbox
 */
export function stepsFor(
  { escalation }: OnCall,
  severity: PageRequest['severity'],
  timeScale: number,
): readonly PageStep[] {
  const steps = escalation.map(
    ({ to, people, within }, index): PageStep => ({
      to,
      layers: people === undefined ? [to] : [],
      people: people ?? [],
      wait: (within - (escalation[index - 1]?.within ?? 0)) * timeScale,
    }),
  )
  const [first] = steps
  if (severity !== 1 || first === undefined) return steps
  const layers = steps.flatMap((step) => step.layers)
  const everyone = { ...first, to: 'everyone on call', layers, wait: first.wait }
  return [everyone, ...steps.filter((step) => step.people.length > 0)]
}

/** When the first are called: a SEV-3 waits for business hours. */
export function firstCallAt(onCall: OnCall, severity: PageRequest['severity'], now: number): number {
  if (severity !== 3) return now
  return nextBusinessInstant(onCall.businessHours, createZone(onCall.timeZone), now)
}
