import { z } from 'zod'
import { askingOf } from '../changes/asking.js'
import type { Line } from '../core/line.js'
import type { OperationRecord } from '../core/operation.js'
import { operations } from '../operations/index.js'
import { taskIn } from '../operations/run-task/run-task-steps.js'
import { releasesOf } from '../operations/service/record-releases.js'

/** What a person says next once an operation has come to nothing. */
export interface NextLines {
  /** What its service wrote. */
  readonly logs?: Line
  /** What it brought against what ran before. */
  readonly compare?: Line
  /** The same once more. */
  readonly again?: Line
}

const About = z.object({
  environment: z.string().optional(),
  service: z.object({ environment: z.string(), name: z.string() }).optional(),
  services: z.array(z.object({ name: z.string() })).optional(),
})

/** What is done within a run is asked about there; what came of itself is not asked for again. */
export function nextLines(record: OperationRecord): NextLines {
  const { state, input, parent, reason, caller, undoes } = record
  const isBad = state === 'failed' || state === 'rolled back'
  if (!isBad && state !== 'expired') return {}
  const { data } = About.safeParse(input)
  const [only, second] = data?.services ?? []
  const service = data?.service?.name ?? (second === undefined ? only?.name : undefined)
  const environment = data?.environment ?? data?.service?.environment
  const logs: Line | undefined =
    isBad && service !== undefined && environment !== undefined
      ? { verb: 'logs', words: [service, environment], options: logsOptions(record) }
      : undefined
  const isTheirs = parent === undefined && undoes === undefined && caller.origin !== 'hook'
  const line = isTheirs ? lineFor(record) : undefined
  const again = line === undefined ? undefined : { ...line, options: { ...line.options, reason } }
  const compare: Line | undefined =
    isBad && releasesOf(record).releases.length > 0 ? { verb: 'compare', words: [record.id] } : undefined
  return {
    ...(logs === undefined ? {} : { logs }),
    ...(again === undefined ? {} : { again }),
    ...(compare === undefined ? {} : { compare }),
  }
}

/** A task that was run by itself is read alone and whole: what its service writes is no cause, and not everything that ends it is an error. */
function logsOptions({ name, steps }: OperationRecord): NonNullable<Line['options']> {
  const task = name === 'run-task' ? taskIn(steps[0]?.detail) : undefined
  return task === undefined ? { level: 'error' } : { task }
}

/** Undefined, too, for what this release does not know any more. */
function lineFor(record: OperationRecord): Line | undefined {
  try {
    const { operation, input } = askingOf({ operations }, record)
    return operation.line?.(input)
  } catch {
    return undefined
  }
}
