import { loginName } from '../emulator.js'
import { identity } from '../identity.js'
import type { RunningWorkspace } from '../running-workspace.js'

const MENTION = /&lt;([@#!][^\s<>]+?)&gt;/g

/**
 * What Slack makes of typed text: `&`, `<`, `>` escaped, `@ohmy`, `@Rita Requester`, `@rita.requester` and
 * `#devops` turned into mentions. Mentions already in Slack's form stay.
 */
export function typedText(typed: string, workspace: RunningWorkspace): string {
  let text = typed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(MENTION, '<$1>')
  const names = new Map<string, string>([[identity.botName, identity.botUserId]])
  for (const { name, slackId } of workspace.settings.people)
    names.set(name, slackId).set(loginName(name), slackId)
  for (const [name, id] of names) text = text.replaceAll(bare('@', name), `<@${id}>`)
  for (const { id, name, directMessageWith } of workspace.channels.all()) {
    if (directMessageWith === undefined) text = text.replaceAll(bare('#', name), `<#${id}|${name}>`)
  }
  return text
}

/** A sign and a name that stand alone: not inside a mention, an address or a longer name. */
function bare(sign: string, name: string): RegExp {
  return new RegExp(`(?<![\\w<|])${sign}${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'gi')
}
