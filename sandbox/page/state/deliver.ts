import type { Act, Change, Close, Delivery, Mark, OpenHome, Say, Submit } from '../../workspace/contract.js'

interface Requests {
  readonly say: Say
  readonly act: Act
  readonly submit: Submit
  readonly close: Close
  readonly home: OpenHome
  readonly mark: Mark
  readonly change: Change
}

// Slack gives a bot 3 s to acknowledge; the sandbox answers the page after that at the latest.
const timeoutMs = 15_000

/** Hands something a person did to the sandbox. Never rejects: what went wrong is the delivery's `error`. */
export async function deliver<Kind extends keyof Requests>(
  kind: Kind,
  body: Requests[Kind],
): Promise<Delivery> {
  try {
    const response = await fetch(`/page/api/${kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    return asDelivery(await response.json())
  } catch {
    return failed('The sandbox did not answer. Look at the terminal it runs in, then try again.')
  }
}

/** What to tell the person about a failed delivery; undefined when it succeeded. */
export function problemOf({ ok, error }: Delivery): string | undefined {
  if (ok) return undefined
  if (!error) return 'The bot did not accept this. Look at the terminal it runs in.'
  const isBareCode = /^[a-z_]+$/.test(error)
  return isBareCode
    ? `The bot did not take this: ${error}. Look at the terminal it runs in, then try again.`
    : error
}

function asDelivery(answer: unknown): Delivery {
  const isDelivery = typeof answer === 'object' && answer !== null && 'ok' in answer
  return isDelivery
    ? (answer as Delivery)
    : failed('The sandbox gave an answer that this page does not know. Reload the page.')
}

function failed(error: string): Delivery {
  return { ok: false, acknowledgedAfter: 0, error }
}
