import { interactiveIn } from '../blocks/check.js'
import { isNode, type Node } from '../blocks/rules.js'
import { checkView } from '../blocks/view.js'
import type { Delivery, Person, Submit } from '../contract.js'
import type { ModalRecord, StateValues } from '../modals.js'
import { modalFrom, pushedModal } from '../api/views.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { elementValue } from './element-values.js'
import { deliveryFrom } from './outcome.js'
import { interaction, stateValues, viewPayload } from './payloads.js'
import { clientErrors } from './client-checks.js'

/** A person presses a modal's submit button. What Slack's own client would refuse never reaches the bot. */
export async function submit(
  person: Person,
  modalId: string,
  values: Submit['values'],
  workspace: RunningWorkspace,
): Promise<Delivery> {
  const modal = openModal(person, modalId, workspace)
  const filled: ModalRecord = { ...modal, values: typed(modal, values) }
  const errors = clientErrors(filled.view.blocks, stateValues(filled.view.blocks, filled.values))
  workspace.modals.replace(withErrors(filled, errors))
  if (Object.keys(errors).length > 0) {
    return { ok: false, acknowledgedAfter: 0, error: Object.values(errors).join(' ') }
  }
  const acknowledgement = await workspace.transport.deliver('interactive', {
    ...interaction('view_submission', person, workspace),
    view: viewPayload(filled),
    response_urls: [],
  })
  if (!acknowledgement.ok) return deliveryFrom(acknowledgement, trouble(acknowledgement.error))
  // The bot may have changed the modal with views.update before it acknowledged.
  const current = workspace.modals.find(modalId)
  if (current === undefined) return deliveryFrom(acknowledgement)
  return deliveryFrom(acknowledgement, follow(current, acknowledgement.body, workspace))
}

/** A person closes a modal: the one below comes back, or all go when it says `clear_on_close`. */
export async function close(person: Person, modalId: string, workspace: RunningWorkspace): Promise<Delivery> {
  const modal = openModal(person, modalId, workspace)
  if (modal.view.clear_on_close === true) workspace.modals.clear(person.slackId)
  else workspace.modals.remove(modal.id)
  if (modal.view.notify_on_close !== true) return { ok: true, acknowledgedAfter: 0 }
  const { trigger_id: _none, ...payload } = interaction('view_closed', person, workspace)
  const isCleared = modal.view.clear_on_close === true
  return deliveryFrom(
    await workspace.transport.deliver('interactive', {
      ...payload,
      view: viewPayload(modal),
      is_cleared: isCleared,
    }),
  )
}

/** Does what the acknowledgement asks for. Returns what the person sees when it makes no sense. */
function follow(modal: ModalRecord, body: unknown, workspace: RunningWorkspace): string | undefined {
  const answer = isNode(body) ? body : {}
  const action = answer['response_action']
  if (action === undefined) workspace.modals.remove(modal.id)
  else if (action === 'clear') workspace.modals.clear(modal.person)
  else if (action === 'errors') return showErrors(modal, answer['errors'], workspace)
  else if (action === 'update' || action === 'push') return showView(modal, action, answer['view'], workspace)
  else return trouble('invalid response_action')
  return undefined
}

function showErrors(modal: ModalRecord, errors: unknown, workspace: RunningWorkspace): string | undefined {
  const inputs = modal.view.blocks.filter(isNode).filter(({ type }) => type === 'input')
  const known = new Set(inputs.map((block) => block['block_id']))
  if (!isNode(errors) || Object.keys(errors).length === 0) return trouble('errors are missing')
  if (!Object.keys(errors).every((blockId) => known.has(blockId)))
    return trouble('errors name no input block')
  workspace.modals.replace(withErrors(modal, errors as Record<string, string>))
  return undefined
}

function showView(
  modal: ModalRecord,
  action: 'update' | 'push',
  view: unknown,
  workspace: RunningWorkspace,
): string | undefined {
  const rules = { charts: workspace.settings.charts, refused: workspace.faults.refusedBlocks() }
  const problems = checkView(view, 'modal', rules)
  if (problems.length > 0) return trouble(problems.join(' '))
  if (action === 'update') {
    workspace.modals.replace(modalFrom(view as Node, modal, workspace))
    return undefined
  }
  const pushed = pushedModal(view as Node, modal.person, workspace)
  if (pushed === undefined) return trouble('push_limit_reached')
  workspace.modals.push(pushed)
  return undefined
}

function openModal(person: Person, modalId: string, workspace: RunningWorkspace): ModalRecord {
  const modal = workspace.modals.find(modalId)
  if (modal === undefined || modal.person !== person.slackId)
    throw new Error(`${person.name} has no modal ${modalId}`)
  return modal
}

function typed(modal: ModalRecord, values: Submit['values']): StateValues {
  const blocks = (modal.view.blocks as readonly unknown[]).filter(isNode)
  const merged: Record<string, Record<string, Node>> = { ...modal.values }
  for (const [blockId, actions] of Object.entries(values)) {
    const block = blocks.find((candidate) => candidate['block_id'] === blockId)
    for (const [actionId, value] of Object.entries(actions)) {
      const candidates = block === undefined ? [] : interactiveIn(block)
      const element = candidates.find((candidate) => candidate['action_id'] === actionId)
      if (element === undefined) throw new Error(`the modal has no input ${blockId}, ${actionId}`)
      merged[blockId] = { ...merged[blockId], [actionId]: elementValue(element, value) }
    }
  }
  return merged
}

function withErrors(modal: ModalRecord, errors: Readonly<Record<string, string>>): ModalRecord {
  const { errors: _old, ...rest } = modal
  return Object.keys(errors).length === 0 ? rest : { ...rest, errors }
}

function trouble(why: string): string {
  return `We had some trouble connecting. Try again? (${why})`
}
