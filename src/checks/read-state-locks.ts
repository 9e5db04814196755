import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import { agoInWords } from '../core/age.js'
import type { CheckResult } from '../core/check.js'
import { locksOf } from '../terraform/backend.js'
import { type LockInfo, readLockInfo } from '../terraform/lock-info.js'
import type { AskableBackend } from './terraform-backend.js'

/** How one of the places stands in which a state may be locked. */
export interface LockPlace {
  readonly result: CheckResult
  /** `the table ohmycoins-terraform-locks` */
  readonly where: string
  /** A clause after the place. */
  readonly words: string
  /** What its holder wrote; absent: nobody holds it, or that cannot be read. */
  readonly held?: LockInfo
}

/** Both places where both are configured: both are taken then. What one may not be asked leaves the other. */
export function readStateLocks(
  aws: Aws,
  backend: AskableBackend,
  workspace: string,
  now: number,
): Promise<readonly LockPlace[]> {
  const { dynamodb, object } = locksOf(backend, workspace)
  return Promise.all([
    ...(dynamodb === undefined ? [] : [inTable(aws, dynamodb, backend.region, now)]),
    ...(object === undefined ? [] : [besideState(aws, object, backend.region, now)]),
  ])
}

async function inTable(
  aws: Aws,
  { table, id }: { readonly table: string; readonly id?: string },
  region: string,
  now: number,
): Promise<LockPlace> {
  const where = `the table ${table}`
  return orUnknown(where, async () => {
    const found = await aws.lockTable(table, region)
    if (found === undefined) return { result: 'fail', where, words: `is not there in ${region}` }
    if (!found.isForLocks)
      return { result: 'fail', where, words: 'has no key LockID: Terraform cannot lock in it' }
    if (found.status !== 'ACTIVE') return { result: 'fail', where, words: `is ${found.status}` }
    if (id === undefined)
      return { result: 'unknown', where, words: 'is there; the code does not say the key of the state' }
    const item = await aws.lockItem(table, id, region)
    return item === undefined
      ? { result: 'pass', where, words: 'is free' }
      : heldBy(where, item.text, undefined, now)
  })
}

async function besideState(
  aws: Aws,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  region: string,
  now: number,
): Promise<LockPlace> {
  const where = `${bucket}/${key}`
  return orUnknown(where, async () => {
    const lock = await aws.lockObject(bucket, key, region)
    return lock === undefined
      ? { result: 'pass', where, words: 'is free' }
      : heldBy(where, lock.text, lock.writtenAt, now)
  })
}

function heldBy(
  where: string,
  text: string | undefined,
  writtenAt: number | undefined,
  now: number,
): LockPlace {
  const held = text === undefined ? undefined : readLockInfo(text)
  const since = held?.since ?? writtenAt
  const ago = since === undefined ? '' : `, taken ${agoInWords(since, now)},`
  if (held === undefined) {
    return {
      result: 'fail',
      where,
      words: `holds a lock${ago} that cannot be read: it is not what Terraform writes`,
    }
  }
  const doing = held.operation.replace(/^OperationType/, '').toLowerCase()
  const what = doing === '' ? '' : ` for ${doing}`
  const who = held.who === '' ? 'somebody who does not say who' : held.who
  return { result: 'fail', where, words: `is held by ${who}${what}${ago} lock ${held.id}`, held }
}

async function orUnknown(where: string, look: () => Promise<LockPlace>): Promise<LockPlace> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { result: 'unknown', where, words: explainAwsError(error) }
  }
}
