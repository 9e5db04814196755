import { interactiveIn } from '../blocks/check.js'
import { isNode, type Node } from '../blocks/rules.js'
import type { Act, Delivery, Person } from '../contract.js'
import type { StateValues } from '../modals.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { elementValue, keepsValue } from './element-values.js'
import { deliveryFrom } from './outcome.js'
import { interaction, stateValues, viewPayload, withValue } from './payloads.js'

type Payload = Readonly<Record<string, unknown>>

/**
 * A person uses a button, menu or picker of a message, a modal or their home tab. Throws when it is not there.
 * `seen` are the blocks on the person's screen, where they may be older than the message is by now.
 */
export async function act(
  person: Person,
  action: Omit<Act, 'person'>,
  workspace: RunningWorkspace,
  seen?: readonly unknown[],
): Promise<Delivery> {
  const payload = {
    ...interaction('block_actions', person, workspace),
    ...source(person, action, workspace, seen),
  }
  return deliveryFrom(await workspace.transport.deliver('interactive', payload))
}

function source(
  person: Person,
  action: Omit<Act, 'person'>,
  workspace: RunningWorkspace,
  seen: readonly unknown[] | undefined,
): Payload {
  const { container } = action
  if (container.kind === 'message') return fromMessage(person, action, container, workspace, seen)
  const view =
    container.kind === 'modal' ? workspace.modals.find(container.id) : workspace.modals.home(person.slackId)
  if (view === undefined || view.person !== person.slackId)
    throw new Error(`${person.name} has no such view open`)
  const element = elementAt(seen ?? view.view.blocks, action)
  const values = chosen(view.values, element, action)
  if ('rootId' in view) workspace.modals.replace({ ...view, values })
  else workspace.modals.saveHome({ ...view, values })
  return {
    container: { type: 'view', view_id: view.id },
    view: viewPayload({ ...view, values }),
    actions: [actionPayload(element, action, workspace)],
  }
}

function fromMessage(
  person: Person,
  action: Omit<Act, 'person'>,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  workspace: RunningWorkspace,
  seen: readonly unknown[] | undefined,
): Payload {
  const message = workspace.messages.find(channel, ts)
  const hidden = message?.ephemeralFor !== undefined && message.ephemeralFor !== person.slackId
  if (message === undefined || hidden) throw new Error(`${person.name} sees no message ${ts} in ${channel}`)
  const element = elementAt(seen ?? message.blocks, action)
  const key = `${channel} ${ts} ${person.slackId}`
  const values = chosen(workspace.selections.get(key) ?? {}, element, action)
  workspace.selections.set(key, values)
  const isEphemeral = message.ephemeralFor !== undefined
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs }
  const place = workspace.channels.find(channel)
  return {
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: isEphemeral, ...thread },
    channel: { id: channel, name: place?.directMessageWith === undefined ? place?.name : 'directmessage' },
    // Slack keeps no ephemeral messages and sends none back.
    ...(isEphemeral ? {} : { message: message.raw }),
    state: { values: stateValues(message.blocks, values) },
    response_url: workspace.responseUrls.issue({
      channel,
      person: person.slackId,
      messageTs: ts,
      ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    }),
    actions: [actionPayload(element, action, workspace)],
  }
}

function elementAt(blocks: readonly unknown[], { blockId, actionId }: Omit<Act, 'person'>): Node {
  const block = blocks.filter(isNode).find((candidate) => candidate['block_id'] === blockId)
  const element = block && interactiveIn(block).find((candidate) => candidate['action_id'] === actionId)
  if (element === undefined)
    throw new Error(`there is nothing to use at block ${blockId}, action ${actionId}`)
  return element
}

function chosen(values: StateValues, element: Node, action: Omit<Act, 'person'>): StateValues {
  if (!keepsValue(element)) return values
  return withValue(values, action.blockId, action.actionId, elementValue(element, action.value))
}

function actionPayload(element: Node, action: Omit<Act, 'person'>, workspace: RunningWorkspace): Payload {
  const common = { action_id: action.actionId, block_id: action.blockId, action_ts: workspace.nextTs() }
  const { type, text, value, style, placeholder } = element
  if (type === 'button' || type === 'icon_button') {
    return {
      type,
      ...common,
      text,
      ...(value === undefined ? {} : { value }),
      ...(style === undefined ? {} : { style }),
    }
  }
  return {
    ...elementValue(element, action.value),
    ...common,
    ...(placeholder === undefined ? {} : { placeholder }),
  }
}
