import { describeReturn, describeRollout } from '../../status/describe-rollout.js'
import type { OperationRecord, Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { type Finding, operation, type Step, step, wait } from '../../changes/definition.js'
import type { Ports } from '../operations.js'
import { type RollbackBasis, rollbackBasis, type RollbackInput, rollbackInput } from './rollback-input.js'
import { planRollback } from './rollback-plan.js'
import { diagnoseService } from '../service/service-diagnosis.js'
import { awsOf } from '../service/service-environment.js'
import { isGood } from '../service/service-health.js'
import { serviceLock } from '../../core/service-lock.js'
import type { ReleaseContext } from '../service/service-release.js'
import { abandon } from '../service/abandon.js'
import { driftAfter } from '../service/terraform-drift.js'
import { releaseSteps } from '../service/service-release-steps.js'
import { takenOver } from '../service/taken-over.js'
import { isUnfinished, rolloutState, whileEcsGoesOn, whyNot } from '../service/service-rollout.js'

type InFlight = Extract<RollbackBasis, { kind: 'in flight' }>

/** Brings a service back to a version that ran before, and follows it until it is good. Never deregisters anything. */
export const rollbackService = operation<RollbackInput, Ports>({
  name: 'rollback-service',
  verb: 'rollback',
  input: rollbackInput,
  access: 'operator',
  environment: (input) => input.service.environment,
  locks: (input) => [serviceLock(input.service)],
  line: ({ service, to, expected }) =>
    expected === undefined
      ? { verb: 'rollback', words: [service.name, service.environment], options: { to } }
      : undefined,
  plan: planRollback,
  steps: (_, plan) => stepsOf(basisOf(plan)),
  undo: undoOf,
  // Where ECS goes back from its own deployment, it goes back to what was there before.
  afterwards: async (context) =>
    basisOf(context.plan).kind === 'in flight'
      ? []
      : driftAfter(context, [context.input.service], ['task_definition']),
  diagnose: ({ ports, input, record, clock }) =>
    diagnoseService(ports, input.service, clock, record.startedAt),
})

function basisOf(plan: Plan): RollbackBasis {
  return rollbackBasis.parse(plan.basis)
}

function stepsOf(basis: RollbackBasis): readonly Step<unknown, Ports>[] {
  if (basis.kind === 'return') return releaseSteps(basis.release, false)
  return [
    step('Stop the deployment and go back', (context) => stop(context, basis)),
    wait('Follow the way back', (context) => followBack(context, basis), { every: '10s', timeout: '1h' }),
    wait('Verify that it is good', (context) => verify(context, basis), { every: '15s', timeout: '10m' }),
  ]
}

async function stop(context: ReleaseContext, { service, deployment: arn }: InFlight): Promise<string> {
  const aws = awsOf(context.ports, service)
  const deployment = await describe(context, service, arn)
  const state = rolloutState(deployment)
  if (state === 'returning' || deployment.status === 'STOP_REQUESTED') return 'it was on its way back already'
  if (state === 'running' && (await abandon(context, aws, deployment))) {
    return deployment.pausedAt === undefined ? 'ECS was told to stop it' : 'its lifecycle hook was answered'
  }
  const what = `The deployment of ${service.name} ended before it could be stopped.`
  throw new UserError(
    'ended-meanwhile',
    what,
    'Ask for the rollback again: it then goes back from what runs now.',
  )
}

async function followBack(context: ReleaseContext, { service, deployment: arn }: InFlight): Promise<Finding> {
  const deployment = await describe(context, service, arn)
  if (deployment.status === 'ROLLBACK_SUCCESSFUL') return { done: true, detail: describeReturn(deployment) }
  const returning = rolloutState(deployment) === 'returning'
  if (isUnfinished(deployment.status)) {
    const detail = returning ? describeReturn(deployment) : describeRollout(deployment)
    return { done: false, detail, ...(await whileEcsGoesOn(context, service, deployment)) }
  }
  const over = await takenOver(awsOf(context.ports, service), service, deployment)
  if (over !== undefined) return { done: false, takenOver: over }
  const next = 'Ask for the rollback again: it then goes back to the last version that is proven.'
  throw new UserError('return-failed', whyNot(service, deployment), next)
}

async function verify(
  context: ReleaseContext,
  { service, deployment: arn, to: taskDefinition }: InFlight,
): Promise<Finding> {
  const deployment = await describe(context, service, arn)
  return isGood(context, { service, taskDefinition, completedAt: deployment.finishedAt, deployment })
}

async function describe(context: ReleaseContext, service: InFlight['service'], arn: string) {
  const [deployment] = await awsOf(context.ports, service).describeServiceDeployments([arn], { linger: true })
  if (deployment !== undefined) return deployment
  const what = `ECS knows nothing of the deployment of ${service.name} any more.`
  throw new UserError('deployment-gone', what, 'Look at the service, and ask again if it is still needed.')
}

/** Forward again to what ran before the rollback; nothing to take back where ECS only gave its own deployment up. */
function undoOf(record: OperationRecord, input: RollbackInput): RollbackInput | undefined {
  const basis = basisOf(record.plan)
  if (basis.kind === 'in flight' || basis.release.to.kind !== 'existing') return undefined
  const { from, to } = basis.release
  return { service: input.service, to: from.slice(from.lastIndexOf('/') + 1), expected: to.taskDefinition }
}
