import type { SlackAnswer } from '../emulator.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { type Args, text } from './arguments.js'
import { type Methods, refusal } from './method.js'

/** https://docs.slack.dev/reference/methods/canvases.create */
const longest = 1_048_576

/** Documents of channels, as Slack's reference has them: Markdown alone, taken whole or not at all. */
export const canvasMethods: Methods = {
  'canvases.create': { run: create, scope: 'canvases:write' },
}

function create(args: Args, workspace: RunningWorkspace): SlackAnswer {
  const { document_content: content } = args as { document_content?: { type?: unknown; markdown?: unknown } }
  if (content?.type !== 'markdown' || typeof content.markdown !== 'string')
    return refusal('invalid_arguments', [
      '[ERROR] failed to match exactly one allowed schema [json-pointer:/document_content]',
    ])
  const channel = text(args, 'channel_id')
  const found = workspace.channels.all().find(({ id }) => id === channel)
  // Free teams have none without a tab; this one is as strict.
  if (channel === '') return refusal('free_teams_cannot_create_non_tabbed_canvases')
  if (found === undefined) return refusal('channel_not_found')
  const { markdown } = content
  const wrong = wrongIn(markdown)
  if (wrong !== undefined) return { ok: false, error: 'canvas_creation_failed', detail: wrong }
  const id = `F0CANVAS${workspace.canvases.length + 1}`
  const canvas = { id, channel, title: text(args, 'title'), markdown }
  workspace.canvases.push(canvas)
  workspace.changes.publish({ type: 'canvas', canvas })
  return { ok: true, canvas_id: id }
}

function wrongIn(markdown: string): string | undefined {
  if (markdown.length > longest) return "'content' error: too long"
  const line = markdown.split('\n').findIndex((one) => /^#{4,}\s|^>\s*(?:[-*+]|\d+[.)])\s/.test(one))
  return line < 0 ? undefined : `'content' error: line ${line + 1}: Unsupported block type`
}
