import { AwsError } from './errors.js'

export interface Page<Item> {
  items: Item[]
  nextToken: string | undefined
}

export interface PageRequest {
  nextToken: string | undefined
  size: number
  /** The error of a service for a token it did not give. */
  badToken?: AwsError
}

/** Cuts one page out of a list. The token is the position, opaque to the caller. */
export function page<Item>(items: readonly Item[], request: PageRequest): Page<Item> {
  const start = request.nextToken === undefined ? 0 : position(request.nextToken, request.badToken)
  const end = start + request.size
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(`position:${end}`).toString('base64url') : undefined,
  }
}

function position(token: string, badToken?: AwsError): number {
  const match = /^position:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())
  if (match === null) throw badToken ?? new AwsError('InvalidParameterException', 'Invalid token')
  return Number(match[1])
}
