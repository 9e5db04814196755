import type { AwsError } from '../errors.js'

/** Members that hold a moment. JSON 1.0 and 1.1 send moments as seconds since 1970. */
const momentMembers = new Set(['StartTime', 'EndTime', 'before', 'after'])

export function parseJson(body: string): unknown {
  if (body === '') return {}
  return JSON.parse(body, (key, value: unknown) =>
    momentMembers.has(key) && typeof value === 'number' ? new Date(value * 1000) : value,
  )
}

export function writeJson(output: object): string {
  return JSON.stringify(withSeconds(output))
}

export function writeJsonError(error: AwsError): string {
  const { name = error.code, members } = error.modelled
  return JSON.stringify({ ...members, __type: name, message: error.message })
}

function withSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(withSeconds)
  if (typeof value !== 'object' || value === null) return value
  const result: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) result[key] = withSeconds(member)
  }
  return result
}
