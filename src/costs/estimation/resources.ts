import type { EnvironmentResources } from '../../core/cost-lines.js'
import type { RegionPrices } from '../../config/prices.js'
import { hoursAMonth } from '../prices.js'
import { asMuchAs, type ComputedLine, gigabytes, known, unknown } from './line.js'

const written = (key: string) => `\`costs.resources.${key}\``

/** The database: its class by the hour, twice where a second one stands by, and its storage. */
export function databaseLine({ database }: EnvironmentResources, prices: RegionPrices): ComputedLine {
  if (database === undefined) return unknown('rds', `its class (${written('database')})`)
  const hour = prices.hourly[database.class]
  if (hour === undefined) return unknown('rds', `the price of ${database.class} (\`prices.hourly\`)`)
  const instances = database.multiAz ? 2 : 1
  const fixed = instances * hour * hoursAMonth
  const storage = instances * database.gigabytes * prices.databaseGigabyteMonth
  const what = `${database.class}${database.multiAz ? ' in two zones' : ''}, ${gigabytes(database.gigabytes)}`
  return known('rds', fixed + storage, [what], (onCourse) => {
    const beyond = asMuchAs(onCourse, fixed, instances * prices.databaseGigabyteMonth, gigabytes)
    return beyond === undefined ? undefined : `${beyond} of storage: backups and snapshots count, too`
  })
}

export function cacheLine({ cache }: EnvironmentResources, prices: RegionPrices): ComputedLine {
  if (cache === undefined) return unknown('elastiCache', `its class (${written('cache')})`)
  const hour = prices.hourly[cache.class]
  if (hour === undefined) return unknown('elastiCache', `the price of ${cache.class} (\`prices.hourly\`)`)
  const node = hour * hoursAMonth
  return known('elastiCache', cache.nodes * node, [`${cache.nodes} × ${cache.class}`], (onCourse) =>
    asMuchAs(onCourse, 0, node, (nodes) => `${Number(nodes.toPrecision(2))} such nodes`),
  )
}

/** A load balancer with the capacity that it uses and its public addresses; none, where there is none. */
export function loadBalancerLine(
  { loadBalancerUnits = 1, publicAddresses = 2 }: EnvironmentResources,
  prices: RegionPrices,
): ComputedLine {
  const fixed = (prices.albHour + publicAddresses * prices.publicIpv4Hour) * hoursAMonth
  const unit = prices.lcuHour * hoursAMonth
  const addresses = `${publicAddresses} public ${publicAddresses === 1 ? 'address' : 'addresses'}`
  const what = `${loadBalancerUnits} capacity ${loadBalancerUnits === 1 ? 'unit' : 'units'}, ${addresses}`
  return known('loadBalancer', fixed + loadBalancerUnits * unit, [what], (onCourse) =>
    asMuchAs(onCourse, fixed, unit, (units) => `${Number(units.toPrecision(2))} capacity units`),
  )
}

export function natLine(
  { natGateways, natGigabytes = 0 }: EnvironmentResources,
  prices: RegionPrices,
): ComputedLine {
  if (natGateways === undefined)
    return unknown('natGateway', `how many there are (${written('natGateways')})`)
  const fixed = natGateways * prices.natGatewayHour * hoursAMonth
  const traffic = natGigabytes * prices.natGatewayGigabyte
  const what = `${natGateways} ${natGateways === 1 ? 'gateway' : 'gateways'}, ${gigabytes(natGigabytes)} through`
  return known('natGateway', fixed + traffic, [what], (onCourse) =>
    asMuchAs(onCourse, fixed, prices.natGatewayGigabyte, (amount) => `${gigabytes(amount)} through`),
  )
}

/** Lines of which only the gigabytes count. */
export function flowingLines(
  { transferGigabytes, flowLogGigabytes, logGigabytes, logDays = 30 }: EnvironmentResources,
  prices: RegionPrices,
): readonly ComputedLine[] {
  const flowing = (
    line: 'dataTransfer' | 'flowLogs' | 'logs',
    amount: number | undefined,
    price: number,
    key: string,
    more = '',
  ): ComputedLine =>
    amount === undefined
      ? unknown(line, `how many GB a month (${written(key)})`)
      : known(line, amount * price, [`${gigabytes(amount)}${more}`], (onCourse) =>
          asMuchAs(onCourse, 0, price, gigabytes),
        )
  const kept = prices.logsGigabyte + (logDays / 30) * prices.logsGigabyteMonth
  const days = `, kept ${logDays} ${logDays === 1 ? 'day' : 'days'}`
  return [
    flowing('dataTransfer', transferGigabytes, prices.transferGigabyte, 'transferGigabytes'),
    flowing('flowLogs', flowLogGigabytes, prices.flowLogsGigabyte, 'flowLogGigabytes'),
    flowing('logs', logGigabytes, kept, 'logGigabytes', days),
  ]
}
