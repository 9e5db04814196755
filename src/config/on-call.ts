import { parseBusinessHours } from '../core/business-hours.js'
import { parseDuration } from '../core/duration.js'
import type { EscalationStep, OnCall } from '../core/on-call.js'
import { parseLocal, parseWeekTime } from '../core/time-windows.js'
import { type Problem, showValue } from '../yaml/problem.js'
import type { RawOnCall } from './on-call-schema.js'
import { isMap, listOf, mapOf, textOf, unknownName } from './written.js'

const minute = 60_000
const dayMinutes = 24 * 60
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
/** Turns in which it is looked whether somebody would have two layers at once. */
const turnsLookedAt = 1_000

/** What the rotation means; that it is sound was checked before. */
export function buildOnCall(raw: RawOnCall, timeZone: string): OnCall {
  const layers = Object.entries(raw.layers).map(([name, people]) => ({ name, people }))
  const handOver = (parseWeekTime(raw.handOver) ?? 0) % dayMinutes
  return {
    timeZone: raw.timeZone ?? timeZone,
    from: (parseLocal(`${raw.from} 00:00`) ?? 0) + handOver * minute,
    weeks: raw.weeks,
    layers,
    escalation:
      raw.escalation?.map(buildStep) ??
      layers.map(({ name }, index) => ({ to: name, within: (index + 1) * 15 * minute })),
    businessHours: parseBusinessHours(raw.businessHours) ?? {
      firstDay: 0,
      lastDay: 4,
      from: 540,
      until: 1_020,
    },
  }
}

function buildStep({ to, people, within }: NonNullable<RawOnCall['escalation']>[number]): EscalationStep {
  return { to, within: parseDuration(within) ?? 0, ...(people === undefined ? {} : { people }) }
}

/** What no single value of the rotation tells: days that contradict each other, layers that are not there, one person in two places. */
export function checkOnCall(written: unknown): Problem[] {
  if (!isMap(written)) return []
  const layers = Object.entries(mapOf(written['layers']))
  return [
    ...checkLayers(written['layers'], layers),
    ...checkFirstDay(written),
    ...checkEscalation(
      written['escalation'],
      layers.map(([name]) => name),
    ),
    ...checkTwice(layers),
  ]
}

function checkLayers(written: unknown, layers: readonly unknown[]): Problem[] {
  if (!isMap(written) || layers.length > 0) return []
  return [
    { path: ['onCall', 'layers'], what: 'There is no layer. Allowed: at least one, such as `primary`.' },
  ]
}

/** Read as days only: in which zone does not matter. */
function checkFirstDay({ from, handOver }: Readonly<Record<string, unknown>>): Problem[] {
  const day = parseLocal(`${textOf(from) ?? ''} 00:00`)
  const time = parseWeekTime(textOf(handOver) ?? '')
  if (day === undefined || time === undefined) return []
  const wanted = Math.floor(time / dayMinutes)
  // 1970-01-01 was a Thursday.
  const found = (((day / (dayMinutes * minute) + 3) % 7) + 7) % 7
  if (found === wanted) return []
  const near = new Date(day + ((wanted - found + 7) % 7) * dayMinutes * minute).toISOString().slice(0, 10)
  const what = `${String(from)} is a ${weekdays[found] ?? ''}, and hand-over is on ${weekdays[wanted] ?? ''}s. The next one is ${near}.`
  return [{ path: ['onCall', 'from'], what }]
}

function checkEscalation(written: unknown, layers: readonly string[]): Problem[] {
  let before = 0
  return listOf(written).flatMap((step, index): Problem[] => {
    if (!isMap(step)) return []
    const path = ['onCall', 'escalation', index]
    const { to, people, within } = step
    const problems: Problem[] = []
    if (typeof to === 'string' && layers.length > 0) {
      if (people === undefined && !layers.includes(to)) {
        const what = `${unknownName('layer', to, layers)} Or say \`people\`.`
        problems.push({ path: [...path, 'to'], what })
      }
      if (people !== undefined && layers.includes(to)) {
        const what = `${showValue(to)} is a layer, whose people the rotation names. Remove \`people\`, or give it another name.`
        problems.push({ path: [...path, 'people'], atKey: true, what })
      }
    }
    const until = parseDuration(textOf(within) ?? '')
    if (until !== undefined && until <= before) {
      const what = `They are given until ${String(within)} after the beginning of a page, which is not later than the step before. Allowed: more than that.`
      problems.push({ path: [...path, 'within'], what })
    }
    before = Math.max(before, until ?? 0)
    return problems
  })
}

/** Somebody who stands behind themselves is called twice, and nobody else is. */
function checkTwice(layers: readonly (readonly [string, unknown])[]): Problem[] {
  const readable = layers.map(([name, people]) => [name, listOf(people)] as const)
  if (readable.some(([, people]) => people.length === 0)) return []
  for (let turn = 0; turn < turnsLookedAt; turn++) {
    const seen = new Map<unknown, string>()
    for (const [name, people] of readable) {
      const person = people[turn % people.length]
      const other = seen.get(person)
      if (other !== undefined) {
        const what = `${showValue(person)} would be ${other} and ${name} at once, in turn ${turn + 1}. Begin one of the two lists with somebody else, or leave one of them out.`
        return [{ path: ['onCall', 'layers', name], atKey: true, what }]
      }
      seen.set(person, name)
    }
  }
  return []
}
