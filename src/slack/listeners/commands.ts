import type { AnyMiddlewareArgs, App, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { askWhatIsMissing } from '../ask-form.js'
import type { Background } from '../background.js'
import { deliverReply } from '../deliver-reply.js'
import { deliveryId } from '../deliveries/delivery-id.js'
import { saidLine } from '../deliveries/said.js'
import type { Edge } from '../edge.js'
import { type Waiting, whileWaiting } from '../waiting.js'
import { storeUnavailable } from '../unavailable.js'

/**
 * Slash commands. Whatever name the Slack app gave the command, only ours arrive here. In front of Bolt's listeners rather than among them:
 * Bolt would walk through those of mentions, clicks, modals and the home tab before each acknowledgement (docs/bench.md).
 */
export function listenToCommands(app: App, edge: Edge, background: Background): void {
  app.use(async (args) => {
    if (!isCommand(args)) return args.next()
    const { command, ack } = args
    const delivery = deliveryId(command.trigger_id, command.response_url)
    // Slack sends it empty; what stands in between may leave out what is empty.
    const text = command.text ?? ''
    const place = { channel: command.channel_id, channelName: command.channel_name }
    const about = {
      kind: 'command' as const,
      said: saidLine(`${command.command} ${text}`),
      person: command.user_id,
      place,
      responseUrl: command.response_url,
    }
    const claim = await edge.deliveries.claim(delivery, { about })
    if (claim === 'unavailable')
      return ack({ response_type: 'ephemeral', text: storeUnavailable(edge.deliveries.fault()) })
    await ack()
    if (claim === 'duplicate') return
    const answer = async (waiting: Waiting) => {
      const caller = {
        id: command.user_id,
        name: await edge.directory.nameOf(command.user_id),
        origin: 'command' as const,
        place,
        request: delivery,
      }
      const answered = await waiting(edge.inside.run(text, caller))
      const reply = await askWhatIsMissing(edge, answered, command.trigger_id, caller, delivery)
      if (reply === undefined) return
      await deliverReply(edge, reply, caller, { delivery, responseUrl: command.response_url })
    }
    background('command', () =>
      edge.deliveries.during(delivery, () => whileWaiting(edge, { delivery, ...about }, answer)),
    )
  })
}

function isCommand<Args extends AnyMiddlewareArgs>(args: Args): args is Args & SlackCommandMiddlewareArgs {
  return 'command' in args && args.command !== undefined
}
