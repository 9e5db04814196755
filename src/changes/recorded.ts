import type { OperationRecord } from '../core/operation.js'
import type { Asking } from './asking.js'
import type { AuditEvent } from './audit-events.js'
import type { ChangeEngine } from './engine.js'

/** What every audit event of an operation says of it. */
export function about<Ports>(
  { environment }: Pick<Asking<Ports>, 'environment'>,
  { id }: Pick<OperationRecord, 'id'>,
): Pick<AuditEvent, 'operation' | 'environment'> {
  return { operation: id, environment }
}

/**
 * Records what people have said of an operation: the request, every decision, the cancellation. Each is kept once, so this is called after it was said and
 * again by whoever goes on: a process may die between the two. What was never kept was never requested.
 */
export async function recordWords<Ports>(
  engine: Pick<ChangeEngine<Ports>, 'audit'>,
  asked: Pick<Asking<Ports>, 'environment'>,
  record: OperationRecord,
): Promise<void> {
  const glass = record.breakGlass === undefined ? '' : ` (glass broken: ${record.breakGlass})`
  await engine.audit({
    ...about(asked, record),
    kind: 'requested',
    actor: record.caller,
    summary: `${record.plan.summary}${glass}`,
    once: 'requested',
  })
  for (const { kind, by, at, reason } of record.approval?.decisions ?? []) {
    const because = reason === undefined ? '' : `: ${reason}`
    await engine.audit({
      ...about(asked, record),
      kind,
      actor: by,
      summary: `${record.plan.summary}${because}`,
      once: `${by.id}:${at}`,
    })
  }
  if (record.cancelRequestedBy === undefined) return
  await engine.audit({
    ...about(asked, record),
    kind: 'cancel-requested',
    once: 'cancel-requested',
    actor: record.cancelRequestedBy,
    summary: record.plan.summary,
  })
}
