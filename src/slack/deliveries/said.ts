import type { BlockAction, ViewSubmitAction } from '@slack/bolt'
import { maskSecrets } from '../../core/mask.js'

/** As far as it is looked at; longer lines are refused anyway. */
const mostRead = 2_000
const mostKept = 150

/** What somebody said, on one line and without secrets: kept until it is answered. */
export function saidLine(text: string): string {
  const line = maskSecrets(text.slice(0, mostRead)).replace(/\s+/g, ' ').trim()
  return line.length > mostKept ? `${line.slice(0, mostKept - 1)}…` : line
}

/** What stands on what was used. */
export function saidByClick(clicked: BlockAction['actions'][number]): string {
  const { text } = clicked as { text?: { text?: unknown } }
  const { placeholder } = clicked as { placeholder?: { text?: unknown } }
  const label = text?.text ?? placeholder?.text
  return saidLine(typeof label === 'string' ? label : clicked.action_id)
}

/** What stands above a form. */
export function saidByForm(view: ViewSubmitAction['view']): string {
  return saidLine(view.title.text)
}
