import type { SeenMetric, SeenMetrics } from '../aws/dashboards.js'
import type { Wording } from '../core/dashboard.js'
import { nearest } from '../core/suggest.js'
import type { WrittenMetric } from './metrics-array.js'

export interface Explanation {
  readonly what: Wording
  readonly fix: Wording
}

type Dimensions = Readonly<Record<string, string>>

/** What AWS measures most; a slip in one of these is known as such even where nothing else uses it. */
const namespaces = [
  'AWS/ApplicationELB',
  'AWS/AutoScaling',
  'AWS/CloudFront',
  'AWS/DynamoDB',
  'AWS/EBS',
  'AWS/EC2',
  'AWS/ECS',
  'AWS/EFS',
  'AWS/ElastiCache',
  'AWS/ELB',
  'AWS/Events',
  'AWS/Firehose',
  'AWS/Kinesis',
  'AWS/Lambda',
  'AWS/Logs',
  'AWS/NATGateway',
  'AWS/NetworkELB',
  'AWS/RDS',
  'AWS/Route53',
  'AWS/S3',
  'AWS/SNS',
  'AWS/SQS',
  'AWS/States',
  'ECS/ContainerInsights',
  'ContainerInsights',
  'CWAgent',
]
const mostValues = 3

/** Whether a metric was seen under exactly these dimensions. */
export function isSeen(dimensions: Dimensions, seen: readonly SeenMetric[]): boolean {
  const wanted = Object.entries(dimensions)
  return seen.some(
    (metric) =>
      Object.keys(metric.dimensions).length === wanted.length &&
      wanted.every(([name, value]) => metric.dimensions[name] === value),
  )
}

/**
 * Some metrics are reported only when something happens: that nobody has seen one for two weeks is then good news, provided that
 * something else was measured under the same dimensions.
 */
export function isQuiet(written: WrittenMetric, inNamespace: SeenMetrics | undefined): boolean {
  const rare = /5XX|4XX|3XX|Error|Throttl|Rejected|Timeout|DeadLetter|Fault|Denied|TLSNegotiation/i
  return rare.test(written.metric) && isSeen(written.dimensions, inNamespace?.metrics ?? [])
}

/**
 * Why a metric shows nothing, and what would. Pure.
 * @param sameName what was seen of that namespace and name
 * @param inNamespace what was seen of the namespace; asked for only when `sameName` is empty
 * @param prefix how the names of the environment begin: among what exists, its own is meant
 */
export function explainMissing(
  written: WrittenMetric,
  sameName: readonly SeenMetric[],
  inNamespace: SeenMetrics | undefined,
  prefix: string,
): Explanation {
  if (sameName.length > 0) return wrongDimensions(written, sameName, prefix)
  const names = [...new Set((inNamespace?.metrics ?? []).map(({ metric }) => metric))]
  if (names.length === 0) return wrongNamespace(written)
  const meant = nearest(written.metric, names)
  const what = ['there is no metric of that name in ', { name: written.namespace }]
  if (meant !== undefined) return { what, fix: ['the name is ', { name: meant }] }
  return { what: [...what, ', at least not within the last two weeks'], fix: [] }
}

function wrongNamespace({ namespace }: WrittenMetric): Explanation {
  const meant = nearest(
    namespace,
    namespaces.filter((known) => known !== namespace),
  )
  if (meant !== undefined && !namespaces.includes(namespace)) {
    return { what: ['there is no namespace ', { name: namespace }], fix: ['it is called ', { name: meant }] }
  }
  return { what: ['nothing was measured in ', { name: namespace }, ' within the last two weeks'], fix: [] }
}

function wrongDimensions(written: WrittenMetric, seen: readonly SeenMetric[], prefix: string): Explanation {
  const [best] = seen
    .map((metric) => ({ metric, cost: costOf(written.dimensions, metric.dimensions, prefix) }))
    .toSorted((left, right) => left.cost - right.cost)
  const there = best?.metric.dimensions ?? {}
  const wanted = written.dimensions
  const wrong = Object.keys(wanted).filter((name) => name in there && there[name] !== wanted[name])
  const missing = Object.keys(there).filter((name) => !(name in wanted))
  const extra = Object.keys(wanted).filter((name) => !(name in there))
  if (wrong.length === 0 && missing.length > 0 && extra.length === 0) return lacking(missing, there)
  if (wrong.length === 0 && extra.length > 0 && missing.length === 0) {
    return {
      what: ['not measured by ', ...listed(extra)],
      fix: ['leave ', ...listed(extra), ' out'],
    }
  }
  const renamed = missing.length === 1 && extra.length === 1 ? nearest(extra[0] ?? '', missing) : undefined
  if (wrong.length === 0 && renamed !== undefined) {
    return {
      what: ['there is no dimension ', { name: extra[0] ?? '' }],
      fix: ['it is called ', { name: renamed }],
    }
  }
  if (wrong.length > 0) return wrongValues(wrong, wanted, there, seen, prefix)
  const all = Object.entries(there).map(([name, value]) => ({ name: `${name}=${value}` }))
  return {
    what: ['not measured by ', ...listed(Object.keys(wanted))],
    fix: all.length === 0 ? ['leave the dimensions out'] : ['there is ', ...joined(all)],
  }
}

function lacking(missing: readonly string[], there: Dimensions): Explanation {
  const pairs = missing.map((name) => ({ name: `${name}=${there[name] ?? ''}` }))
  return {
    what: ['measured only together with ', ...listed(missing)],
    fix: ['add ', ...joined(pairs)],
  }
}

function wrongValues(
  wrong: readonly string[],
  wanted: Dimensions,
  there: Dimensions,
  seen: readonly SeenMetric[],
  prefix: string,
): Explanation {
  const pairs = wrong.map((name) => ({ name: `${name}=${wanted[name] ?? ''}` }))
  const what: Wording = ['there is no ', ...joined(pairs)]
  const [name = ''] = wrong
  const values = [
    ...new Set(seen.flatMap(({ dimensions }) => (dimensions[name] === undefined ? [] : [dimensions[name]]))),
  ]
  const own = values.filter((value) => value.includes(prefix))
  const candidates = own.length > 0 && prefix !== '' ? own : values
  const isClear =
    wrong.length > 1 || candidates.length === 1 || nearest(wanted[name] ?? '', values) !== undefined
  if (isClear)
    return { what, fix: ['there is ', ...joined(wrong.map((key) => ({ name: there[key] ?? '' })))] }
  const shown = candidates.slice(0, mostValues).map((value) => ({ name: value }))
  const more = candidates.length > mostValues ? [` and ${candidates.length - mostValues} more`] : []
  return { what, fix: ['there are ', ...joined(shown), ...more] }
}

/** How far what exists is from what is written: less is nearer. */
function costOf(wanted: Dimensions, there: Dimensions, prefix: string): number {
  let cost = 0
  for (const [name, value] of Object.entries(wanted)) {
    const own = there[name]
    if (own === undefined) cost += 3
    else if (own !== value) cost += nearest(value, [own]) === undefined ? 4 : 1
  }
  cost += Object.keys(there).filter((name) => !(name in wanted)).length * 2
  const isOwn = prefix !== '' && Object.values(there).some((value) => value.includes(prefix))
  return isOwn ? cost - 0.5 : cost
}

function listed(names: readonly string[]): Wording {
  return joined(names.map((name) => ({ name })))
}

function joined(parts: readonly { readonly name: string }[]): Wording {
  return parts.flatMap((part, index) =>
    index === 0 ? [part] : [index === parts.length - 1 ? ' and ' : ', ', part],
  )
}
