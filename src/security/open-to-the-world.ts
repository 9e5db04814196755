import type { Aws } from '../aws/aws.js'
import type { OpenPort } from '../aws/open-ports.js'
import type { Environment } from '../core/environment.js'
import { counted } from '../core/wording.js'
import type { ReviewFact } from '../core/security-review.js'

const linesShown = 8
/** What a load balancer is for. */
const meant = [80, 443]

/** Rules of the environment's security groups that let everybody in to something else than a web page. */
export async function openPortFact({ region, servicePrefix }: Environment, aws: Aws): Promise<ReviewFact> {
  const topic = 'Security groups open to the world'
  const { open, groups } = await aws.openPorts(servicePrefix)
  const link = {
    url: `https://${region}.console.aws.amazon.com/vpcconsole/home?region=${region}#SecurityGroups:`,
    label: 'Security groups',
  }
  if (groups === 0) {
    return {
      topic,
      result: 'skip',
      says: `there is no security group whose name begins with ${servicePrefix}`,
      link,
    }
  }
  const others = open.filter(
    ({ protocol, ports }) =>
      protocol !== 'tcp' || ports === undefined || ports.from !== ports.to || !meant.includes(ports.from),
  )
  if (others.length === 0) {
    return { topic, result: 'fine', says: `nothing but 80 and 443, of ${counted(groups, 'group')}`, link }
  }
  const lines = others.slice(0, linesShown).map(ruleText)
  const left = others.length - lines.length
  return {
    topic,
    result: 'attention',
    says: `${others.length} ${others.length === 1 ? 'rule lets' : 'rules let'} everybody in`,
    lines: left > 0 ? [...lines, `and ${left} more`] : lines,
    link,
  }
}

/** `ohmycoins-staging-rds (sg-0123): tcp 5432 from 0.0.0.0/0` */
function ruleText({ group, groupName, protocol, ports, source }: OpenPort): string {
  const which =
    ports === undefined ? '' : ports.from === ports.to ? ` ${ports.from}` : ` ${ports.from}–${ports.to}`
  return `${groupName} (${group}): ${protocol}${which} from ${source}`
}

/** Buckets of the project that everybody may read or write. */
export async function bucketFact({ bucketPrefix, name }: Environment, aws: Aws): Promise<ReviewFact> {
  const topic = 'Public buckets'
  if (bucketPrefix === undefined) {
    const says = `environments.${name}.bucketPrefix does not say how the buckets of the project are called`
    return { topic, result: 'skip', says }
  }
  const { buckets, isCut } = await aws.bucketAccess(bucketPrefix)
  const open = buckets.filter(({ openBy }) => openBy !== undefined)
  const looked = `${buckets.length}${isCut ? ' of more' : ''} that begin with ${bucketPrefix}`
  const link = { url: 'https://s3.console.aws.amazon.com/s3/buckets', label: 'Buckets' }
  if (open.length === 0) return { topic, result: isCut ? 'skip' : 'fine', says: `none of ${looked}`, link }
  return {
    topic,
    result: 'attention',
    says: `${open.length} of ${looked}`,
    lines: open.slice(0, linesShown).map((one) => `${one.name}: open by its ${one.openBy}`),
    link,
  }
}
