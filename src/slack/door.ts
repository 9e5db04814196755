import type { ReceiverEvent } from '@slack/bolt'
import { inTime } from '../core/in-time.js'
import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'
import { section } from './blocks.js'
import type { Edge } from './edge.js'
import type { Identity, IdentityReader } from './identity.js'
import { message } from './message.js'
import { type Foreign, foreignTo } from './origin.js'
import { respond } from './outbox/response-url.js'

/** Slack has not said yet who we are: asked once more, in the path of an acknowledgement (ms). */
const askWithin = 700

type Fields = Readonly<Record<string, unknown>>

/** Lets only payloads of our own workspace and app through; whoever sent another one is told so, and it is kept in the audit. */
export function createDoor(
  edge: Pick<Edge, 'inside' | 'logger'>,
  identity: IdentityReader,
  background: (what: string, work: () => Promise<void>) => void,
) {
  /** Who we are; undefined where Slack does not say. */
  async function own(): Promise<Identity | undefined> {
    return identity.known() ?? (await inTime(askWithin, identity.read()))
  }

  return {
    /** True: it may come in. False: it was acknowledged, with words where there is a place for them. @throws for an event that is to be delivered again */
    async admits({ body, ack }: Pick<ReceiverEvent, 'body' | 'ack'>): Promise<boolean> {
      const us = await own()
      const foreign = us === undefined ? 'unknown' : foreignTo(us, body)
      if (foreign === undefined) return true
      const reply = refusal(foreign)
      const { text } = reply.message
      if (body['type'] === 'event_callback') {
        if (foreign === 'unknown') throw new Error(text)
        await ack()
      } else if (body['command'] !== undefined) {
        await ack({ response_type: 'ephemeral', text })
      } else if (body['type'] === 'view_submission') {
        await ack({ response_action: 'errors', errors: { [firstInput(body)]: text } })
      } else {
        await ack()
        tell(body['response_url'], reply)
      }
      edge.logger.warn(
        { foreign, type: body['type'] ?? 'command', team: teamIn(body) },
        'A payload was refused',
      )
      if (foreign !== 'unknown') {
        background('refused payload', async () => {
          const said = `${String(body['command'] ?? body['type'])} of ${foreign}`
          await edge.inside.refused?.(said, senderOf(body), reply)
        })
      }
      return false
    },
  }

  function tell(responseUrl: unknown, { message: { text, blocks } }: Reply): void {
    if (typeof responseUrl !== 'string') return
    background('refused payload', async () => {
      await respond(fetch, responseUrl, { text, blocks: [...blocks] }, 'ephemeral')
    })
  }
}

function refusal(foreign: Foreign | 'unknown'): Reply {
  const words =
    foreign === 'unknown'
      ? 'ohmy has not learned from Slack yet which workspace it works for, so nothing was started. Try again in a minute; whoever runs ohmy finds the reason in its log.'
      : `This came from ${foreign} than the one ohmy works for, so nothing was done.`
  return {
    message: message([section(`⚠️ ${words}`)]),
    data: { error: 'foreign-payload' },
    shownTo: 'caller',
    failed: 'refused',
  }
}

/** Errors of a modal have to name an input of it. */
function firstInput(body: Fields): string {
  const blocks = (body['view'] as { blocks?: unknown } | undefined)?.blocks
  const inputs = Array.isArray(blocks) ? (blocks as Fields[]) : []
  return String(inputs.find(({ type }) => type === 'input')?.['block_id'] ?? '')
}

function teamIn(body: Fields): unknown {
  return body['team_id'] ?? (body['team'] as { id?: unknown } | null | undefined)?.id
}

/** Whom the payload names. Nothing is done for them. */
function senderOf(body: Fields): Caller {
  const user = (body['user'] as { id?: unknown } | undefined)?.id ?? body['user_id']
  const inEvent = (body['event'] as { user?: unknown } | undefined)?.user
  const id = String(user ?? inEvent ?? 'unknown')
  const origin =
    body['command'] !== undefined ? 'command' : body['type'] === 'view_submission' ? 'modal' : 'button'
  return { id, name: id, origin: body['type'] === 'event_callback' ? 'mention' : origin }
}
