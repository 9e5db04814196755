import type { KnownBlock } from '@slack/types'
import type { DashboardChoice, DashboardDrawing } from '../../../core/dashboard.js'
import { formatLastAlone } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { dashboardMenu, drawingButtons } from './buttons.js'
import { bold, counted, wording } from './words.js'

export interface DashboardMessageOptions {
  readonly zone: Zone
  readonly askedBy?: string
  /** Without buttons where nobody could press them. */
  readonly buttons: boolean
}

const mostNotDrawn = 8
const longestText = 1_200
/** In text; the menu takes more. */
const mostNames = 20

/** What was drawn, and what was not. The pictures follow in a post of their own. */
export function dashboardMessage(drawing: DashboardDrawing, options: DashboardMessageOptions): Message {
  const { environment, name, from, until, drawn, notDrawn, leftOut } = drawing
  const { zone, askedBy, buttons } = options
  const texts = drawing.texts.filter((text) => text !== '').join('\n\n')
  const shown = notDrawn.slice(0, mostNotDrawn)
  const more = notDrawn.length - shown.length
  const lines = [
    ...shown.map(({ title, why }) => `• ${bold(title)}: ${wording(why)}`),
    ...(more > 0 ? [`• ${more} more`] : []),
    ...(leftOut > 0
      ? [`• ${counted(leftOut, 'widget')} beyond the first ${drawn.length}: more would not be looked at`]
      : []),
  ]
  const range = `${formatLastAlone(until - from)}, until ${formatMoment(until, zone, until)} (${zone.name})`
  const blocks: KnownBlock[] = [
    section(
      `📊 ${code(name)} in *${escapeMrkdwn(environment)}*\n${escapeMrkdwn(range)}. ${picturesOf(drawing)}`,
    ),
    ...(texts === '' ? [] : [untrusted(cut(texts))]),
    ...(lines.length === 0 ? [] : [section(`*Not drawn*\n${lines.join('\n')}`)]),
    ...(askedBy === undefined ? [] : [context(`Asked by ${escapeMrkdwn(askedBy)}`)]),
    ...(buttons ? [drawingButtons(environment, name)] : []),
  ]
  return message(blocks)
}

function picturesOf({ drawn, notDrawn, texts }: DashboardDrawing): string {
  if (drawn.length > 0)
    return drawn.length === 1 ? 'Its picture follows.' : `Its ${drawn.length} pictures follow.`
  if (notDrawn.length > 0) return '⚠️ *Nothing of it could be drawn.*'
  return texts.length > 0 ? 'It has texts only.' : 'It is empty.'
}

/** Dashboards to choose from. */
export function dashboardChoiceMessage(
  { environment, names, missing }: DashboardChoice,
  options: { readonly buttons: boolean },
): Message {
  const none = missing === undefined ? '' : `There is no ${code(missing)}. `
  const make = `${code('/ohmy dashboard apply infrastructure ' + environment)} makes one.`
  if (names.length === 0) {
    return message([section(`📊 *No dashboards for ${escapeMrkdwn(environment)}*\n${none}${make}`)])
  }
  const menu = options.buttons ? dashboardMenu(environment, names) : undefined
  const shown = names.slice(0, mostNames).map((name) => `• ${code(name)}`)
  const more = names.length > mostNames ? [`and ${names.length - mostNames} more`] : []
  return message([
    section(`📊 *${counted(names.length, 'dashboard')} for ${escapeMrkdwn(environment)}*`),
    ...(missing === undefined ? [] : [section(`${none}${make}`)]),
    section([...shown, ...more].join('\n')),
    ...(menu === undefined ? [] : [actions([menu])]),
  ])
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${cutPlain(text, longestText)} (cut)`
}
