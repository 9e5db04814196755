import type { WebClient } from '@slack/web-api'
import { wordOf } from './web-error.js'

/** https://docs.slack.dev/reference/methods/canvases.create: characters of Markdown. */
const longest = 1_048_576

/**
 * Adds a document to a channel, as a tab of its own. Needs the scope canvases:write. Not every workspace has canvases, and not every app may make one: then,
 * or where Slack does not answer in time, there is none. Not tried again: after an answer that got lost it may be there.
 * @param markdown headings of three levels at most, and no list in a quote: Slack takes all of it or nothing
 * @returns why there is none, in Slack's word where it said one; undefined: it is there
 */
export type CreateCanvas = (
  channel: string,
  title: string,
  markdown: string,
) => Promise<{ readonly why: string } | undefined>

export function createCanvases(web: WebClient): CreateCanvas {
  return async (channel, title, markdown) => {
    if (markdown.length > longest) return { why: 'too long' }
    try {
      // Free workspaces have canvases as tabs of a channel only. The channel's own canvas is people's: it is left alone.
      await web.canvases.create({
        title,
        channel_id: channel,
        document_content: { type: 'markdown', markdown },
      })
      return undefined
    } catch (error) {
      return { why: wordOf(error) ?? 'no answer' }
    }
  }
}
