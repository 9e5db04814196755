import type { Aws } from '../aws/aws.js'
import { explainAwsError } from '../aws/explain.js'
import type { OpenPort } from '../aws/open-ports.js'
import type { Environment } from '../core/environment.js'
import { counted, firstOf } from '../core/wording.js'
import type { ReviewFact } from '../core/security-review.js'

const linesShown = 8
/** What a load balancer is for. */
const meant = [80, 443]

/** Rules of the environment's security groups that let everybody in to something else than a web page. */
export async function openPortFact({ region, servicePrefix }: Environment, aws: Aws): Promise<ReviewFact> {
  const topic = 'Security groups open to the world'
  const { open, groups, isCut, prefixLists } = await aws.openPorts(servicePrefix)
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
  const cut = isCut ? ' of more' : ''
  const unread =
    prefixLists.length === 0
      ? ''
      : `; what is in ${counted(prefixLists.length, 'prefix list')} that rules let in (${firstOf(prefixLists)}) was not read`
  if (others.length === 0) {
    const says = `nothing but 80 and 443, of ${counted(groups, 'group')}${cut}${unread}`
    return { topic, result: isCut || prefixLists.length > 0 ? 'skip' : 'fine', says, link }
  }
  const lines = others.slice(0, linesShown).map(ruleText)
  const left = others.length - lines.length
  return {
    topic,
    result: 'attention',
    says: `everybody is let in ${others.length === 1 ? 'once' : `${others.length} times`}, of ${counted(groups, 'group')}${cut}${unread}`,
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
  const { buckets, unread, isCut } = await aws.bucketAccess(bucketPrefix)
  const open = buckets.filter(({ openBy }) => openBy !== undefined)
  const looked = `${buckets.length}${isCut ? ' of more' : ''} that begin with ${bucketPrefix}`
  const link = { url: 'https://s3.console.aws.amazon.com/s3/buckets', label: 'Buckets' }
  const [first] = unread
  const not =
    first === undefined
      ? ''
      : `; ${firstOf(unread.map((one) => one.name))} could not be read: ${explainAwsError(first.why)}`
  if (open.length === 0) {
    return {
      topic,
      result: isCut || first !== undefined ? 'skip' : 'fine',
      says: `none of ${looked}${not}`,
      link,
    }
  }
  return {
    topic,
    result: 'attention',
    says: `${open.length} of ${looked}${not}`,
    lines: open.slice(0, linesShown).map((one) => `${one.name}: open by its ${one.openBy}`),
    link,
  }
}
