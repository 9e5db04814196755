import type { LogLine } from '../../../core/logs.js'
import type { ReplyFile } from '../../../core/message.js'
import type { Zone } from '../../../core/time-zone.js'
import { printable } from '../../mrkdwn.js'
import { counted, exactTime } from './words.js'

/** Characters of one file. Slack shows the first ones and offers the rest for download. */
const longestFile = 4_000_000

export interface LogsFileSubject {
  readonly environment: string
  readonly service: string
  readonly logGroup: string
  readonly region: string
  readonly at: number
}

/** Lines in full, oldest first, as a text file. Where they are too many the oldest are left out, and it says so. */
export function logsFile(subject: LogsFileSubject, lines: readonly LogLine[], zone: Zone): ReplyFile {
  const newestFirst = lines.toSorted((left, right) => right.at - left.at)
  const kept: string[] = []
  let characters = 0
  for (const line of newestFirst) {
    const text = inFull(line, zone)
    characters += text.length + 1
    if (characters > longestFile) break
    kept.push(text)
  }
  const left = lines.length - kept.length
  const head = [
    `${subject.service} in ${subject.environment}: ${counted(kept.length, 'line')}, oldest first`,
    `${subject.logGroup} (${subject.region}), read at ${exactTime(subject.at, zone)}; all times ${zone.name}`,
    'What looks like a secret is masked.',
    ...(left > 0 ? [`${counted(left, 'older line')} left out: the file would be too long.`] : []),
  ]
  const name = `${subject.service}-${subject.environment}-${exactTime(subject.at, zone).slice(0, 19)}`
  return {
    name: `${name.replace(/[^\w.-]+/g, '-')}.txt`,
    title: `Log lines of ${subject.service} in ${subject.environment}`,
    content: `${head.join('\n')}\n\n${kept.toReversed().join('\n')}\n`,
  }
}

function inFull({ at, level, task, whole, notKept }: LogLine, zone: Zone): string {
  const columns = `${exactTime(at, zone)} ${(level ?? '').padEnd(7)} ${task ?? '-'}`
  const text = printable(whole).trimEnd().split('\n').join('\n    ')
  const missing = notKept === undefined ? '' : `\n    … ${notKept.toLocaleString('en')} more characters`
  return `${columns} ${text === '' ? '(empty)' : text}${missing}`
}
