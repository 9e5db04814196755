import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'

/** Their channels never change; there are as many as people are ever told something. */
const most = 5_000

/**
 * The channel of the direct message with a person. Found by its own id, a post whose answer was lost is found again there; with the person's id alone, which
 * Slack takes as well (https://docs.slack.dev/reference/methods/chat.postMessage#channels), nobody could look. That is what is given where Slack does not open it.
 */
export function createDirectMessages(web: WebClient, logger: Logger): (person: string) => Promise<string> {
  const known = new Map<string, string>()
  return async (person) => {
    const found = known.get(person)
    if (found !== undefined) return found
    try {
      const id = (await web.conversations.open({ users: person })).channel?.id
      if (id === undefined) return person
      if (known.size >= most) known.clear()
      known.set(person, id)
      return id
    } catch (error) {
      logger.warn({ err: error, person }, 'Slack did not open a direct message; it is posted to the person')
      return person
    }
  }
}
