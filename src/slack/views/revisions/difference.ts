import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import type { ComparedSide, ServiceDifference } from '../../../core/service-difference.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { changeLines } from '../operations/plan.js'

const linesPerSection = 10
/** A block holds 3,000 characters; a difference that is longer is another service. */
const mostShown = 40

export interface DifferenceMessageOptions {
  readonly askedBy: string
  /** Without buttons where nobody could press them. */
  readonly buttons: boolean
}

/** What is different between two environments, or two versions, of a service: first what is, then in a line what is not. */
export function differenceMessage(
  found: ServiceDifference,
  { askedBy, buttons }: DifferenceMessageOptions,
): Message {
  const { service, changes, same, from, to } = found
  const shown = changes.slice(0, mostShown)
  const lines = [...changeLines(shown)]
  if (changes.length > shown.length) lines.push(`… and ${changes.length - shown.length} more`)
  const blocks: KnownBlock[] = [
    section(headline(found)),
    ...Array.from({ length: Math.ceil(lines.length / linesPerSection) }, (_, index) =>
      section(lines.slice(index * linesPerSection, (index + 1) * linesPerSection).join('\n')),
    ),
    ...(same.length === 0 ? [] : [context(escapeMrkdwn(`The same: ${same.join(', ')}`))]),
    context(`${sideWords(from)} → ${sideWords(to)} · Asked by ${escapeMrkdwn(askedBy)}`),
  ]
  if (buttons) {
    blocks.push(
      actions([sayButton({ verb: 'revisions', words: [service, to.environment] }, { text: 'Revisions' })]),
    )
  }
  return message(blocks)
}

function headline({ service, from, to, changes }: ServiceDifference): string {
  const isAcross = from.environment !== to.environment
  const sides = isAcross
    ? `${from.environment} → ${to.environment}`
    : `${from.version} → ${to.version} in ${to.environment}`
  const name = `*${escapeMrkdwn(service)}, ${escapeMrkdwn(sides)}*`
  if (changes.length === 0) return `${name}: nothing is different`
  return `${name}: ${changes.length} ${changes.length === 1 ? 'difference' : 'differences'}`
}

function sideWords({ taskDefinition, version }: ComparedSide): string {
  return escapeMrkdwn(`${taskDefinition} (${version})`)
}
