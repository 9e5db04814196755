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
 * Records every decision on an operation. Each is kept once, so this is called after a decision and again by whoever goes on: a process may die between
 * the two.
 */
export async function recordDecisions<Ports>(
  parts: EngineParts<Ports>,
  record: OperationRecord,
): Promise<void> {
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
}
