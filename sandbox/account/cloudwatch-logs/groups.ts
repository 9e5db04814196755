import { AwsError, invalidParameter } from '../errors.js'
import type { World } from '../world.js'
import type { LogGroupRecord } from './model.js'

export function notFound(what: 'group' | 'stream'): AwsError {
  return new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`)
}

/** The group of a name or an ARN. */
export function groupOf(world: World, identifier: string): LogGroupRecord {
  const isArn = identifier.startsWith('arn:')
  if (isArn && identifier.endsWith(':*')) {
    throw invalidParameter(
      `Invalid log group identifier ${identifier}: the ARN of a log group must not end with an asterisk (*).`,
    )
  }
  if (!isArn && !/^[\w.\-/#]{1,512}$/.test(identifier)) {
    throw invalidParameter(
      `1 validation error detected: Value '${identifier}' at 'logGroupName' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+',
    )
  }
  const name = isArn ? identifier.split(':').slice(6).join(':') : identifier
  const group = world.logs.groups.get(name)
  if (group === undefined || (isArn && group.arn !== identifier)) throw notFound('group')
  return group
}

/** The one group a request names by name or by identifier. */
export function requestedGroup(
  world: World,
  input: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): LogGroupRecord {
  const { logGroupName, logGroupIdentifier } = input
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.')
  }
  return groupOf(world, logGroupName ?? logGroupIdentifier ?? '')
}

/** A limit of a request between 1 and `most`. */
export function limitOf(limit: number | undefined, most: number, usual = most): number {
  const wanted = limit ?? usual
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > most) {
    throw invalidParameter(
      `1 validation error detected: Value '${wanted}' at 'limit' failed to satisfy constraint: ` +
        `Member must have value ${wanted < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`}`,
    )
  }
  return wanted
}

/** A moment of a request, in milliseconds since 1970. */
export function momentOf(name: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  throw invalidParameter(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      'Member must have value greater than or equal to 0',
  )
}

export const invalidToken = invalidParameter('The specified nextToken is invalid.')
