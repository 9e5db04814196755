import { createHash } from 'node:crypto'
import type { LoadBalancerRecord } from '../elb/model.js'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import type { EnvironmentSeed } from './model.js'

const minute = 60_000
const day = 86_400_000

/** The database as Terraform makes it: a week of automated backups, and one snapshot that somebody made by hand. */
export function plantDatabase(world: World, seed: EnvironmentSeed): void {
  const id = `${seed.prefix}-postgres`
  const now = world.time.now()
  const isProduction = seed.environment === 'production'
  world.databases.set(id, {
    id,
    arn: arn('rds', `db:${id}`),
    createdAt: now - 90 * day,
    status: 'available',
    instanceClass: isProduction ? 'db.t3.small' : 'db.t3.micro',
    isMultiAz: isProduction,
    retention: 7,
    lag: 4 * minute,
  })
  world.snapshots.push({
    id: `${id}-before-sprint-12`,
    database: id,
    createdAt: now - 12 * day,
    status: 'available',
  })
}

/** A listener that sends HTTP on to HTTPS, and one with a certificate. */
export function plantListeners(world: World, seed: EnvironmentSeed, loadBalancer: LoadBalancerRecord): void {
  const now = world.time.now()
  const listenerArn = (port: number) =>
    `${loadBalancer.arn.replace(':loadbalancer/', ':listener/')}/${hexOf(`${loadBalancer.name} ${port}`, 16)}`
  const domain = `${seed.environment === 'production' ? '' : `${seed.environment}.`}ohmycoins.example`
  const certificate = arn('acm', `certificate/${uuidOf(domain)}`)
  world.certificates.set(certificate, {
    arn: certificate,
    domain,
    issuedAt: now - 150 * day,
    notAfter: now + 245 * day,
    status: 'ISSUED',
  })
  const shared = { loadBalancerArn: loadBalancer.arn }
  world.listeners.push(
    { ...shared, arn: listenerArn(80), port: 80, protocol: 'HTTP', certificates: [] },
    { ...shared, arn: listenerArn(443), port: 443, protocol: 'HTTPS', certificates: [certificate] },
  )
}

/** Not drawn in order as other ids are: what was there before keeps its own. */
function hexOf(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}

function uuidOf(text: string): string {
  return hexOf(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
