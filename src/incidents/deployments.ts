import { z } from 'zod'
import { isEnded, type OperationRecord } from '../core/operation.js'

/** One deployment that came to an end. */
export interface Deployment {
  /** ms since the epoch. */
  readonly at: number
  readonly hasFailed: boolean
  /** From its start to when its service was well again (ms); absent: it has not failed, or nobody knows. */
  readonly restored?: number
}

const Service = z.object({ environment: z.string(), name: z.string() })
/** A deployment may be of several services, everything else is of one. */
const About = z.union([
  z.object({ services: z.array(Service).min(1) }),
  z.object({ service: Service }).transform(({ service }) => ({ services: [service] })),
])

interface Placed {
  readonly operation: OperationRecord
  /** `production/backend` */
  readonly services: readonly string[]
}

/**
 * Deployments, and what became of them: one has failed when it failed, was taken back by itself or by Undo, or when somebody rolled its service back from it.
 * Restored is what the way back, the rollback, or the next deployment of the service has brought. One that was cancelled is none.
 * @param operations of any kind and in any order
 */
export function deploymentsIn(operations: readonly OperationRecord[]): readonly Deployment[] {
  const inOrder = operations
    .flatMap((operation): readonly Placed[] => {
      const { data } = About.safeParse(operation.input)
      if (data === undefined || operation.startedAt === undefined || !isEnded(operation.state)) return []
      return [{ operation, services: data.services.map((one) => `${one.environment}/${one.name}`) }]
    })
    .toSorted((one, other) => startOf(one.operation) - startOf(other.operation))
  return inOrder.flatMap(({ operation, services }, index): Deployment[] => {
    const { name, state, undoes } = operation
    if (name !== 'deploy-service' || undoes !== undefined || state === 'cancelled') return []
    const at = startOf(operation)
    if (state === 'rolled back') return [{ at, hasFailed: true, ...since(at, operation) }]
    const next = inOrder
      .slice(index + 1)
      .find(
        ({ operation: later, services: theirs }) =>
          later.state === 'succeeded' &&
          changesVersion(later) &&
          theirs.some((service) => services.includes(service)),
      )?.operation
    const isTakenBack = next !== undefined && (next.undoes === operation.id || isRollback(next))
    if (state !== 'failed' && !isTakenBack) return [{ at, hasFailed: false }]
    return [{ at, hasFailed: true, ...(next === undefined ? {} : since(at, next)) }]
  })
}

function changesVersion({ name }: OperationRecord): boolean {
  return name === 'deploy-service' || name === 'rollback-service'
}

function isRollback({ name, undoes }: OperationRecord): boolean {
  return name === 'rollback-service' && undoes === undefined
}

function since(at: number, { endedAt }: OperationRecord): { readonly restored?: number } {
  return endedAt === undefined ? {} : { restored: endedAt - at }
}

function startOf({ startedAt, requestedAt }: OperationRecord): number {
  return startedAt ?? requestedAt
}
