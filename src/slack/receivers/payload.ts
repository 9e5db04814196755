import { z } from 'zod'

/*
 * What Slack delivers, as far as ohmy and Bolt read it. Signed bodies of another shape would break in the middle of a listener, and Slack would deliver them
 * again and again. What is not named here is tolerated: Slack adds fields.
 */

const text = z.string()
const said = text.nullish()
const person = z.looseObject({ id: text })

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
const Command = z.looseObject({
  command: text,
  text: said,
  user_id: text,
  channel_id: text,
  channel_name: said,
  trigger_id: said,
  response_url: said,
})

/** https://docs.slack.dev/apis/events-api */
const Event = z.looseObject({
  type: z.literal('event_callback'),
  event_id: text,
  event: z.looseObject({
    type: text,
    subtype: said,
    // Slack leaves out what an event has not; null would break Bolt, which asks whether it is there.
    user: text.optional(),
    text: said,
    channel: z.union([text, z.looseObject({ id: text })]).optional(),
    ts: text.optional(),
    thread_ts: text.optional(),
    deleted_ts: text.optional(),
    message: z.looseObject({ user: said, text: said, ts: said }).nullish(),
    previous_message: z.looseObject({ user: said, text: said, ts: said }).nullish(),
  }),
})

const State = z.looseObject({
  values: z.record(text, z.record(text, z.looseObject({ type: text, value: said }))),
})
const View = z.looseObject({
  id: text,
  callback_id: said,
  hash: said,
  private_metadata: said,
  // A Home tab has none.
  title: z.looseObject({ text }).nullish(),
  blocks: z.array(z.looseObject({ type: text })).nullish(),
  state: State.nullish(),
})

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const Clicked = z.looseObject({
  type: z.literal('block_actions'),
  user: person,
  trigger_id: said,
  response_url: said,
  // Left out in a view, and never null: Bolt asks only whether it is there.
  channel: z.looseObject({ id: text, name: said }).optional(),
  message: z.looseObject({ ts: text.optional(), thread_ts: said }).nullish(),
  container: z.looseObject({}).nullish(),
  view: View.nullish(),
  actions: z.array(
    z.looseObject({
      type: text,
      action_id: text,
      block_id: said,
      // Left out where a button has none; null would be taken for a line.
      value: text.optional(),
      selected_option: z.looseObject({ value: text }).nullish(),
    }),
  ),
})

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const Submitted = z.looseObject({
  type: z.enum(['view_submission', 'view_closed']),
  user: person,
  trigger_id: said,
  view: View.extend({ callback_id: text, title: z.looseObject({ text }), state: State }),
})

/** Nobody listens to these; Bolt reads them. */
const Called = z.looseObject({
  type: z.enum(['shortcut', 'message_action', 'block_suggestion']),
  user: person,
  callback_id: said,
})

/** What it says it is, or a slash command, which has no type. */
const shapes: Readonly<Record<string, z.ZodType>> = {
  event_callback: Event,
  block_actions: Clicked,
  view_submission: Submitted,
  view_closed: Submitted,
  shortcut: Called,
  message_action: Called,
  block_suggestion: Called,
}

/**
 * Why it has not the shape of something that Slack delivers to an app: the way to the first member that is another, `event.user`; undefined where it has. No value is
 * repeated.
 */
export function misshapen(body: unknown): string | undefined {
  const { type } = (body ?? {}) as { readonly type?: unknown }
  const shape = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : Command
  const { error } = (shape ?? Command).safeParse(body)
  if (error === undefined) return undefined
  return error.issues[0]?.path.map(String).join('.') || 'all of it'
}
