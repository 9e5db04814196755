import type { IncomingMessage } from 'node:http'

/** Slack's largest payloads, view submissions with everything filled in, stay far below. */
const largest = 1_000_000
const within = 2_000

/** Reads a request's body, at most 1 MB, within 2 s. Rejects when the sender breaks off. */
export function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => request.destroy(new Error('The body did not arrive in time')), within)
    const done = (result: Buffer | 'too large') => {
      clearTimeout(timer)
      resolve(result)
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= largest) chunks.push(chunk)
    })
    request.on('end', () =>
      done(
        size > largest ? 'too large' : chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
      ),
    )
    request.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
  })
}
