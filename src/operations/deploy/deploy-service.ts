import type { OperationRecord, Plan } from '../../core/operation.js'
import { deployBasis, type DeployInput, deployInput } from './deploy-input.js'
import { planDeploy } from './deploy-plan.js'
import { operation } from '../../changes/definition.js'
import type { Ports } from '../operations.js'
import { serviceLock } from '../../core/service-lock.js'
import { isAnotherImage, isSame, type Release } from '../service/service-release.js'
import { diagnoseReleases, releasesSteps } from '../service/service-releases.js'
import { driftAfter } from '../service/terraform-drift.js'
import { returnSteps } from '../service/service-return-steps.js'

/**
 * Brings another image, or another task definition, to one or more services, one after the other; follows each rollout and verifies it. What fails goes
 * back to what ran before; services that were verified before keep the new version.
 */
export const deployService = operation<DeployInput, Ports>({
  name: 'deploy-service',
  verb: 'deploy',
  input: deployInput,
  access: 'operator',
  environment: (input) => input.environment,
  locks: (input) => input.services.map(serviceLock),
  plan: planDeploy,
  steps: (_, plan) => releasesSteps(basisOf(plan).releases),
  revert: (_, plan) => returnSteps(basisOf(plan).releases),
  rollsBack: (plan) => basisOf(plan).rollsBack,
  undo: undoOf,
  line: ({ services, image, container, taskDefinition, force, environment, back }) =>
    back === undefined
      ? {
          verb: 'deploy',
          words: [services.map(({ name }) => name).join(','), image, environment],
          options: { container, 'task-definition': taskDefinition, force: force === true ? true : undefined },
        }
      : undefined,
  // A restart leaves the task definition as it is.
  afterwards: (context) =>
    driftAfter(
      context,
      basisOf(context.plan).releases.flatMap(({ service, to }) => (to.kind === 'restart' ? [] : [service])),
      ['task_definition'],
    ),
  diagnose: (context) => diagnoseReleases(context, basisOf(context.plan).releases),
})

function basisOf(plan: Plan) {
  return deployBasis.parse(plan.basis)
}

function leavesSomething(release: Release): boolean {
  const { from, to } = release
  if (to.kind === 'restart') return isAnotherImage(release)
  return !(to.kind === 'existing' && isSame(to.taskDefinition, from))
}

/** Back to what ran before, as a deployment of its own, last service first. A restart leaves nothing to take back. */
function undoOf(record: OperationRecord, input: DeployInput): DeployInput | undefined {
  if (input.back !== undefined) return undefined
  const releases = basisOf(record.plan).releases.filter(leavesSomething)
  if (releases.length === 0) return undefined
  const reversed = releases.toReversed()
  return {
    environment: input.environment,
    services: reversed.map(({ service }) => service),
    ...(input.dropUnknownFields === undefined ? {} : { dropUnknownFields: input.dropUnknownFields }),
    back: {
      of: record.id,
      services: reversed.map(({ service, from, to, ran }) => ({
        name: service.name,
        to: from,
        ...(to.kind === 'existing' ? { expected: to.taskDefinition } : {}),
        ...(to.kind === 'restart' ? { expected: from } : {}),
        ...(ran === undefined ? {} : { ran }),
      })),
    },
  }
}
