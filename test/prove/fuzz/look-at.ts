import { checkMessage } from '../../../sandbox/workspace/blocks/message.js'
import { checkView } from '../../../sandbox/workspace/blocks/view.js'
import type { Message } from '../../../src/core/message.js'
import { contentsOf } from '../../../src/slack/outbox/content.js'
import type { commandForm } from '../../../src/slack/views/help/command-form.js'
import { offInMessage, offInView } from '../slack/block-schema.js'

/** Whom the workspace knows. */
const someone = /^U0(?:REQUEST|APPROVE|VIEWERS|STRANGE|OHMYBOT)/

/** What is wrong with a message as it goes to Slack, each as a sentence. */
export function offWith(message: Message): readonly string[] {
  const [first] = contentsOf(message, 'post')
  if (first === undefined) return ['nothing would be sent']
  const limits = checkMessage(first, 'post')
  return [
    ...(limits === undefined ? [] : [`limits: ${[limits.error, ...(limits.messages ?? [])].join(' ')}`]),
    ...offInMessage(first.blocks).map((off) => `schema: ${off}`),
    ...(/[<>]/.test(first.text)
      ? [`mention: the text says ${JSON.stringify(first.text.slice(0, 200))}`]
      : []),
    ...mentions(first.blocks).map((off) => `mention: ${off}`),
  ]
}

/** The same of a form. */
export function offWithForm(view: ReturnType<typeof commandForm>): readonly string[] {
  return [
    ...checkView(view, 'modal').map((off) => `form limits: ${off}`),
    ...offInView(view).map((off) => `form schema: ${off}`),
    ...mentions(view.blocks).map((off) => `form mention: ${off}`),
  ]
}

/** What notifies many people, or somebody whom nobody knows, or leads elsewhere. Nothing that was fuzzed may; ohmy's own words never do. */
function mentions(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mentions)
  if (typeof value !== 'object' || value === null) return []
  const { type, text, ...rest } = value as { readonly type?: unknown; readonly text?: unknown }
  if (type === 'mrkdwn' || type === 'markdown') return typeof text === 'string' ? inMrkdwn(text) : []
  if (type === 'broadcast') return ['a broadcast in rich text']
  const { user_id: user, url } = rest as { readonly user_id?: unknown; readonly url?: unknown }
  return [
    ...(typeof user === 'string' && !someone.test(user) ? [`rich text names ${user}`] : []),
    ...(typeof url === 'string' && url.includes('evil.example') ? [`rich text leads to ${url}`] : []),
    ...mentions(Object.values({ text, ...rest })),
  ]
}

function inMrkdwn(text: string): readonly string[] {
  return [...text.matchAll(/<([^<>]*)>/g)]
    .map(([, inside = '']) => inside)
    .filter(
      (inside) =>
        (inside.startsWith('!') && !inside.startsWith('!date^')) ||
        (inside.startsWith('@') && !someone.test(inside.slice(1))) ||
        inside.includes('evil.example'),
    )
    .map((inside) => `<${inside}>`)
}
