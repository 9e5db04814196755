import type { Node } from '../blocks/rules.js'
import { isNode } from '../blocks/rules.js'
import { interactiveIn } from '../blocks/check.js'
import type { Person } from '../contract.js'
import { loginName } from '../emulator.js'
import { identity, teamOf } from '../identity.js'
import type { HomeRecord, ModalRecord, StateValues } from '../modals.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { elementValue, keepsValue } from './element-values.js'

/** What every interaction payload carries. */
export function interaction(
  type: string,
  person: Person,
  workspace: RunningWorkspace,
): Readonly<Record<string, unknown>> {
  const name = loginName(person.name)
  return {
    type,
    user: { id: person.slackId, username: name, name, team_id: teamOf(person) },
    api_app_id: identity.appId,
    token: identity.verificationToken,
    trigger_id: workspace.triggers.issue(person.slackId),
    team: { id: identity.teamId, domain: identity.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** A view as Slack returns it and sends it. */
export function viewPayload(view: ModalRecord | HomeRecord): Readonly<Record<string, unknown>> {
  const stack =
    'rootId' in view ? { root_view_id: view.rootId, previous_view_id: view.previousId ?? null } : {}
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    title: null,
    close: null,
    submit: null,
    root_view_id: view.id,
    previous_view_id: null,
    ...view.view,
    id: view.id,
    team_id: identity.teamId,
    app_id: identity.appId,
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
    hash: view.hash,
    state: { values: stateValues(view.view.blocks, view.values) },
    ...stack,
  }
}

/** `state.values` for blocks: what was chosen, else what is preset. */
export function stateValues(blocks: readonly unknown[], chosen: StateValues): StateValues {
  const values: Record<string, Record<string, Node>> = {}
  for (const block of blocks.filter(isNode)) {
    const blockId = String(block['block_id'])
    for (const element of interactiveIn(block).filter(keepsValue)) {
      const actionId = String(element['action_id'])
      const entry = chosen[blockId]?.[actionId] ?? elementValue(element)
      values[blockId] = { ...values[blockId], [actionId]: entry }
    }
  }
  return values
}

/** The values with one more choice in them. */
export function withValue(values: StateValues, blockId: string, actionId: string, entry: Node): StateValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: entry } }
}
