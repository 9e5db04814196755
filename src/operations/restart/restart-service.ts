import { operation } from '../../changes/definition.js'
import { serviceLock } from '../../core/service-lock.js'
import { deployBasis } from '../deploy/deploy-input.js'
import type { Ports } from '../operations.js'
import { diagnoseReleases, releasesSteps } from '../service/service-releases.js'
import { returnSteps } from '../service/service-return-steps.js'
import { planRestart, type RestartInput, restartInput } from './restart-plan.js'

/**
 * Replaces every task of one or more services by a new one of the same version, one service after the other; follows each rollout and verifies
 * it. There is nothing to take back: the version is the same.
 */
export const restartService = operation<RestartInput, Ports>({
  name: 'restart-service',
  verb: 'restart',
  input: restartInput,
  access: 'operator',
  environment: ({ environment }) => environment,
  locks: ({ services }) => services.map(serviceLock),
  plan: planRestart,
  steps: (_, plan) => releasesSteps(deployBasis.parse(plan.basis).releases),
  revert: (_, plan) => returnSteps(deployBasis.parse(plan.basis).releases),
  line: ({ services, environment }) => ({
    verb: 'restart',
    words: [services.map(({ name }) => name).join(','), environment],
  }),
  diagnose: (context) => diagnoseReleases(context, deployBasis.parse(context.plan.basis).releases),
})
