import { operation, step } from '../../changes/definition.js'
import { serviceLock } from '../../core/service-lock.js'
import type { Ports } from '../operations.js'
import { basisOf, type ResumeInput, resumeInput } from './autoscaling-input.js'
import { planResume } from './autoscaling-plan.js'
import { setSuspended } from './autoscaling-steps.js'

/** Lets autoscaling work again, whoever suspended it. A suspension of ohmy's that still waits sees it and ends. */
export const resumeAutoscaling = operation<ResumeInput, Ports>({
  name: 'resume-autoscaling',
  verb: 'autoscaling',
  input: resumeInput,
  access: 'operator',
  environment: ({ service }) => service.environment,
  locks: ({ service }) => [`autoscaling-resumed:${service.cluster}/${service.service}`],
  concerns: ({ service }) => [serviceLock(service)],
  plan: planResume,
  line: ({ service }) => ({ verb: 'autoscaling', words: ['resume', service.name, service.environment] }),
  steps: [step('Let it work', (context) => setSuspended(context, basisOf(context.plan).to))],
})
