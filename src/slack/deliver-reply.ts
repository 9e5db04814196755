import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'
import type { Edge } from './edge.js'
import { contentsOf } from './outbox/content.js'
import type { Letter } from './outbox/contract.js'
import { type Failure, failureOf } from './outbox/failure.js'
import { letterOf } from './outbox/flow-letter.js'
import { respond } from './outbox/response-url.js'
import { createUpload } from './upload.js'
import { answerKey } from './waiting.js'
import { filesMissingMessage } from './views/answers/files-missing.js'
import { notTakenHereMessage } from './views/answers/not-taken-here.js'

/** Where a reply goes, besides what the caller's place says. */
export interface Route {
  /** Names the answer: one delivery of Slack's has one. */
  readonly delivery: string
  /** Of the letter; by the clock unless said. */
  readonly version?: number
  readonly responseUrl?: string
  /** Instead of a new message, this one shows the reply. */
  readonly replaces?: { readonly channel: string; readonly ts: string }
}

/** ms. Files follow their message; when it is slower than this they go first rather than never. */
const messageFirstWithin = 8_000

/**
 * Hands a reply to the outbox and, once it is shown, uploads its files to the same place (for an answer that only one person sees: into the
 * direct message with them). The card of an operation is there already: the engine keeps it.
 */
export async function deliverReply(edge: Edge, reply: Reply, caller: Caller, route: Route): Promise<void> {
  const { operation, reading, run, incident, alert, page, deployment, preflight } = reply
  const flow = operation ?? reading ?? run ?? incident ?? alert ?? page ?? deployment ?? preflight
  if (flow !== undefined) return sayWhereItCannotStand(edge, flow, reply, caller, route)
  const channel = caller.place?.channel
  if (channel === undefined) return
  const version = route.version ?? edge.clock.now()
  const { message } = reply
  if (route.replaces !== undefined && reply.shownTo === 'place' && reply.failed === undefined) {
    const { channel: posted, ts } = route.replaces
    const letter = {
      key: `message:${posted}:${ts}`,
      to: { channel: posted, ts },
      message,
      version,
      final: true,
    }
    if (!(await isOurs(edge, route, letter))) return
    await send(edge, letter, route.responseUrl)
    return sendFiles(edge, reply, caller, letter, route.responseUrl)
  }
  const threadTs = caller.place?.threadTs
  const to = {
    channel,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(reply.shownTo === 'caller' && !isPerson(channel) ? { ephemeralFor: caller.id } : {}),
    ...(route.responseUrl === undefined ? {} : { responseUrl: route.responseUrl }),
  }
  // What everybody sees takes over what stood there while it was waited for.
  const key = 'ephemeralFor' in to ? `${answerKey(route.delivery)}:private` : answerKey(route.delivery)
  const letter = { key, to, message, version, final: true }
  if (!(await isOurs(edge, route, letter))) return
  await send(edge, letter, route.responseUrl)
  return sendFiles(edge, reply, caller, letter, route.responseUrl)
}

/**
 * A slash command can be used where ohmy is not: in a private channel, its message is taken by nobody. Whoever asked is told so, by the response_url or in the
 * direct message; a place that takes messages costs one look into the store.
 */
async function sayWhereItCannotStand(
  edge: Edge,
  flow: string,
  { operation }: Reply,
  caller: Caller,
  { delivery, responseUrl }: Route,
): Promise<void> {
  const channel = caller.place?.channel
  if (channel === undefined || isPerson(channel)) return
  const letter = letterOf(flow)
  // Should this process die while it looks, the flow's own message is the answer.
  await edge.deliveries.answer(delivery, { letter, version: 1 }).catch(() => undefined)
  const refusal = await edge.outbox.refusal(letter, messageFirstWithin)
  if (refusal === undefined) return
  const to =
    responseUrl === undefined ? { channel: caller.id } : { channel, ephemeralFor: caller.id, responseUrl }
  const cancel = operation === undefined ? undefined : `/ohmy cancel ${operation}`
  const message = notTakenHereMessage(flow, { ...refusal, isHere: refusal.channel === channel }, cancel)
  const key = `${answerKey(delivery)}:not-taken`
  await send(edge, { key, to, message, version: edge.clock.now(), final: true }, responseUrl)
}

/** Another process may have answered, when this one was not heard of for too long. Without a store nobody else can know, and the person is still told. */
async function isOurs(edge: Edge, { delivery }: Route, { key, version }: Letter): Promise<boolean> {
  const ours = await edge.deliveries.answer(delivery, { letter: key, version }).catch(() => true)
  if (!ours) edge.logger.warn({ delivery }, 'An answer came too late: another process has given one')
  return ours
}

/**
 * Whether a place is a person: Slack then means the direct message with them, in which nothing needs to be ephemeral
 * (https://docs.slack.dev/reference/methods/chat.postMessage#channels).
 */
function isPerson(channel: string): boolean {
  return /^[UW][A-Z0-9]{5,}$/.test(channel)
}

/** Sent once. When they do not arrive, that is said where they were to be seen. */
async function sendFiles(
  edge: Edge,
  reply: Reply,
  caller: Caller,
  after: Letter,
  responseUrl: string | undefined,
): Promise<void> {
  const { files = [] } = reply
  const place = caller.place
  if (files.length === 0 || place === undefined) return
  await edge.outbox.shown(after, messageFirstWithin)
  const { channel, threadTs } = place
  const inPlace = { channel, ...(threadTs === undefined ? {} : { threadTs }) }
  const to = reply.shownTo === 'caller' || isPerson(channel) ? { person: caller.id } : inPlace
  try {
    await createUpload(edge.web)(to, files)
  } catch (error) {
    const failure = failureOf(error)
    edge.logger.warn({ err: error, files: files.length }, 'Slack did not take the files of an answer')
    const why =
      failure.kind === 'limited' ? 'ratelimited' : failure.kind === 'unsure' ? 'unanswered' : failure.error
    const { ts: _updated, ...beside } = after.to
    const letter: Letter = {
      key: `${after.key}:files`,
      to: beside,
      message: filesMissingMessage(files, why),
      version: edge.clock.now(),
      final: true,
    }
    await send(edge, letter, responseUrl)
  }
}

/** The store may go away between the acknowledgement and the answer. A response_url needs none, so the person is still told. */
async function send(edge: Edge, letter: Letter, responseUrl: string | undefined): Promise<void> {
  try {
    await edge.outbox.send(letter)
  } catch (error) {
    if (responseUrl === undefined) throw error
    edge.logger.warn(
      { err: error, letter: letter.key },
      'The store is away; an answer goes to the person alone',
    )
    for (const content of contentsOf(letter.message, 'post')) {
      const answer = await respond(fetch, responseUrl, content, 'ephemeral')
      if (answer.ok) return
      if (answer.failure.kind !== 'content')
        throw new Error(`Nobody could be told: ${wordsOf(answer.failure)}`)
    }
  }
}

function wordsOf(failure: Failure): string {
  return failure.kind === 'limited' ? 'too many answers' : failure.error
}
