import { randomBytes } from 'node:crypto'
import type { HomeView, ModalView } from '@slack/types'
import type { Node } from '../blocks/rules.js'
import { checkView } from '../blocks/view.js'
import { viewPayload } from '../delivery/payloads.js'
import type { SlackAnswer } from '../emulator.js'
import type { HomeRecord, ModalRecord } from '../modals.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { type Args, text } from './arguments.js'
import { withIds } from './block-ids.js'
import { type Methods, refusal } from './method.js'

const MAX_STACK = 3
const MAX_BYTES = 250_000

export const viewMethods: Methods = {
  'views.open': { run: (args, workspace) => open(args, workspace, false) },
  'views.push': { run: (args, workspace) => open(args, workspace, true) },
  'views.update': { run: update },
  'views.publish': { run: publish },
}

function open(args: Args, workspace: RunningWorkspace, onTop: boolean): SlackAnswer {
  const refused = refuseView(args['view'], 'modal', workspace)
  if (refused !== undefined) return refused
  const view = args['view'] as Node
  const externalId = view['external_id']
  if (
    typeof externalId === 'string' &&
    externalId !== '' &&
    workspace.modals.findExternal(externalId) !== undefined
  ) {
    return refusal('duplicate_external_id')
  }
  const exchanged = workspace.triggers.exchange(args['trigger_id'] ?? args['interactivity_pointer'])
  if ('error' in exchanged) return refusal(exchanged.error)
  if (!onTop) workspace.modals.clear(exchanged.person)
  const modal = pushedModal(view, exchanged.person, workspace)
  if (modal === undefined) return refusal('push_limit_reached')
  workspace.modals.push(modal)
  return { ok: true, view: viewPayload(modal) }
}

function update(args: Args, workspace: RunningWorkspace): SlackAnswer {
  const refused = refuseView(args['view'], 'modal', workspace)
  if (refused !== undefined) return refused
  const modal =
    workspace.modals.find(text(args, 'view_id')) ?? workspace.modals.findExternal(text(args, 'external_id'))
  if (modal === undefined) return refusal('not_found')
  const hash = text(args, 'hash')
  if (hash !== '' && hash !== modal.hash) return refusal('hash_conflict')
  const changed = modalFrom(args['view'] as Node, modal, workspace)
  workspace.modals.replace(changed)
  return { ok: true, view: viewPayload(changed) }
}

function publish(args: Args, workspace: RunningWorkspace): SlackAnswer {
  const refused = refuseView(args['view'], 'home', workspace)
  if (refused !== undefined) return refused
  const person = text(args, 'user_id')
  if (!workspace.settings.people.some(({ slackId }) => slackId === person)) return refusal('user_not_found')
  const published = workspace.modals.home(person)
  const hash = text(args, 'hash')
  if (hash !== '' && published !== undefined && hash !== published.hash) return refusal('hash_conflict')
  const home: HomeRecord = {
    id: published?.id ?? newViewId(),
    person,
    hash: newHash(workspace),
    view: named<HomeView>(args['view'] as Node),
    values: published?.values ?? {},
  }
  workspace.modals.saveHome(home)
  return { ok: true, view: viewPayload(home) }
}

/** A modal for the top of a person's stack; nothing when three are open already. */
export function pushedModal(
  view: Node,
  person: string,
  workspace: RunningWorkspace,
): ModalRecord | undefined {
  const stack = workspace.modals.of(person)
  const below = stack.at(-1)
  if (stack.length >= MAX_STACK) return undefined
  const id = newViewId()
  return modalFrom(
    view,
    {
      id,
      person,
      rootId: below?.rootId ?? id,
      values: {},
      ...(below === undefined ? {} : { previousId: below.id }),
    },
    workspace,
  )
}

/** The same modal with another view: a new hash, what was typed kept, errors gone. */
export function modalFrom(
  view: Node,
  place: Pick<ModalRecord, 'id' | 'person' | 'rootId' | 'previousId' | 'values'>,
  workspace: RunningWorkspace,
): ModalRecord {
  const externalId = view['external_id']
  return {
    id: place.id,
    person: place.person,
    rootId: place.rootId,
    values: place.values,
    view: named<ModalView>(view),
    hash: newHash(workspace),
    ...(place.previousId === undefined ? {} : { previousId: place.previousId }),
    ...(typeof externalId === 'string' && externalId !== '' ? { externalId } : {}),
  }
}

function refuseView(
  view: unknown,
  surface: 'modal' | 'home',
  workspace: RunningWorkspace,
): SlackAnswer | undefined {
  const messages = checkView(view, surface, {
    charts: workspace.settings.charts,
    refused: workspace.faults.refusedBlocks(),
  })
  if (messages.length > 0) return refusal('invalid_arguments', messages)
  return JSON.stringify(view).length > MAX_BYTES ? refusal('view_too_large') : undefined
}

function named<View>(view: Node): View {
  return { ...view, ...withIds(view) } as View
}

function newViewId(): string {
  return `V${randomBytes(5).toString('hex').toUpperCase()}`
}

function newHash(workspace: RunningWorkspace): string {
  return `${Math.floor(workspace.settings.now() / 1000)}.${randomBytes(4).toString('hex')}`
}
