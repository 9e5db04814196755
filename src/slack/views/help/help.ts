import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import { context, folded, header, section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'

/** One verb in the overview. */
export interface VerbLine {
  /** What begins a line of it: `status`, `terraform unlock-help`. */
  readonly name: string
  readonly summary: string
  /** Ready to paste. */
  readonly example: string
  readonly topic: 'look' | 'change' | 'answer' | 'trouble'
  /** Where this person may do it; undefined: wherever it has a meaning. */
  readonly only: readonly string[] | undefined
}

/** Something that can be typed, and what it is. */
export interface UsageLine {
  readonly usage: string
  readonly summary: string
}

export interface HelpOverview {
  /** `/ohmy` */
  readonly prompt: string
  /** In the order in which they are shown; only what this person may do here. */
  readonly verbs: readonly VerbLine[]
  /** What a terminal takes besides; empty elsewhere. */
  readonly beside: readonly UsageLine[]
  /** What is not shown, and why; one sentence each. */
  readonly notes: readonly string[]
}

// In the order of a night: how is it, what helps, who looks after it, what was asked for.
const headings = [
  ['look', 'Look'],
  ['change', 'Change: planned first, and followed to the end'],
  ['trouble', 'When something is wrong'],
  ['answer', 'Answer what was asked; most have a button, too'],
] as const

/** A fold's title takes 150 characters; what is more stands in the fold. */
const longestTitle = 140

/**
 * Everything one person may do where they asked: names and an example of each topic at a glance, a line each in its fold. Fifty lines at once begin, in Slack
 * and on a phone above all, far above what is in sight.
 */
export function helpView(overview: HelpOverview): Message {
  const { prompt, verbs, beside, notes } = overview
  return message([
    header('What you can do here'),
    ...headings.flatMap(([topic, title]) =>
      group(
        title,
        verbs.filter((verb) => verb.topic === topic),
      ),
    ),
    ...inTerminal(beside),
    ...notes.map((note) => context(escapeMrkdwn(note))),
    context(
      `\`${prompt} help <verb>\` explains one, with examples. Words may come in any order.`.replace(
        '<verb>',
        '&lt;verb&gt;',
      ),
    ),
  ])
}

function group(title: string, verbs: readonly VerbLine[]): readonly KnownBlock[] {
  const [first] = verbs
  if (first === undefined) return []
  const example = `\`${escapeMrkdwn(first.example)}\``
  return [
    section(`*${title}*  ${example}`),
    folded(namesOf(verbs), [section(verbs.map(verbText).join('\n'))]),
  ]
}

/** As many whole names as fit, and how many more there are. */
function namesOf(verbs: readonly VerbLine[]): string {
  const names = verbs.map(({ name }) => name)
  const all = names.join(', ')
  if (all.length <= longestTitle) return all
  let shown = names.length
  let title = all
  while (shown > 1 && title.length > longestTitle) {
    shown -= 1
    title = `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`
  }
  return title
}

function verbText(verb: VerbLine): string {
  const where = verb.only === undefined ? '' : ` _(${verb.only.map(escapeMrkdwn).join(', ')} only)_`
  return `• *${verb.name}*  ${escapeMrkdwn(verb.summary)}${where}`
}

/** Everything about one verb. */
export interface VerbPage {
  readonly name: string
  readonly summary: string
  readonly usage: string
  readonly arguments: readonly UsageLine[]
  /** What a terminal takes besides; empty elsewhere. */
  readonly beside: readonly UsageLine[]
  /** Ready to paste. */
  readonly examples: readonly string[]
  /** Who may, one sentence each. */
  readonly access: readonly string[]
}

/** How a verb is used, with what it takes and who may; of a name that two verbs have, both. */
export function verbView(pages: readonly VerbPage[]): Message {
  return message(pages.flatMap(pageBlocks))
}

function pageBlocks(page: VerbPage): readonly KnownBlock[] {
  const examples = page.examples.map((example) => `\`${escapeMrkdwn(example)}\``)
  const blocks: KnownBlock[] = [
    header(page.name),
    section(`${escapeMrkdwn(page.summary)}.\n\`${escapeMrkdwn(page.usage)}\``),
  ]
  if (page.arguments.length > 0) blocks.push(usageSection('What it takes', page.arguments))
  blocks.push(...inTerminal(page.beside))
  if (examples.length > 0)
    blocks.push(section(`*${examples.length === 1 ? 'Example' : 'Examples'}*\n${examples.join('\n')}`))
  if (page.access.length > 0) blocks.push(context(page.access.map(escapeMrkdwn).join('\n')))
  return blocks
}

function inTerminal(beside: readonly UsageLine[]): readonly KnownBlock[] {
  return beside.length === 0 ? [] : [usageSection('In a terminal', beside)]
}

function usageSection(title: string, lines: readonly UsageLine[]): KnownBlock {
  const shown = lines.map(({ usage, summary }) => `\`${escapeMrkdwn(usage)}\`  ${escapeMrkdwn(summary)}`)
  return section([`*${title}*`, ...shown].join('\n'))
}
