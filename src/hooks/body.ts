import type { IncomingMessage } from 'node:http'
import { HookRefusal } from './refusal.js'

/** A change list of hundreds of lines is far below. */
export const largestBody = 64 * 1024
/** Milliseconds. */
const within = 5_000

/**
 * Reads a body of at most 64 KB, or `largest` bytes. @throws HookRefusal (413, 400)
 * @param shorter what to do where it is larger
 */
export function readHookBody(
  request: IncomingMessage,
  {
    largest = largestBody,
    shorter = 'Send less.',
  }: { readonly largest?: number; readonly shorter?: string } = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const settle = (give: () => void) => {
      clearTimeout(timer)
      request.removeAllListeners('data')
      // The rest is read and forgotten: a sender that is cut off in the middle would not see the answer.
      request.resume()
      give()
    }
    const broken = () =>
      settle(() =>
        reject(new HookRefusal(400, 'body-incomplete', 'The body did not arrive in time.', 'Send it again.')),
      )
    const timer = setTimeout(broken, within)
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > largest) settle(() => reject(tooLarge(largest, shorter)))
      else chunks.push(chunk)
    })
    request.on('end', () => settle(() => resolve(Buffer.concat(chunks))))
    request.on('error', broken)
    request.on('close', broken)
  })
}

function tooLarge(largest: number, next: string): HookRefusal {
  const what = `The body is larger than ${largest / 1024} KB.`
  return new HookRefusal(413, 'body-too-large', what, next)
}
