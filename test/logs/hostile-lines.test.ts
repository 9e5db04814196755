import { describe, expect, test } from 'vitest'
import type { LogsAnswer } from '../../src/core/logs.js'
import { groupErrors } from '../../src/logs/fold.js'
import { longestKept } from '../../src/logs/keep.js'
import { readLine } from '../../src/logs/read-line.js'
import { checkMessage } from '../../sandbox/workspace/blocks/message.js'
import { roomInTerminal } from '../../src/slack/views/logs/lines.js'
import { logsMessage } from '../../src/slack/views/logs/logs.js'
import { type HostileLine, hostileLines } from './hostile-lines.js'
import { processorTime } from '../support/duration.js'

const at = Date.UTC(2026, 10, 23, 3, 0)
const stream = 'ecs/backend/0123456789abcdef0123456789abcdef'

function answerWith(lines: readonly HostileLine[]): LogsAnswer {
  const read = lines.map(({ line }, index) => readLine({ at: at - index * 1_000, stream, text: line }))
  return {
    environment: 'staging',
    service: 'backend',
    region: 'ap-southeast-2',
    logGroup: '/ecs/ohmycoins-staging/backend',
    at,
    question: { limit: 50 },
    lines: read,
    older: 0,
    healthChecks: 0,
    errors: groupErrors(read),
    errorsIn: { from: at - 900_000, to: at },
    looked: { from: at - 900_000, to: at },
    unread: [],
    zone: 'Australia/Sydney',
  }
}

/** Every text that Slack would interpret. */
function mrkdwnIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwnIn)
  if (typeof node !== 'object' || node === null) return []
  const { type, text } = node as { type?: unknown; text?: unknown }
  if (type === 'mrkdwn') return [String(text)]
  return Object.values(node).flatMap(mrkdwnIn)
}

describe.each(hostileLines.map((line) => [line.name, line] as const))('%s', (_, hostile) => {
  test('is understood quickly, kept short, and without its secrets', () => {
    const read = () => readLine({ at, stream, text: hostile.line })
    expect(processorTime(() => groupErrors([read()]))).toBeLessThan(1_000)
    const line = read()
    expect(line.whole.length).toBeLessThanOrEqual(longestKept)
    expect(line.message).not.toMatch(/\n/)
    for (const secret of hostile.secrets ?? []) expect(JSON.stringify(line)).not.toContain(secret)
  })

  test('is shown within the limits of Slack, in a file too, pinging nobody', () => {
    const { message, files } = logsMessage(answerWith([hostile]), { file: 'always' })
    const terminal = logsMessage(answerWith([hostile]), { room: roomInTerminal, buttons: false })
    expect(
      checkMessage({ text: message.text.slice(0, 4_000), blocks: message.blocks }, 'update'),
    ).toBeUndefined()
    const everything = [
      message.text,
      JSON.stringify(message.blocks),
      terminal.message.text,
      ...files.map(({ content }) => String(content)),
    ]
    for (const secret of hostile.secrets ?? []) {
      for (const text of everything) expect(text).not.toContain(secret)
    }
    const interpreted = mrkdwnIn(message.blocks).join('\n')
    expect(interpreted).not.toMatch(/<[!@#]/)
    expect(interpreted).not.toMatch(/<https?:/)
  })
})

test('nothing is left behind in any object', () => {
  for (const { line } of hostileLines) readLine({ at, stream, text: line })
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(({} as Record<string, unknown>)['level']).toBeUndefined()
})

test('all of them at once fit into one message', () => {
  const { message } = logsMessage(answerWith(hostileLines))
  expect(checkMessage({ text: 'text', blocks: message.blocks }, 'update')).toBeUndefined()
})
