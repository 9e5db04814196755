import { Agent, request } from 'node:http'
import type { SignedRequest } from './signed-request.js'

const timeout = 10_000

/** Keeps connections open, as many as are used at the same time. */
export function keepAlive(connections: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: connections })
}

/** POSTs to Slack's endpoint of a process on this machine. Resolves with the answer's body; rejects unless it is 200. */
export function post(agent: Agent, port: number, { headers, body }: SignedRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      host: '127.0.0.1',
      port,
      path: '/slack/events',
      method: 'POST',
      headers,
      timeout,
    }
    const outgoing = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`Answered ${response.statusCode}: ${text}`))
      })
      response.on('error', reject)
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer within ${timeout} ms`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/**
 * Sends all requests, so many at a time, each connection the next one as soon as it is answered.
 * @returns seconds from the first request to the last answer
 */
export async function load(
  agent: Agent,
  port: number,
  requests: readonly SignedRequest[],
  concurrency: number,
): Promise<number> {
  const left = requests.values()
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const next of left) {
        const text = await post(agent, port, next)
        if (text !== '') throw new Error(`Acknowledged with words: ${text}`)
      }
    }),
  )
  return (performance.now() - begun) / 1_000
}
