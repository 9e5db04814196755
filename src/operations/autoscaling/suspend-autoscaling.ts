import { operation, step, wait } from '../../changes/definition.js'
import { serviceLock } from '../../core/service-lock.js'
import type { Ports } from '../operations.js'
import { basisOf, type SuspendInput, suspendInput } from './autoscaling-input.js'
import { planSuspend } from './autoscaling-plan.js'
import { isOver, setSuspended, waitTitle } from './autoscaling-steps.js'

/** While somebody repairs a service, nothing else moves its count: suspended for a time, and restored once, whatever dies meanwhile. */
export const suspendAutoscaling = operation<SuspendInput, Ports>({
  name: 'suspend-autoscaling',
  verb: 'autoscaling',
  input: suspendInput,
  access: 'operator',
  environment: ({ service }) => service.environment,
  // Held for hours: what is done to the service meanwhile must not wait for it.
  locks: ({ service }) => [autoscalingLock(service)],
  concerns: ({ service }) => [serviceLock(service)],
  plan: planSuspend,
  line: ({ service, for: time, only }) => ({
    verb: 'autoscaling',
    words: ['suspend', service.name, service.environment],
    options: { for: `${Math.ceil(time / 60_000)}m`, only },
  }),
  steps: [
    step('Suspend it', (context) => setSuspended(context, basisOf(context.plan).to)),
    // Twice the longest time there is: a look that takes long at its end must not count as too late.
    wait(waitTitle, isOver, { every: '1m', timeout: '14d' }),
    // Nobody's lock or freeze keeps it suspended.
    step('Let it work as before', restore, { putsBack: true }),
  ],
  revert: [step('Let it work as before', restore)],
})

function restore(context: Parameters<typeof setSuspended>[0]): Promise<string> {
  const { from, to } = basisOf(context.plan)
  return setSuspended(context, from, to)
}

/** One suspension of a service at a time. */
export function autoscalingLock({ cluster, service }: SuspendInput['service']): string {
  return `autoscaling:${cluster}/${service}`
}
