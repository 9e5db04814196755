import type { TargetRecord, TaskRecord } from './model.js'

export type FixedTargetState = 'unused' | 'unavailable' | 'unhealthy'

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
const states: Readonly<Record<FixedTargetState, TargetRecord>> = {
  unused: {
    state: 'unused',
    reason: 'Target.NotInUse',
    description: 'Target group is not configured to receive traffic from the load balancer',
  },
  unavailable: {
    state: 'unavailable',
    reason: 'Target.HealthCheckDisabled',
    description: 'Health checks are not enabled for this target',
  },
  unhealthy: {
    state: 'unhealthy',
    reason: 'Target.Timeout',
    description: 'Request timed out',
  },
}

/** Sets the state of a task's target, which stays until its health is checked again. ECS does nothing about it. */
export function setTargetState(task: TaskRecord, state: FixedTargetState): void {
  task.target = { ...states[state] }
}
