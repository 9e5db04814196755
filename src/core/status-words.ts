import { describeMeasurement, describeMetric, describeTarget } from './measurement.js'
import type { AlarmInState, Measurement, Missing, ServiceStatus, Verdict } from './status.js'
import { counted, firstOf } from './wording.js'

/** What the words are of. */
interface Told {
  readonly services: readonly ServiceStatus[]
  readonly alarms: readonly AlarmInState[]
  readonly muted: readonly AlarmInState[]
  readonly measurements: readonly Measurement[]
  readonly missing: readonly Missing[]
}

/**
 * All that is wrong, the worst first, one clause each.
 * @param brief above lines that tell each alarm and each figure: then they are only named or counted
 */
export function whatIsWrong(
  told: Told,
  { brief = false }: { readonly brief?: boolean } = {},
): readonly string[] {
  return [
    ...troubles(told.services),
    ...(brief ? counting(told) : ringing(told)),
    ...(brief ? namingFigures(told) : missedFigures(told)),
    ...notRead(told),
  ]
}

/** Services that are told with their reason; the others by name. */
const explained = 3

function troubles(services: readonly ServiceStatus[]): readonly string[] {
  const wrong = (['down', 'degraded'] as const).flatMap((verdict) =>
    services.filter((service) => service.verdict === verdict),
  )
  const told = wrong.slice(0, explained).map(({ name, reason }) => `${name}: ${reason}`)
  const others = wrong.slice(explained).map(({ name }) => name)
  return others.length === 0 ? told : [...told, `and ${firstOf(others)}`]
}

function ringing({ alarms, muted }: Told): readonly string[] {
  const all = [...alarms, ...muted]
  const [first] = all
  if (first === undefined) return []
  if (all.length > 1) return [`${counted(all.length, 'alarm')} ring${quietly(alarms, muted)}`]
  return [
    `1 alarm rings${muted.length === 0 ? '' : ', muted'}: ${first.says === undefined ? first.name : uncapitalised(first.says)}`,
  ]
}

/** An abbreviation stays as it is. */
function uncapitalised(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` : sentence
}

/** The first service of a verdict with its reason, the others by name. */
export function naming(services: readonly ServiceStatus[], verdict: Verdict): string {
  const [first, ...others] = services.filter((service) => service.verdict === verdict)
  if (!first) return ''
  const more = others.length > 0 ? `; and ${firstOf(others.map(({ name }) => name))}` : ''
  return `${first.name}: ${first.reason}${more}`
}

/** Figures beyond their target, with value and target. */
export function missedFigures({ measurements }: Pick<Told, 'measurements'>): readonly string[] {
  const missed = measurements.filter(({ met, value }) => !met && value !== undefined)
  if (missed.length === 0) return []
  const told = missed.map((one) => `${describeMeasurement(one)} (target ${describeTarget(one)})`)
  return [firstOf(told, 2)]
}

export function notRead({ missing }: Pick<Told, 'missing'>): readonly string[] {
  if (missing.length === 0) return []
  const what = missing.map((one) => one.what)
  return [`not read: ${firstOf(what, 2)}`]
}

function counting({ alarms, muted }: Told): readonly string[] {
  const count = alarms.length + muted.length
  if (count === 0) return []
  return [`${counted(count, 'alarm')} ${count === 1 ? 'rings' : 'ring'}${quietly(alarms, muted)}`]
}

function namingFigures({ measurements }: Told): readonly string[] {
  const missed = measurements.filter(({ met, value }) => !met && value !== undefined)
  if (missed.length === 0) return []
  const names = missed.map((one) => `${one.subject} ${describeMetric(one)}`)
  return [`${firstOf(names, 2)} ${missed.length === 1 ? 'is beyond its' : 'are beyond their'} target`]
}

function quietly(alarms: readonly AlarmInState[], muted: readonly AlarmInState[]): string {
  if (muted.length === 0) return ''
  return `, ${alarms.length === 0 ? '' : `${muted.length} of them `}muted`
}
