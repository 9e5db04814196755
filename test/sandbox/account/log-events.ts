import {
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs'
import type { Clients } from './clients.js'

/** Follows the tokens to the end: every event, and how many each page had. */
export async function filterEvents(clients: Clients, input: FilterLogEventsCommandInput) {
  const events: FilteredLogEvent[] = []
  const pages: number[] = []
  let nextToken: string | undefined
  do {
    const answer = await clients.logs.send(
      new FilterLogEventsCommand({ ...input, ...(nextToken === undefined ? {} : { nextToken }) }),
    )
    events.push(...(answer.events ?? []))
    pages.push(answer.events?.length ?? 0)
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
  return { events, pages, messages: events.map(({ message }) => message ?? '') }
}
