import { accountId, fraction } from '../../identity.js'
import type { LogGroupRecord, LogLine } from '../model.js'
import { momentsOf, type Random, randomFrom } from './random.js'
import { about } from './random.js'
import { linesPerMinute } from './volume.js'

export interface FlowSource {
  group: LogGroupRecord
  /** The network interface of a NAT gateway. */
  interfaceId: string
  /** How many interfaces share the traffic. */
  interfaces: number
  /** The private addresses of tasks, as they are at a moment. */
  addressesAt: (at: number) => readonly string[]
}

/** Where tasks talk to, by how much they send there: price feeds, registries, mail. Addresses kept for examples. */
const outside = [
  { address: '203.0.113.24', weight: 0.42, bytes: 61_000 },
  { address: '198.51.100.7', weight: 0.2, bytes: 240_000 },
  { address: '203.0.113.80', weight: 0.16, bytes: 18_000 },
  { address: '198.51.100.140', weight: 0.12, bytes: 7_400 },
  { address: '192.0.2.66', weight: 0.1, bytes: 2_300 },
] as const

/** The flows a NAT gateway's interface reports in one minute, in the default format of version 2, oldest first. */
export function flowMinute(source: FlowSource, minute: number): LogLine[] {
  const { group, interfaceId } = source
  const random = randomFrom(`${interfaceId}/${minute}`)
  const addresses = source.addressesAt(minute)
  const count = about(linesPerMinute(group, minute) / source.interfaces, random)
  return momentsOf(minute, count, random).map((at) => ({
    at,
    message: flow(interfaceId, at, addresses, random),
  }))
}

function flow(interfaceId: string, at: number, addresses: readonly string[], random: Random): string {
  const end = Math.floor(at / 1000)
  const start = end - random.whole(20, 58)
  if (addresses.length === 0 || random.next() < 0.06) {
    // Somebody knocks from outside and is not let in.
    const from = `198.51.100.${random.whole(150, 250)}`
    const ports = `${random.whole(30_000, 65_000)} ${random.pick([22, 23, 3389, 5432])}`
    return `2 ${accountId} ${interfaceId} ${from} 10.0.1.5 ${ports} 6 1 40 ${start} ${end} REJECT OK`
  }
  const inside = random.pick(addresses)
  const peer = chosen(random)
  const bytes = Math.round(random.tail(peer.bytes))
  const packets = Math.max(1, Math.round(bytes / 900))
  const port = random.whole(32_000, 60_000)
  const isAnswer = random.next() < 0.3
  const [from, to] = isAnswer ? [peer.address, inside] : [inside, peer.address]
  const ports = isAnswer ? `443 ${port}` : `${port} 443`
  return `2 ${accountId} ${interfaceId} ${from} ${to} ${ports} 6 ${packets} ${bytes} ${start} ${end} ACCEPT OK`
}

function chosen(random: Random): (typeof outside)[number] {
  let left = random.next()
  for (const peer of outside) {
    left -= peer.weight
    if (left < 0) return peer
  }
  return outside[0]
}

/** The interface ids of an environment's NAT gateways: one, or one a zone in production. */
export function natInterfaces(group: LogGroupRecord): string[] {
  const count = group.environment === 'production' ? 2 : 1
  return Array.from({ length: count }, (_, index) => {
    const half = (part: string) =>
      Math.floor(fraction(`${group.name}/${index}/${part}`) * 0xffffffff)
        .toString(16)
        .padStart(8, '0')
    return `eni-0${half('a')}${half('b')}`
  })
}
