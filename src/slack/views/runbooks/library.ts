import { counted } from '../../../core/wording.js'
import { basename } from 'node:path'
import type { KnownBlock } from '@slack/types'
import { cutPlain } from '../../../core/cut.js'
import type { Message } from '../../../core/message.js'
import type { Runbook } from '../../../core/runbook.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayMenu } from '../../say.js'
import { isOverdue } from './review.js'

export interface LibraryMessageOptions {
  /** Without buttons and menus where nobody could press them. */
  readonly buttons: boolean
  /** ms since the epoch */
  readonly now: number
}

export interface BrokenFile {
  readonly file: string
  readonly problems: readonly { readonly what: string; readonly line: number }[]
}

/** What people look for when something is wrong stands first; of the others the shorter lists. */
const firstTags = ['trouble', 'operation', 'drill']
/** Of each tag, to glance over: the menus hold up to a hundred each. */
const titlesShown = 10
/** In a row: the last one holds the rest. */
const menusShown = 5
const tagsShown = 10
const longestTitle = 60
/** For all menus together, beside the rest: Slack counts the characters of a message. */
const menuCharacters = 10_000
const brokenShown = 8
const longestProblem = 240

/** All runbooks by their first tag: titles to glance over, and menus to open one. */
export function runbooksMessage(
  { all, broken }: { readonly all: readonly Runbook[]; readonly broken: readonly BrokenFile[] },
  { buttons, now }: LibraryMessageOptions,
): Message {
  const tags = byTag(all)
  const left = tags.slice(tagsShown)
  const blocks: KnownBlock[] = [
    section(headline(all.length)),
    ...tags.slice(0, tagsShown).map(([tag, of]) => tagBlock(tag, of, buttons)),
  ]
  if (left.length > 0)
    blocks.push(
      section(
        `… and ${counted(left.length, 'more tag')}: ${escapeMrkdwn(
          left
            .map(([tag]) => tag)
            .join(', ')
            .slice(0, 1_000),
        )}`,
      ),
    )
  if (buttons && all.length > 0) blocks.push(menus(tags, menuCharacters - JSON.stringify(blocks).length))
  const overdue = all.filter((runbook) => isOverdue(runbook, now))
  blocks.push(...brokenBlocks(broken))
  if (overdue.length > 0) blocks.push(context(overdueWords(overdue)))
  blocks.push(
    context(
      `${code('/ohmy runbook search "CannotPullContainerError"')} finds one by an error · ${code('/ohmy runbook status')} tells what is being walked`,
    ),
  )
  return message(blocks)
}

function headline(count: number): string {
  if (count === 0) return '*No runbook.* Put YAML or Markdown files into the folder `runbooks`.'
  return `*${count === 1 ? '1 runbook' : `${count} runbooks`}*`
}

function byTag(all: readonly Runbook[]): readonly (readonly [string, readonly Runbook[]])[] {
  const tags = new Map<string, Runbook[]>()
  for (const runbook of all) {
    const tag = runbook.tags[0] ?? 'others'
    tags.set(tag, [...(tags.get(tag) ?? []), runbook])
  }
  const rank = (tag: string) => (firstTags.includes(tag) ? firstTags.indexOf(tag) : firstTags.length)
  return [...tags].toSorted(
    ([left, those], [right, others]) =>
      rank(left) - rank(right) || those.length - others.length || (left < right ? -1 : 1),
  )
}

function tagBlock(tag: string, of: readonly Runbook[], buttons: boolean): KnownBlock {
  const head = `*${escapeMrkdwn(cutPlain(capital(tag), 60))}*`
  if (!buttons) {
    const lines = of.map(({ id, title }) => `${code(id)} ${escapeMrkdwn(title)}`)
    return section(`${head}\n${lines.join('\n')}`)
  }
  const shown = of.slice(0, titlesShown).map(({ title }) => escapeMrkdwn(shortTitle(title, tag)))
  const more = of.length - shown.length
  return section(`${head}  ${shown.join(' · ')}${more > 0 ? ` · … ${more} more` : ''}`)
}

/** `Terraform: state lock held` under Terraform is `state lock held`. */
function shortTitle(title: string, tag: string): string {
  const isSaid = title.toLowerCase().startsWith(`${tag.toLowerCase()}: `)
  return cutPlain(isSaid ? title.slice(tag.length + 2) : title, longestTitle)
}

function menus(tags: readonly (readonly [string, readonly Runbook[]])[], room: number): KnownBlock {
  const own = tags.length <= menusShown ? tags : tags.slice(0, menusShown - 1)
  const rest = tags.slice(own.length).flatMap(([, of]) => of)
  const all = rest.length === 0 ? own : [...own, ['others', rest] as const]
  return actions(
    all.flatMap(([tag, of]) => {
      let left = room / all.length
      const options = of.map(({ id, title }) => ({
        text: shortTitle(title, tag),
        line: { verb: 'runbook', words: ['show', id] },
      }))
      return (
        sayMenu(
          cutPlain(`${capital(tag)} (${of.length})`, 60),
          options.filter(({ text }) => (left -= text.length) >= 0),
        ) ?? []
      )
    }),
  )
}

function overdueWords(overdue: readonly Runbook[]): string {
  const names = overdue.slice(0, 5).map(({ id }) => code(id))
  const more = overdue.length > names.length ? ` and ${overdue.length - names.length} more` : ''
  return `🕓 To be reviewed: ${names.join(', ')}${more}`
}

function brokenBlocks(broken: readonly BrokenFile[]): KnownBlock[] {
  const lines = broken.slice(0, brokenShown).map(({ file, problems }) => {
    const [first] = problems
    const others = problems.length > 1 ? ` (${problems.length - 1} more)` : ''
    const where = `${basename(file)}:${first?.line ?? 1}`
    return context(
      `⚠️ *${escapeMrkdwn(where)}* ${escapeMrkdwn(cutPlain(first?.what ?? 'It cannot be read.', longestProblem))}${others}`,
    )
  })
  const left = broken.length - lines.length
  return left > 0 ? [...lines, context(`⚠️ … and ${left} more that are broken`)] : lines
}

function capital(word: string): string {
  // `aws`
  if (word.length <= 3) return word.toUpperCase()
  return word.charAt(0).toUpperCase() + word.slice(1)
}
