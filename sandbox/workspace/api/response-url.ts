import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SlackAnswer } from '../emulator.js'
import { recordFrom } from '../messages.js'
import type { RunningWorkspace } from '../running-workspace.js'
import type { ResponseTarget } from '../response-urls.js'
import { type Args, flag, parseArguments, readBody } from './arguments.js'
import { withIds } from './block-ids.js'
import { change, post, refuseContent, showEphemeral } from './chat.js'
import { refusal } from './method.js'
import { json, spoil } from './server.js'

/** Answers a POST to a response_url: `ok`, or Slack's refusal. */
export async function serveResponseUrl(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  workspace: RunningWorkspace,
): Promise<void> {
  const args = parseArguments(request, url, (await readBody(request)).toString())
  const record = (outcome: string): void => {
    workspace.calls.push({ method: 'response_url', args, at: workspace.settings.now(), outcome })
  }
  const fault = workspace.faults.take('response_url', [])
  if (fault !== undefined) return spoil(fault, request, response, record, workspace)
  const answer = await respond(url.pathname.slice('/response/'.length), args, workspace)
  record(answer.ok ? 'ok' : (answer.error ?? 'unknown_error'))
  if (answer.ok) response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
  else json(response, answer.error === 'used_url' || answer.error === 'expired_url' ? 404 : 400, answer)
}

async function respond(id: string, args: Args, workspace: RunningWorkspace): Promise<SlackAnswer> {
  const target = workspace.responseUrls.use(id)
  if ('error' in target) return refusal(target.error)
  const original =
    target.messageTs === undefined ? undefined : workspace.messages.find(target.channel, target.messageTs)
  if (flag(args, 'delete_original') && original !== undefined) return remove(target, workspace)

  const refused = refuseContent(args, 'post', workspace)
  if (refused !== undefined) return refused
  if (flag(args, 'replace_original') && original !== undefined) {
    if (original.ephemeralFor === undefined) return change(original, content(args), workspace)
    const raw = { ...original.raw, text: args['text'] ?? '', blocks: undefined, ...withIds(args) }
    workspace.messages.save(recordFrom(target.channel, raw, { ...original, edits: original.edits + 1 }))
    return { ok: true }
  }
  const thread = target.threadTs === undefined ? {} : { thread_ts: target.threadTs }
  const message = { ...thread, ...content(args) }
  if (args['response_type'] !== 'in_channel') {
    showEphemeral(target.channel, target.person, message, workspace)
    return { ok: true }
  }
  const channel = workspace.channels.find(target.channel)
  return channel === undefined ? refusal('channel_not_found') : post(channel, message, workspace)
}

async function remove(target: ResponseTarget, workspace: RunningWorkspace): Promise<SlackAnswer> {
  const ts = target.messageTs ?? ''
  const message = workspace.messages.find(target.channel, ts)
  if (message?.ephemeralFor === undefined) {
    const { botToken } = workspace.settings.credentials
    const answer = await workspace.slack.call(botToken, 'chat.delete', { channel: target.channel, ts })
    if (!answer.ok) return answer
  }
  workspace.messages.remove(target.channel, ts)
  return { ok: true }
}

function content(args: Args): Args {
  const { response_type: _type, replace_original: _replace, delete_original: _delete, ...rest } = args
  return rest
}
