import type { WebClient } from '@slack/web-api'
import { failureOf } from './outbox/failure.js'
import { wordsForToken } from './token-words.js'

/** Rejects, in words, while Slack does not answer or does not take the bot token. */
export async function reachSlack(web: WebClient): Promise<void> {
  try {
    await web.auth.test()
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'token') throw new Error(wordsForToken('bot', failure.error), { cause: error })
    const why = failure.kind === 'limited' ? 'it asks to wait' : failure.error
    throw new Error(`Slack does not answer: ${why}`, { cause: error })
  }
}
