import type { App, BlockAction } from '@slack/bolt'
import { actions } from '../actions/index.js'
import type { Action, Click } from '../actions/action.js'
import { interrupted, isUnreadable, unreadable } from '../actions/unreadable.js'
import type { Place } from '../../core/caller.js'
import type { Reply } from '../../core/message.js'
import { askForm } from '../ask-form.js'
import type { Background } from '../bolt-app.js'
import { deliverReply } from '../deliver-reply.js'
import { saidByClick } from '../deliveries/said.js'
import type { Edge } from '../edge.js'
import { publishHome } from '../home.js'
import { storeUnavailable } from '../unavailable.js'

/** Buttons and menus. A click is a claim: who may do what is decided inside, as for typed words. Every click gets an answer. */
export function listenToActions(app: App, edge: Edge, background: Background): void {
  app.action({ type: 'block_actions' }, async ({ body, ack }) => {
    const [clicked] = body.actions
    if (clicked === undefined) return ack()
    const delivery = `${body.trigger_id}:${clicked.action_id}`
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
    const action = actions.find((candidate) => candidate.id === clicked.action_id)
    const answer = async () => {
      if (claim === 'unavailable' && action?.withoutStore !== true) return sayUnavailable(edge, body)
      const made = await clickOf(edge, body, clicked)
      const caller = { ...(action?.callerOf?.(edge, made) ?? made.caller), request: delivery }
      const click = { ...made, caller }
      const reply = action === undefined ? unreadable() : await attempt(edge, action, click)
      if (reply === undefined) return
      if (isUnreadable(reply)) {
        const said = `click ${clicked.action_id} ${click.value ?? ''}`
        await edge.inside.refused?.(said, caller, reply)
      }
      if (
        reply.form !== undefined &&
        (await askForm(edge, reply.form, body.trigger_id, caller.place, delivery))
      )
        return
      // What did not work on the Home tab is said there; what worked shows there, unless its answer goes elsewhere.
      const { origin } = caller
      if (origin === 'home' && (caller.place === undefined || reply.failed !== undefined)) {
        return publishHome(edge, caller.id, reply.failed === undefined ? undefined : reply.message)
      }
      const replaces =
        action?.replaces === true && click.message !== undefined ? { replaces: click.message } : {}
      await deliverReply(edge, reply, caller, { delivery, ...replaces, ...responseUrl })
    }
    background(clicked.action_id, () => edge.deliveries.during(delivery, answer))
  })
}

/** What a click could not do because Slack or the store did not answer is said, not only logged. */
async function attempt(edge: Edge, action: Action, click: Click): Promise<Reply | undefined> {
  try {
    return await action.run(edge, click)
  } catch (error) {
    edge.logger.warn({ err: error, action: action.id }, 'A click could not be followed')
    return interrupted()
  }
}

async function clickOf(
  edge: Edge,
  body: BlockAction,
  clicked: BlockAction['actions'][number],
): Promise<Click> {
  const place = placeOf(body)
  const channel = place?.channel
  const ts = body.message?.ts
  return {
    caller: {
      id: body.user.id,
      name: await edge.directory.nameOf(body.user.id),
      origin: channel === undefined ? 'home' : 'button',
      ...(place === undefined ? {} : { place }),
    },
    value: valueOf(clicked),
    triggerId: body.trigger_id,
    ...(channel === undefined || ts === undefined || body.container['is_ephemeral'] === true
      ? {}
      : { message: { channel, ts } }),
  }
}

/** Where it was clicked; undefined on the Home tab. */
function placeOf({ channel, message }: BlockAction): Place | undefined {
  if (channel === undefined) return undefined
  const threadTs: unknown = message?.['thread_ts']
  return {
    channel: channel.id,
    ...(channel.name === undefined ? {} : { channelName: channel.name }),
    ...(typeof threadTs === 'string' ? { threadTs } : {}),
  }
}

function valueOf(clicked: BlockAction['actions'][number]): string | undefined {
  if (clicked.type === 'button') return clicked.value
  if (clicked.type === 'static_select' || clicked.type === 'overflow') return clicked.selected_option.value
  return undefined
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
