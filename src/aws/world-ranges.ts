import { firstOf } from '../core/wording.js'

/** A rule for incoming traffic as EC2 keeps it, one range a rule. */
export interface IncomingRule {
  /** `tcp`, `udp`, `icmp`, `all` */
  readonly protocol: string
  /** Absent: every port. */
  readonly ports?: { readonly from: number; readonly to: number }
  /** `10.0.0.0/16`, `2001:db8::/32` */
  readonly source: string
}

/** An end of an address range is a number of so many bits, from which to which (without it). */
interface Range {
  readonly from: bigint
  readonly to: bigint
  readonly source: string
}

const lastPort = 65_535
/** As much as half of all addresses: whoever leaves out the other half keeps nobody out who wants in. */
const most = { 4: 2n ** 31n, 6: 2n ** 124n } as const
/** Every address of IPv6 that is handed out lies in 2000::/3. */
const handedOut = { from: 2n ** 125n, to: 2n ** 126n } as const

/**
 * What rules let the whole internet in to, together: a range may be split (`0.0.0.0/1` and `128.0.0.0/1`) and the parts stand in several rules. Neighbouring ports with
 * the same sources are told once. Pure.
 */
export function openToTheWorld(rules: readonly IncomingRule[]): readonly IncomingRule[] {
  const protocols = [...new Set(rules.map(({ protocol }) => protocol))]
  return protocols.flatMap((protocol) => {
    const own = rules.filter((rule) => rule.protocol === protocol || rule.protocol === 'all')
    // What every protocol lets in is told there.
    const others = rules.filter((rule) => rule.protocol === 'all')
    return ([4, 6] as const).flatMap((family) =>
      openPorts(own, family, protocol === 'all' ? [] : others).map((open) => ({ protocol, ...open })),
    )
  })
}

function openPorts(
  rules: readonly IncomingRule[],
  family: 4 | 6,
  toldElsewhere: readonly IncomingRule[],
): readonly Omit<IncomingRule, 'protocol'>[] {
  const open: { ports: { from: number; to: number }; source: string }[] = []
  const starts = rules.flatMap(({ ports }) => (ports === undefined ? [0] : [ports.from, ports.to + 1]))
  const edges = [...new Set([0, ...starts])].filter((port) => port <= lastPort).toSorted((a, b) => a - b)
  edges.forEach((from, index) => {
    const to = (edges[index + 1] ?? lastPort + 1) - 1
    const at = (some: readonly IncomingRule[]) =>
      some.filter(({ ports }) => ports === undefined || (ports.from <= from && to <= ports.to))
    const source = worldIn(at(rules), family)
    if (source === undefined || worldIn(at(toldElsewhere), family) !== undefined) return
    const last = open.at(-1)
    if (last !== undefined && last.ports.to + 1 === from && last.source === source) last.ports.to = to
    else open.push({ ports: { from, to }, source })
  })
  return open.map(({ ports, source }) =>
    ports.from === 0 && ports.to === lastPort ? { source } : { ports, source },
  )
}

/** The ranges that make the world together, in words, without those that hardly count beside them; undefined: they do not. */
function worldIn(rules: readonly IncomingRule[], family: 4 | 6): string | undefined {
  const ranges = rules
    .flatMap(({ source }) => rangeOf(source, family) ?? [])
    .toSorted((one, other) => Number(other.to - other.from - (one.to - one.from)))
  if (sizeOf(ranges) < most[family]) return undefined
  const parts: Range[] = []
  for (const range of ranges) {
    const isShort = sizeOf(parts) < most[family]
    const adds = sizeOf([...parts, range]) - sizeOf(parts)
    if (adds > 0n && (isShort || adds >= most[family] / 8n)) parts.push(range)
  }
  return firstOf(
    parts.map(({ source }) => source),
    4,
  )
}

/** How many addresses lie in any of them. */
function sizeOf(ranges: readonly Range[]): bigint {
  let size = 0n
  let reached = 0n
  for (const { from, to } of ranges.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    const start = from > reached ? from : reached
    if (to > start) size += to - start
    if (to > reached) reached = to
  }
  return size
}

function rangeOf(source: string, family: 4 | 6): Range | undefined {
  const [address = '', length = ''] = source.split('/')
  const bits = address.includes(':') ? 128 : 32
  if (bits !== (family === 4 ? 32 : 128) || !/^\d{1,3}$/.test(length) || Number(length) > bits)
    return undefined
  const number = family === 4 ? ofIpv4(address) : ofIpv6(address)
  if (number === undefined) return undefined
  const size = 2n ** BigInt(bits - Number(length))
  const from = number - (number % size)
  if (family === 4) return { from, to: from + size, source }
  const [begins, ends] = [
    from > handedOut.from ? from : handedOut.from,
    from + size < handedOut.to ? from + size : handedOut.to,
  ]
  return begins < ends ? { from: begins, to: ends, source } : undefined
}

function ofIpv4(address: string): bigint | undefined {
  const parts = address.split('.').map(Number)
  if (parts.length !== 4 || !parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256)) {
    return undefined
  }
  return parts.reduce((number, part) => number * 256n + BigInt(part), 0n)
}

function ofIpv6(address: string): bigint | undefined {
  const [before = '', after, ...others] = address.split('::')
  if (others.length > 0) return undefined
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [head, tail] = [groups(before), groups(after ?? '')]
  const missing = 8 - head.length - tail.length
  if (after === undefined ? missing !== 0 : missing < 0) return undefined
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined
  return all.reduce((number, group) => number * 65_536n + BigInt(`0x${group}`), 0n)
}
