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
  const day = parseLocal(`${raw.from} 00:00`) ?? 0
  const { handOver } = raw
  const first = (written: string) => firstFrom(day, parseWeekTime(written) ?? 0)
  const layers = Object.entries(raw.layers).map(([name, people]) => ({
    name,
    people,
    ...(typeof handOver === 'string' ? {} : { from: first(handOver[name] ?? '') }),
  }))
  const [{ from = day } = {}] = layers
  return {
    timeZone: raw.timeZone ?? timeZone,
    from: typeof handOver === 'string' ? first(handOver) : from,
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

/** The first such time of a week from a day on: both on the wall. @param inWeek minutes since Monday 00:00 */
function firstFrom(day: number, inWeek: number): number {
  const left = inWeek - weekdayOf(day) * dayMinutes
  return day + (left < 0 ? left + 7 * dayMinutes : left) * minute
}

/** 0: Monday. 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day / (dayMinutes * minute) + 3) % 7) + 7) % 7
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
    ...checkHandOvers(written['handOver'], layers),
    ...checkEscalation(
      written['escalation'],
      layers.map(([name]) => name),
    ),
    ...checkTwice(layers, written),
  ]
}

function checkLayers(written: unknown, layers: readonly unknown[]): Problem[] {
  if (!isMap(written) || layers.length > 0) return []
  return [
    { path: ['onCall', 'layers'], what: 'There is no layer. Allowed: at least one, such as `primary`.' },
  ]
}

/** Where they are written by layer, each layer has one. */
function checkHandOvers(written: unknown, layers: readonly (readonly [string, unknown])[]): Problem[] {
  if (!isMap(written)) return []
  const names = layers.map(([name]) => name)
  const given = Object.keys(mapOf(written))
  const path = ['onCall', 'handOver']
  return [
    ...given
      .filter((name) => !names.includes(name))
      .map((name) => ({ path: [...path, name], atKey: true, what: unknownName('layer', name, names) })),
    ...names
      .filter((name) => !given.includes(name))
      .map((name) => ({ path, what: `The layer \`${name}\` has no hand-over. Add \`${name}: Mon 09:00\`.` })),
  ]
}

/** Read as days only: in which zone does not matter. */
function checkFirstDay({ from, handOver }: Readonly<Record<string, unknown>>): Problem[] {
  const day = parseLocal(`${textOf(from) ?? ''} 00:00`)
  const time = parseWeekTime(textOf(handOver) ?? '')
  if (day === undefined || time === undefined) return []
  const wanted = Math.floor(time / dayMinutes)
  const found = weekdayOf(day)
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
function checkTwice(
  layers: readonly (readonly [string, unknown])[],
  written: Readonly<Record<string, unknown>>,
): Problem[] {
  const readable = layers.map(([name, people]) => ({
    ...{ name, people: listOf(people) },
    from: firstOf(name, written),
  }))
  if (readable.some(({ people }) => people.length === 0)) return []
  for (let turn = 0; turn < turnsLookedAt; turn++) {
    for (const [index, layer] of readable.entries()) {
      const person = layer.people[turn % layer.people.length]
      const other = readable
        .slice(0, index)
        .find((before) => meets(layer, before).some((step) => personIn(before, turn + step) === person))
      if (other === undefined) continue
      const what = `${showValue(person)} would be ${other.name} and ${layer.name} at once, in turn ${turn + 1}. Begin one of the two lists with somebody else, or leave one of them out.`
      return [{ path: ['onCall', 'layers', layer.name], atKey: true, what }]
    }
  }
  return []
}

interface WrittenLayer {
  readonly name: string
  readonly people: readonly unknown[]
  /** Its first hand-over; undefined: it cannot be read, which is told elsewhere. */
  readonly from: number | undefined
}

/** Which turns of another layer a turn meets, counted from the one of the same number: they begin within a week of each other. */
function meets(layer: WrittenLayer, other: WrittenLayer): readonly number[] {
  if (layer.from === undefined || other.from === undefined || layer.from === other.from) return [0]
  return layer.from > other.from ? [0, 1] : [-1, 0]
}

function personIn({ people }: WrittenLayer, turn: number): unknown {
  return people[(turn + people.length) % people.length]
}

function firstOf(layer: string, { from, handOver }: Readonly<Record<string, unknown>>): number | undefined {
  const day = parseLocal(`${textOf(from) ?? ''} 00:00`)
  const written = isMap(handOver) ? mapOf(handOver)[layer] : handOver
  const inWeek = parseWeekTime(textOf(written) ?? '')
  return day === undefined || inWeek === undefined ? undefined : firstFrom(day, inWeek)
}
