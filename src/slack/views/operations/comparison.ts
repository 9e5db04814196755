import type { Message } from '../../../core/message.js'
import type { Change } from '../../../core/operation.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { changeLines } from './plan.js'

/** A revision beside the one before it; `to` is absent where it was never registered. */
export interface Compared {
  readonly service: string
  readonly from: string
  readonly to?: string
  readonly changes: readonly Change[]
}

/** What an operation brought, against what ran before: one paragraph a service. @param id of the operation */
export function comparisonMessage(id: string, summary: string, compared: readonly Compared[]): Message {
  const parts = compared.map(({ service, from, to, changes }) => {
    const what = `*${escapeMrkdwn(service)}*: ${code(from)} → ${to === undefined ? 'what was to be registered' : code(to)}`
    return section(
      [what, ...(changes.length === 0 ? [nothing(from === to)] : changeLines(changes))].join('\n'),
    )
  })
  return message([
    section(`🔍 *What differs* between what ran and what “${escapeMrkdwn(summary)}” brought`),
    ...parts,
    context(
      `Images, CPU and memory, variables and references of secrets. Values are shown where neither name nor form can be that of a secret · ${code(`/ohmy history ${id}`)}`,
    ),
  ])
}

function nothing(isSame: boolean): string {
  return isSame ? '• Nothing: the same revision, with new tasks' : '• Nothing of what ohmy compares'
}
