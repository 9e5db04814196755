import type { KnownBlock, RichTextBlock } from '@slack/types'
import { cutPlain } from '../../../core/cut.js'
import type { Message } from '../../../core/message.js'
import type { Runbook, RunbookStep } from '../../../core/runbook.js'
import { actions, context, richText, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { isOverdue } from './review.js'
import { inlineWords, runbookWords, titleBeside } from './runbook-words.js'

type RichTextPart = RichTextBlock['elements'][number]

/** In this order; a file may have others. */
const parts = ['meaning', 'impact', 'diagnosis', 'mitigation']
const longestPart = 900
/** A guide is read here. */
const longestGuidePart = 3_000
/** All steps together: beyond, a message would be a wall, and Slack takes 13,000 characters. */
const longestSteps = 5_500
const stepsShown = 60
const longestText = 600
const longestLine = 90

/** One runbook, to read: what it is about, its steps, who may walk it, and what begins it. */
export function runbookMessage(
  runbook: Runbook,
  { buttons, now }: { readonly buttons: boolean; readonly now: number },
): Message {
  const { title, severity, about } = runbook
  const level = severity === undefined ? '' : ` · ${escapeMrkdwn(severity)}`
  const others = Object.keys(about).filter((part) => !parts.includes(part))
  return message([
    section(`*${escapeMrkdwn(title)}*${level}`),
    ...[...parts, ...others].flatMap((part) => partBlocks(part, about[part], isGuide(runbook))),
    ...stepBlocks(runbook),
    ...inputBlocks(runbook),
    context(...factsOf(runbook, now)),
    ...(buttons ? [startButtons(runbook)] : []),
  ])
}

/** Nothing but instructions: a page that people wrote to be read. */
function isGuide({ steps }: Pick<Runbook, 'steps'>): boolean {
  return steps.every(({ kind }) => kind === 'instruction')
}

function partBlocks(part: string, text: string | undefined, isWhole: boolean): KnownBlock[] {
  if (text === undefined || text.trim() === '') return []
  const name = part.charAt(0).toUpperCase() + part.slice(1)
  return [
    richText(
      { type: 'rich_text_section', elements: inlineWords(name, { bold: true }) },
      ...runbookWords(readable(cutPlain(text, isWhole ? longestGuidePart : longestPart))),
    ),
  ]
}

function stepBlocks(runbook: Runbook): KnownBlock[] {
  const { steps, about } = runbook
  const count = steps.length === 1 ? '1 step' : `${steps.length} steps`
  // The parts of a guide say what their steps say.
  const told = steps.filter(({ title }) => !isGuide(runbook) || !isIn(title, Object.keys(about)))
  if (told.length === 0) return [context(`${count}: they are shown one by one when it is walked`)]
  let room = longestSteps
  const shown = told.slice(0, stepsShown).flatMap((step) => {
    const lines = linesOfStep(step, steps.indexOf(step) + 1)
    room -= JSON.stringify(lines).length / 2
    return room < 0 ? [] : [lines]
  })
  const left = told.length - shown.length
  return [
    richText({ type: 'rich_text_section', elements: inlineWords(count, { bold: true }) }, ...shown.flat()),
    ...(left > 0 ? [context(`… and ${left} more: they are shown one by one when it is walked`)] : []),
  ]
}

function isIn(title: string, sections: readonly string[]): boolean {
  const [section = ''] = title.split(': ')
  return section !== title && sections.includes(section.toLowerCase())
}

/** Of what people do themselves all is told, of everything else the title tells what it comes to. */
function linesOfStep(step: RunbookStep, number: number): readonly RichTextPart[] {
  const text = step.kind === 'instruction' ? step.text : step.title
  const beside = text === step.title ? '' : titleBeside(step.title, text)
  const head = beside === '' ? [] : inlineWords(beside === step.title ? beside : `${beside}: `)
  const [first, ...rest] = runbookWords(readable(cutPlain(text, longestText)))
  const said = first?.type === 'rich_text_section' ? first.elements : []
  const others = first === undefined || first.type === 'rich_text_section' ? rest : [first, ...rest]
  const isApart = beside === step.title && beside !== ''
  return [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: `${number}. ` },
        ...head,
        ...(isApart ? [] : said),
        ...whatIsDone(step),
      ],
    },
    ...(isApart && said.length > 0 ? [{ type: 'rich_text_section' as const, elements: said }] : []),
    ...others,
  ]
}

function whatIsDone(step: RunbookStep): ReturnType<typeof inlineWords> {
  if (step.kind !== 'action') return []
  return [
    { type: 'text', text: ' ' },
    { type: 'text', text: cutPlain(readable(step.action), longestLine), style: { code: true } },
  ]
}

/** `scale ‹service› 4 ‹environment›`: what is put in when it is walked stands there by its name. */
function readable(line: string): string {
  return line.replace(/\{\{\s*(?:inputs\.)?([\w./-]+)\s*\}\}/g, '‹$1›')
}

function inputBlocks({ inputs }: Runbook): KnownBlock[] {
  if (inputs.length === 0) return []
  const told = inputs.map(({ name, required, default: value }) => {
    const otherwise = value === undefined ? (required ? '' : ' (optional)') : ` (${String(value)})`
    return `${code(name)}${escapeMrkdwn(otherwise)}`
  })
  return [context(`It asks for ${told.join(', ')}.`)]
}

function factsOf(runbook: Runbook, now: number): readonly string[] {
  const { id, runBy, owner, reviewBy, match, tags } = runbook
  const review =
    reviewBy === undefined
      ? []
      : [isOverdue(runbook, now) ? `⚠️ to be reviewed since ${reviewBy}` : `to be reviewed by ${reviewBy}`]
  const offered = [...match.causes, ...match.alarms.map((alarm) => `alarms like ${code(alarm)}`)]
  return [
    [
      code(id),
      `walked by ${runBy === 'admin' ? 'an admin' : `the role ${runBy} and above`}`,
      ...(owner === undefined ? [] : [`kept by ${escapeMrkdwn(owner)}`]),
      ...review,
      ...(tags.length === 0 ? [] : [escapeMrkdwn(tags.join(', '))]),
    ].join(' · '),
    ...(offered.length === 0 ? [] : [`Offers itself for ${offered.slice(0, 8).join(', ')}.`]),
  ]
}

/** What it takes is asked for in a form. */
function startButtons({ id, inputs, steps }: Runbook): KnownBlock {
  const ask = inputs.length > 0 ? (true as const) : undefined
  const start = (dry?: true) => ({ verb: 'runbook', words: ['start', id], options: { ask, dry } })
  const looks = steps.some(({ kind }) => kind === 'check' || kind === 'action')
  return actions([
    sayButton(start(), { text: 'Start', style: 'primary' }),
    ...(looks ? [sayButton(start(true), { text: 'Dry walk: change nothing' })] : []),
  ])
}
