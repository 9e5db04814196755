import type { Message } from '../../../core/message.js'
import type { Runbook } from '../../../core/runbook.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

interface Shown {
  readonly buttons: boolean
}

/** All runbooks, by tag. */
export function runbooksMessage(
  {
    all,
    broken,
  }: {
    readonly all: readonly Runbook[]
    readonly broken: readonly {
      readonly file: string
      readonly problems: readonly { readonly what: string; readonly line: number }[]
    }[]
  },
  _shown: Shown,
): Message {
  const tags = new Map<string, Runbook[]>()
  for (const runbook of all) {
    const tag = runbook.tags[0] ?? 'others'
    tags.set(tag, [...(tags.get(tag) ?? []), runbook])
  }
  return message([
    section(`*${all.length} runbooks*`),
    ...[...tags].map(([tag, of]) =>
      section(
        [`*${escapeMrkdwn(tag)}*`, ...of.map(({ id, title }) => `${code(id)} ${escapeMrkdwn(title)}`)].join(
          '\n',
        ),
      ),
    ),
    ...broken.map(({ file, problems }) =>
      context(`⚠️ ${escapeMrkdwn(`${file}:${problems[0]?.line ?? 1} is broken: ${problems[0]?.what ?? ''}`)}`),
    ),
  ])
}

export function foundRunbooksMessage(
  words: string,
  found: readonly { readonly runbook: Runbook; readonly reason: string }[],
  _shown: Shown,
): Message {
  if (found.length === 0) return message([section(`No runbook says anything about ${code(words)}.`)])
  return message([
    section(`*Runbooks for* ${code(words)}`),
    ...found
      .slice(0, 8)
      .map(({ runbook, reason }) =>
        section(`${code(runbook.id)} *${escapeMrkdwn(runbook.title)}*\n${escapeMrkdwn(reason)}`),
      ),
  ])
}

/** One runbook, to read. */
export function runbookMessage(runbook: Runbook, { buttons }: Shown): Message {
  const { id, title, about, steps } = runbook
  return message([
    section(`*${escapeMrkdwn(title)}* · ${code(id)}`),
    ...Object.entries(about).map(([part, text]) => section(`*${escapeMrkdwn(part)}*\n${escapeMrkdwn(text)}`)),
    section(steps.map((step, index) => `${index + 1}. ${escapeMrkdwn(step.title)}`).join('\n')),
    ...(buttons
      ? [actions([sayButton({ verb: 'runbook', words: ['start', id] }, { text: 'Start', style: 'primary' })])]
      : []),
  ])
}
