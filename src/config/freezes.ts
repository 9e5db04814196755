import { parseLocal } from '../core/time-windows.js'
import { type Problem, showValue } from '../yaml/problem.js'
import { isMap, listOf, unknownName } from './written.js'

interface Known {
  readonly environments: readonly string[]
  /** Undefined: not known, so any is taken. */
  readonly verbs: readonly string[] | undefined
}

/** What no single value of a freeze tells: whether it has one kind of time, in order, for environments and verbs that exist. */
export function checkFreezes(written: unknown, known: Known): Problem[] {
  return listOf(written).flatMap((freeze, index) =>
    isMap(freeze) ? checkFreeze(['freezes', index], freeze, known) : [],
  )
}

function checkFreeze(
  path: readonly PropertyKey[],
  freeze: Readonly<Record<string, unknown>>,
  known: Known,
): Problem[] {
  return [
    ...checkTimes(path, freeze),
    ...checkNames([...path, 'environments'], freeze['environments'], 'environment', known.environments),
    ...checkNames([...path, 'allow'], freeze['allow'], 'verb', known.verbs),
  ]
}

function checkTimes(path: readonly PropertyKey[], freeze: Readonly<Record<string, unknown>>): Problem[] {
  const { from, until, weekly } = freeze
  const once = from !== undefined || until !== undefined
  if (weekly !== undefined && once) {
    const what = 'It has both `weekly` and `from` or `until`. Keep one: make two freezes of it for both.'
    return [{ path: [...path, 'weekly'], atKey: true, what }]
  }
  if (weekly === undefined && (from === undefined || until === undefined)) {
    const what = once
      ? `\`${from === undefined ? 'from' : 'until'}\` is missing: a freeze that is not weekly has both ends.`
      : 'It says no time. Add `from` and `until`, or `weekly`.'
    return [{ path, what }]
  }
  if (typeof from !== 'string' || typeof until !== 'string') return []
  const [begins, ends] = [parseLocal(from), parseLocal(until)]
  if (begins === undefined || ends === undefined || begins < ends) return []
  return [{ path: [...path, 'until'], what: `It ends (${until}) before it begins (${from}).` }]
}

/** Names in a list that have to exist. A misspelled one would protect less, or let through less, than its author believes. */
export function checkNames(
  path: readonly PropertyKey[],
  written: unknown,
  kind: string,
  known: readonly string[] | undefined,
): Problem[] {
  if (known === undefined) return []
  return listOf(written).flatMap((name, index) =>
    typeof name !== 'string' || known.includes(name)
      ? []
      : [{ path: [...path, index], what: unknownName(kind, name, known) }],
  )
}

/** Verbs that wait for a window that is not written would never start. */
export function checkMaintenance(
  path: readonly PropertyKey[],
  policy: Readonly<Record<string, unknown>>,
  verbs: readonly string[] | undefined,
): Problem[] {
  const only = policy['onlyInMaintenanceWindow']
  const named = checkNames([...path, 'onlyInMaintenanceWindow'], only, 'verb', verbs)
  if (listOf(only).length === 0 || policy['maintenanceWindow'] !== undefined) return named
  const shown = listOf(only).map(showValue).join(', ')
  const what = `${shown} could never start: there is no maintenanceWindow. Add one, or remove this.`
  return [{ path: [...path, 'onlyInMaintenanceWindow'], atKey: true, what }, ...named]
}
