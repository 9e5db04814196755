import type { IncomingMessage } from 'node:http'

export type Args = Readonly<Record<string, unknown>>

const MAX_BODY = 64 * 1024 * 1024
/** Arguments that travel as JSON inside a form. */
const STRUCTURED = new Set(['blocks', 'attachments', 'metadata', 'view', 'files', 'document_content'])

/** Reads a whole request body, at most 64 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) throw new Error('request body above 64 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The arguments of a Web API call: from the query, and from a form or a JSON body. */
export function parseArguments(request: IncomingMessage, url: URL, body: string): Args {
  const args: Record<string, unknown> = Object.fromEntries(url.searchParams)
  if (request.headers['content-type']?.includes('application/json') === true) {
    Object.assign(args, parseObject(body))
  } else {
    Object.assign(args, Object.fromEntries(new URLSearchParams(body)))
  }
  for (const [name, value] of Object.entries(args)) {
    if (STRUCTURED.has(name) && typeof value === 'string') args[name] = parseStructured(value)
  }
  return args
}

/** The bearer token, or the `token` argument that older clients send. */
export function tokenOf(request: IncomingMessage, args: Args): string | undefined {
  const header = request.headers.authorization
  if (header !== undefined) return header.replace(/^Bearer\s+/i, '').trim()
  return typeof args['token'] === 'string' ? args['token'] : undefined
}

/** A string argument, or '' when it is absent. */
export function text(args: Args, name: string): string {
  const value = args[name]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** A boolean argument; forms send it as `true` or `1`. */
export function flag(args: Args, name: string): boolean {
  return ['true', '1'].includes(String(args[name]))
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Left as the string it is when it is no JSON: the method then answers what Slack answers. */
function parseStructured(value: string): unknown {
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}
