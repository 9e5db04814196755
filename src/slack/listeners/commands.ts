import type { AnyMiddlewareArgs, App, SlackCommandMiddlewareArgs } from '@slack/bolt'
import type { Place } from '../../core/caller.js'
import type { Form } from '../../core/form.js'
import type { Background } from '../bolt-app.js'
import { deliverReply } from '../deliver-reply.js'
import type { Edge } from '../edge.js'
import { storeUnavailable } from '../unavailable.js'
import { commandForm } from '../views/command-form.js'

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
      if (reply.form !== undefined && (await isAsked(edge, reply.form, command.trigger_id, caller.place)))
        return
      await deliverReply(edge, reply, caller, {
        delivery: command.trigger_id,
        responseUrl: command.response_url,
      })
    })
  })
}

/** Opens the form, if its trigger still lives; otherwise the words of the reply have to do. */
async function isAsked(edge: Edge, form: Form, trigger: string, place: Place): Promise<boolean> {
  try {
    await edge.web.views.open({ trigger_id: trigger, view: commandForm(form, place) })
    return true
  } catch (error) {
    edge.logger.warn({ err: error, verb: form.verb }, 'A form could not be opened')
    return false
  }
}

function isCommand<Args extends AnyMiddlewareArgs>(args: Args): args is Args & SlackCommandMiddlewareArgs {
  return 'command' in args && args.command !== undefined
}
