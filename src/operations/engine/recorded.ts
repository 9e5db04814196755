import type { OperationRecord } from '../../core/operation.js'
import { type AnyOperation, type AuditEvent, definitionOf, type EngineParts } from './parts.js'

/** What every audit event of an operation says of it. */
export function about<Ports>(
  operation: AnyOperation<Ports>,
  record: Pick<OperationRecord, 'id' | 'input'>,
): Pick<AuditEvent, 'operation' | 'environment'> {
  return { operation: record.id, environment: operation.environment(operation.input.parse(record.input)) }
}

/**
 * Records every word of people's on an operation. Each is kept once, so this is called after it was said and again by whoever goes on: a process may die
 * between the two.
 */
export async function recordWords<Ports>(parts: EngineParts<Ports>, record: OperationRecord): Promise<void> {
  for (const { kind, by, at, reason } of record.approval?.decisions ?? []) {
    const because = reason === undefined ? '' : `: ${reason}`
    await parts.audit({
      ...about(definitionOf(parts, record.name), record),
      kind,
      actor: by,
      summary: `${record.plan.summary}${because}`,
      once: `${by.id}:${at}`,
    })
  }
  if (record.cancelRequestedBy === undefined) return
  await parts.audit({
    ...about(definitionOf(parts, record.name), record),
    kind: 'cancel-requested',
    once: 'cancel-requested',
    actor: record.cancelRequestedBy,
    summary: record.plan.summary,
  })
}
