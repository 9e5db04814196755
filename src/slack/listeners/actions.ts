import { channelAddress } from '../../core/channel-reference.js'
import type { App, BlockAction } from '@slack/bolt'
import type { Caller, Place } from '../../core/caller.js'
import type { Reply } from '../../core/message.js'
import { interrupted, unreadable } from '../unreadable.js'
import { askWhatIsMissing } from '../ask-form.js'
import { changeForm } from '../change-form.js'
import { commandForm } from '../modals/command-form.js'
import type { Background } from '../background.js'
import { deliverReply } from '../deliver-reply.js'
import { deliveryId } from '../deliveries/delivery-id.js'
import { saidByClick } from '../deliveries/said.js'
import type { Edge } from '../edge.js'
import { publishHome, refreshHome } from '../home.js'
import { type AnswersIn, readActionId } from '../say.js'
import { type Waiting, whileWaiting } from '../waiting.js'
import { storeUnavailable } from '../unavailable.js'

/** Buttons and menus. A click is a claim: who may do what is decided inside, as for typed words. Every click gets an answer. */
export function listenToActions(app: App, edge: Edge, background: Background): void {
  app.action({ type: 'block_actions' }, async ({ body, ack }) => {
    const [clicked] = body.actions
    if (clicked === undefined) return ack()
    if (body.view?.callback_id === commandForm.callbackId) {
      await ack()
      return background('form', () => changeForm(edge, body, clicked))
    }
    const trigger = deliveryId(body.trigger_id, body.response_url, clicked.action_ts)
    const delivery = `${trigger}:${clicked.action_id}`
    const place = placeOf(body)
    const responseUrl = body.response_url === undefined ? {} : { responseUrl: body.response_url }
    const about = {
      kind: 'click' as const,
      said: saidByClick(clicked),
      person: body.user.id,
      ...(place === undefined ? {} : { place }),
      ...responseUrl,
    }
    const claim = await edge.deliveries.claim(delivery, { about })
    await ack()
    if (claim === 'duplicate') return
    const answers = readActionId(clicked.action_id)
    const answer = async (waiting: Waiting) => {
      if (clicked.action_id === refreshHome) return publishHome(edge, body.user.id)
      if (claim === 'unavailable') return sayUnavailable(edge, body)
      const caller = { ...(await callerOf(edge, body, answers)), request: delivery }
      const pressed = await waiting(press(edge, clicked, answers, caller))
      const reply = await askWhatIsMissing(edge, pressed, body.trigger_id, caller, delivery)
      if (reply === undefined) return
      // What did not work on the Home tab is said there; what worked shows there, unless its answer goes elsewhere.
      if (caller.origin === 'home' && (caller.place === undefined || reply.failed !== undefined)) {
        return publishHome(edge, caller.id, reply.failed === undefined ? undefined : reply.message)
      }
      const message = answers === 'replace' ? messageOf(body) : undefined
      const replaces = message === undefined ? {} : { replaces: message }
      await deliverReply(edge, reply, caller, { delivery, ...replaces, ...responseUrl })
    }
    background(clicked.action_id, () =>
      edge.deliveries.during(delivery, () => whileWaiting(edge, { delivery, ...about }, answer)),
    )
  })
}

/** What was pressed is a line that somebody might have typed: who may say it, and whether it still counts, is decided as for typed words. */
async function press(
  edge: Edge,
  clicked: BlockAction['actions'][number],
  answers: AnswersIn | undefined,
  caller: Caller,
): Promise<Reply> {
  const line = valueOf(clicked)
  if (answers === undefined || line === undefined) {
    const reply = unreadable()
    await edge.inside.refused?.(`click ${clicked.action_id} ${line ?? ''}`, caller, reply)
    return reply
  }
  try {
    return await edge.inside.run(line, caller)
  } catch (error) {
    edge.logger.warn({ err: error, action: clicked.action_id }, 'A click could not be followed')
    return interrupted()
  }
}

async function callerOf(edge: Edge, body: BlockAction, answers: AnswersIn | undefined): Promise<Caller> {
  const place = placeOf(body) ?? placeForHome(edge, body, answers)
  return {
    id: body.user.id,
    name: await edge.directory.nameOf(body.user.id),
    origin: body.channel === undefined ? 'home' : 'button',
    ...(place === undefined ? {} : { place }),
  }
}

/** Where the answer to what was pressed on the Home tab goes. */
function placeForHome(
  { config }: Edge,
  { user }: BlockAction,
  answers: AnswersIn | undefined,
): Place | undefined {
  const { operations } = config.channels
  if (answers === 'channel') return { channel: channelAddress(operations), channelName: operations }
  return answers === 'direct' ? { channel: user.id } : undefined
}

/** The message it stands in, when it can be updated. */
function messageOf({ channel, message, container }: BlockAction) {
  const ts: string | undefined = message?.ts
  // Typed as always there: a click is answered where it is not, too.
  const { is_ephemeral: isEphemeral } = (container as BlockAction['container'] | null | undefined) ?? {}
  if (channel === undefined || ts === undefined || isEphemeral === true) return undefined
  return { channel: channel.id, ts }
}

/** Where it was clicked; undefined on the Home tab. */
function placeOf({ channel, message, container }: BlockAction): Place | undefined {
  if (channel === undefined) return undefined
  // Of what one person alone sees Slack sends no message; which thread it stands in, the container says (slackapi/java-slack-sdk#1200).
  const { thread_ts: inThread } = (container as { thread_ts?: unknown } | null | undefined) ?? {}
  const threadTs: unknown = message?.['thread_ts'] ?? inThread
  return {
    channel: channel.id,
    ...(channel.name === undefined ? {} : { channelName: channel.name }),
    ...(typeof threadTs === 'string' ? { threadTs } : {}),
  }
}

function valueOf(clicked: BlockAction['actions'][number]): string | undefined {
  if (clicked.type === 'button') return clicked.value
  if (clicked.type !== 'static_select' && clicked.type !== 'overflow') return undefined
  // Typed as always there; nothing is said by a menu in which nothing was chosen.
  const { selected_option: chosen } = clicked as {
    readonly selected_option?: { readonly value: string } | null
  }
  return chosen?.value
}

/** A click has no body to answer in; its response_url needs no store. */
async function sayUnavailable(edge: Edge, body: BlockAction): Promise<void> {
  if (body.response_url === undefined) return
  await fetch(body.response_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      response_type: 'ephemeral',
      replace_original: false,
      text: storeUnavailable(edge.deliveries.fault()),
    }),
    signal: AbortSignal.timeout(5_000),
  }).catch((error: unknown) =>
    edge.logger.warn({ err: error }, 'A person could not be told that the store is away'),
  )
}
