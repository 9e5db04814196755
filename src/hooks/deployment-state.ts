import { isEnded, type OperationRecord, type StepRecord } from '../core/operation.js'

export const deploymentsPath = '/hooks/deployments'

/** What CI is told of a deployment it asked for. Times are ISO 8601. */
export function deploymentState(record: OperationRecord) {
  const { id, state, plan, approval, steps, revert = [] } = record
  const ended = isEnded(state)
  return {
    id,
    state,
    ended,
    outcome: ended ? state : null,
    url: `${deploymentsPath}/${id}`,
    summary: plan.summary,
    requestedAt: time(record.requestedAt),
    startedAt: time(record.startedAt),
    endedAt: time(record.endedAt),
    reason: record.outcomeReason ?? null,
    diagnosis: record.diagnosis ?? [],
    approvals:
      approval === undefined
        ? null
        : {
            needed: approval.needed,
            role: approval.role,
            expiresAt: time(approval.expiresAt),
            decisions: approval.decisions.map(({ kind, by, at, reason }) => ({
              kind,
              by: by.name,
              at: time(at),
              reason: reason ?? null,
            })),
          },
    steps: steps.map(stepState),
    wayBack: revert.map(stepState),
    undoneBy: record.undoneBy ?? null,
  }
}

function stepState({ title, state, detail, startedAt, endedAt }: StepRecord) {
  return { title, state, detail: detail ?? null, startedAt: time(startedAt), endedAt: time(endedAt) }
}

function time(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString()
}
