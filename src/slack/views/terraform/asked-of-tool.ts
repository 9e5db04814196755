import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { Line } from '../../../core/line.js'
import { actions, context, section } from '../../blocks.js'
import { code, escapeMrkdwn, printable } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** What was asked of the tool, as far as its message ends with it. */
interface Asked {
  readonly id: string
  readonly status: string
  readonly startedAt: number
  readonly endedAt?: number
  readonly askedBy: string
}

/** A section has room for 3,000 characters. */
const longest = 2_800

/** How every message of what the tool was asked ends. @param also what stands beside the tool @param again the line that asks once more */
export function endOf(
  { id, status, startedAt, endedAt, askedBy }: Asked,
  tool: string | undefined,
  also: readonly string[],
  again: { readonly text: string; readonly line: Line },
  { buttons }: { readonly buttons: boolean },
): readonly KnownBlock[] {
  const told = [
    words(tool ?? 'no tool'),
    ...also,
    ...(endedAt === undefined ? [] : [`took ${formatDuration(Math.max(0, endedAt - startedAt))}`]),
    `Asked by ${words(askedBy)}`,
    code(id),
  ]
  const press =
    status === 'running'
      ? sayButton({ verb: 'stop', words: [id] }, { text: 'Stop' })
      : sayButton(again.line, { text: again.text })
  return [context(told.join(' · ')), ...(buttons ? [actions([press])] : [])]
}

/** Lines in as many sections as they need. */
export function sections(lines: readonly string[]): readonly ReturnType<typeof section>[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + line.length < longest)
      texts[texts.length - 1] = `${last}\n${line}`
    else texts.push(line)
  }
  return texts.map((text) => section(text))
}

/** On one line: a name with a line break in it must not look like a line of the answer. */
export function words(text: string): string {
  return escapeMrkdwn(printable(text).replace(/\s+/g, ' '))
}
