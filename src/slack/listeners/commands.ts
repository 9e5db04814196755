import type { AnyMiddlewareArgs, App, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { askForm } from '../ask-form.js'
import type { Background } from '../bolt-app.js'
import { deliverReply } from '../deliver-reply.js'
import type { Edge } from '../edge.js'
import { storeUnavailable } from '../unavailable.js'

/**
 * Slash commands. Whatever name the Slack app gave the command, only ours arrive here. In front of Bolt's listeners rather than among them:
 * Bolt would walk through those of mentions, clicks, modals and the home tab before each acknowledgement (docs/bench.md).
 */
export function listenToCommands(app: App, edge: Edge, background: Background): void {
  app.use(async (args) => {
    if (!isCommand(args)) return args.next()
    const { command, ack } = args
    const claim = await edge.deliveries.claim(command.trigger_id)
    if (claim === 'unavailable') return ack({ response_type: 'ephemeral', text: storeUnavailable })
    await ack()
    if (claim === 'duplicate') return
    background('command', async () => {
      const caller = {
        id: command.user_id,
        name: await edge.directory.nameOf(command.user_id),
        origin: 'command' as const,
        place: { channel: command.channel_id, channelName: command.channel_name },
      }
      const reply = await edge.inside.run(command.text, caller)
      if (reply.form !== undefined && (await askForm(edge, reply.form, command.trigger_id, caller.place)))
        return
      await deliverReply(edge, reply, caller, {
        delivery: command.trigger_id,
        responseUrl: command.response_url,
      })
    })
  })
}

function isCommand<Args extends AnyMiddlewareArgs>(args: Args): args is Args & SlackCommandMiddlewareArgs {
  return 'command' in args && args.command !== undefined
}
