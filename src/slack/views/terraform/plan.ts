import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import type { PlannedDrift, PlannedResource, PlanShown, TerraformPlan } from '../../../core/terraform-plan.js'
import { folded, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code } from '../../mrkdwn.js'
import { endOf, sections, words } from './asked-of-tool.js'

/** A section has room for 3,000 characters. */
const longest = 2_800
const mostOpen = 12

/** A plan while it is made, and what an apply would do: what is lost first. */
export function planMessage(shown: PlanShown, options: { readonly buttons: boolean }): Message {
  const { plan, failure, status } = shown
  const isPlanned = status === 'done'
  return message([
    section(headline(shown)),
    ...(failure === undefined ? [] : [section(words(failure).slice(0, longest))]),
    ...(isPlanned ? [...lost(plan), ...takenBack(plan), ...rest(plan), ...besides(plan)] : []),
    ...endOf(
      shown,
      plan.tool,
      plan.state === undefined ? [] : [`state: ${words(plan.state)}, not locked`],
      { text: 'Plan again', line: { verb: 'terraform', words: ['plan', plan.environment] } },
      options,
    ),
  ])
}

const doing = {
  copying: 'copying the tree',
  init: 'init, with its backend',
  plan: 'asking what an apply would do',
  show: 'reading the plan',
  planned: 'reading the plan',
} as const

function headline({ plan, status, stoppedBy, failure }: PlanShown): string {
  const what = `Terraform plan of ${words(plan.environment)}`
  if (status === 'running') return `${marks.changing} *${what}*: ${doing[plan.phase]}`
  if (status === 'stopped') return `${marks.resting} *${what}: stopped by ${words(stoppedBy ?? 'somebody')}*`
  if (status === 'expired' || failure !== undefined) return `${marks.unknown} *${what}: there is none*`
  const { add, change, destroy, replace, forget, import: imported, outputs } = plan.counts
  if ([add, change, destroy, forget, imported].every((count) => count === 0))
    return `${marks.fine} *${what}: nothing to do*${outputs === 0 ? '' : `, ${counted(outputs, 'output')} would change`}.`
  const more = [
    ...(replace === 0 ? [] : [`${replace} of them replaced`]),
    ...(forget === 0 ? [] : [`${forget} to forget`]),
    ...(imported === 0 ? [] : [`${imported} to import`]),
  ]
  const mark = destroy > 0 ? marks.wrong : marks.attention
  return `${mark} *${what}: ${add} to add, ${change} to change, ${destroy} to destroy*${more.map((one) => `, ${one}`).join('')}. Nothing was applied.`
}

/** Destroyed, or destroyed and made anew: nobody is to overlook it. */
function lost({ resources }: TerraformPlan): readonly KnownBlock[] {
  const replaced = resources.filter(({ action }) => action === 'replace')
  const destroyed = resources.filter(({ action }) => action === 'delete')
  return [
    ...list(
      `${marks.wrong} *REPLACED: destroyed and created anew, with all that is in it*`,
      replaced.map(({ address, because }) => `${code(address)}${forcedBy(because)}`),
    ),
    ...list(
      `${marks.wrong} *Destroyed*`,
      destroyed.map(({ address }) => code(address)),
    ),
  ]
}

function forcedBy(because: readonly string[]): string {
  return because.length === 0 ? '' : `, forced by ${because.map((name) => code(name)).join(', ')}`
}

/** What ohmy did, and an apply would undo. */
function takenBack({ drift }: TerraformPlan): readonly KnownBlock[] {
  return list(`${marks.attention} *An apply would set back what runs*`, drift.map(driftText))
}

function driftText({ address, service, what, from, to, last }: PlannedDrift): string {
  const by =
    last === undefined
      ? 'ohmy remembers no change of it'
      : `ohmy’s last change: ${words(last.summary)} (${code(last.id)})`
  return `${words(service)}: ${what} ${words(from)} → ${words(to)}, ${by}. ${code(address)} does not ignore it.`
}

function rest({ resources, more }: TerraformPlan): readonly KnownBlock[] {
  const others = resources.filter(({ action }) => action !== 'replace' && action !== 'delete')
  if (others.length === 0 && more === 0) return []
  const lines = [
    ...others.map(resourceText),
    ...(more === 0 ? [] : [`… and ${more} more: run the plan yourself to see all.`]),
  ]
  if (lines.length <= mostOpen) return sections(lines)
  return [
    folded(`${counted(others.length + more, 'resource')} added, changed or forgotten`, [...sections(lines)]),
  ]
}

const signs = { add: '+', change: '~', forget: '−', delete: '−', replace: '∓' } as const

function resourceText({ address, action, because }: PlannedResource): string {
  const names = because.length === 0 ? '' : `: ${because.map(words).join(', ')}`
  return `${signs[action]} ${action} ${code(address)}${names}`
}

function besides({ warnings, counts: { outside } }: TerraformPlan): readonly KnownBlock[] {
  const lines = [
    ...warnings.map((warning) => `${marks.missing} ${words(warning)}`),
    ...(outside === 0
      ? []
      : [`${counted(outside, 'resource')} changed outside of Terraform since the last apply.`]),
  ]
  return lines.length === 0 ? [] : sections(lines)
}

function list(title: string, lines: readonly string[]): ReturnType<typeof sections> {
  return lines.length === 0 ? [] : sections([title, ...lines.map((line) => `      → ${line}`)])
}

function counted(count: number, what: 'output' | 'resource'): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
