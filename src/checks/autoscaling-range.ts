import { z } from 'zod'
import { check } from './check.js'
import { awsOf, serviceOf } from './subject.js'

export const autoscalingRange = check({
  name: 'autoscaling-range',
  summary:
    'Whether the autoscaling range of a service makes sense beside what is wanted and what the policy allows',
  results: {
    pass: 'there is none, or the desired count lies within it and its maximum within the policy',
    warn: 'its maximum is also its minimum, or beyond what `policy.scale` allows',
    fail: 'the desired count lies outside of it',
  },
  reads: ['ecs:DescribeServices', 'application-autoscaling:DescribeScalableTargets'],
  value: 'the maximum',
  needsService: true,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const aws = awsOf(subject, ports)
    const ref = serviceOf(subject)
    const [{ desired }, [target]] = await Promise.all([aws.describeService(ref), aws.scalableTargets([ref])])
    if (target === undefined) return { result: 'pass', figure: `${desired} wanted, no autoscaling` }
    const { minimum, maximum } = target
    const figure = `${desired} wanted, autoscaling ${minimum} to ${maximum}`
    const allowed = subject.environment.policy.scale.maximum
    if (desired < minimum || desired > maximum) return { result: 'fail', figure, value: maximum }
    if (minimum === maximum) return { result: 'warn', figure: `${figure}: it cannot move`, value: maximum }
    if (maximum > allowed) {
      return { result: 'warn', figure: `${figure}; the policy allows ${allowed}`, value: maximum }
    }
    return { result: 'pass', figure, value: maximum }
  },
})
