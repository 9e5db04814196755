import { describe, expect, test } from 'vitest'
import type { LogLine, LogsAnswer, SurroundingLines } from '../../../../src/core/logs.js'
import { groupErrors } from '../../../../src/logs/fold.js'
import { readLine } from '../../../../src/logs/read-line.js'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import { aroundMessage } from '../../../../src/slack/views/logs/around.js'
import { roomInTerminal } from '../../../../src/slack/views/logs/lines.js'
import { logsMessage } from '../../../../src/slack/views/logs/logs.js'

/** Mon 23 Nov 2026 14:00:00 in Sydney. */
const at = Date.UTC(2026, 10, 23, 3, 0)
const minute = 60_000
const one = '0123456789abcdef0123456789abcdef'
const two = 'fedcba9876543210fedcba9876543210'

function line(text: string, ago = 0, task = one): LogLine {
  return readLine({ at: at - ago, stream: `ecs/backend/${task}`, text })
}

function answer(lines: readonly LogLine[], more: Partial<LogsAnswer> = {}): LogsAnswer {
  return {
    environment: 'staging',
    service: 'backend',
    region: 'ap-southeast-2',
    logGroup: '/ecs/ohmycoins-staging/backend',
    at,
    question: { limit: 50 },
    lines,
    older: 0,
    healthChecks: 0,
    errors: groupErrors(lines),
    errorsIn: { from: at - 15 * minute, to: at },
    looked: { from: at - 5 * minute, to: at },
    unread: [],
    zone: 'Australia/Sydney',
    ...more,
  }
}

const textOf = (shown: LogsAnswer) => logsMessage(shown, { askedBy: 'Vera' }).message.text.split('\n')
const buttonsOf = (shown: LogsAnswer) => {
  const block = logsMessage(shown).message.blocks.find(({ type }) => type === 'actions')
  return JSON.stringify(block)
}
const values = (json: string) =>
  [...json.matchAll(/"value":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, value = '']) => JSON.parse(`"${value}"`) as string,
  )

describe('the first line', () => {
  test('counts the errors and their kinds, and says in which time', () => {
    const lines = [line('ERROR order 1 lost'), line('ERROR order 2 lost'), line('ERROR disk full')]
    expect(textOf(answer(lines))[0]).toBe('🔴 backend in staging: 3 errors of 2 kinds in the last 15 min')
  })

  test('says that there are none', () => {
    expect(textOf(answer([line('INFO fine')]))[0]).toBe('📄 backend in staging: no errors in the last 15 min')
  })

  test('says what was looked for, and how much there is of it', () => {
    const question = { limit: 50, grep: { kind: 'text', text: 'fine' }, level: 'info' } as const
    expect(textOf(answer([line('INFO fine')], { question }))[0]).toBe(
      '🔎 backend in staging: 1 line with `fine`, of level info or worse in the last 5 min',
    )
  })

  test('says that nothing was found, how far back, and what to do next', () => {
    const shown = answer([], { question: { limit: 50, since: '5m' } })
    expect(textOf(shown).slice(0, 2)).toEqual([
      '📭 backend in staging: no lines in the last 5 min',
      'Add `--since 24h` to look further back.',
    ])
    expect(buttonsOf(shown)).toContain('Look back 24h')
  })

  test('names the times where they do not reach up to now', () => {
    const looked = { from: at - 26 * 60 * minute, to: at - 25 * 60 * minute }
    expect(textOf(answer([], { looked }))[0]).toBe(
      '📭 backend in staging: no lines from 22 Nov 12:00:00 to 22 Nov 13:00:00',
    )
  })

  test('is about the task, where it was asked for the one that stopped', () => {
    const shown = answer([line('CRITICAL out of memory')], {
      question: { limit: 50, previous: true },
      task: { id: one, stoppedAt: at - minute, why: 'OutOfMemoryError: Container killed, exit code 137' },
    })
    expect(textOf(shown).slice(0, 2)).toEqual([
      '⏹️ backend in staging: task 01234567 stopped at 13:59:00 — 1 error',
      'OutOfMemoryError: Container killed, exit code 137',
    ])
  })
})

test('what the last stopped task died of is shown whole', () => {
  const trace = 'Traceback (most recent call last):\n  File "/app/x.py", line 1, in x\nValueError: no'
  const shown = answer([line(trace)], { question: { limit: 50, previous: true }, task: { id: one } })
  expect(textOf(shown)).toContain('  File "/app/x.py", line 1, in x')
})

describe('groups of errors', () => {
  test('stand before the lines, with count, first and last time', () => {
    const text = textOf(answer([line('ERROR order 1 lost'), line('ERROR order 2 lost', 3 * minute)]))
    expect(text[1]).toBe('🔴 2× `order # lost`')
    expect(text[2]).toBe('first 13:57:00 · last 14:00:00')
  })

  test('are four at most; the others are counted', () => {
    const lines = ['a', 'b', 'c', 'd', 'e', 'f'].map((word) => line(`ERROR ${word}${word}`))
    expect(textOf(answer(lines))).toContain('… and 2 errors of 2 other kinds')
  })
})

describe('the lines', () => {
  test('are columns: time in the zone of the team, level, what it says', () => {
    const text = textOf(answer([line('WARNING slow', minute), line('INFO fine', 2 * minute)]))
    expect(text).toContain('13:59:00 🟠 slow')
    expect(text).toContain('13:58:00 ⚪ fine')
    expect(text).toContain('2 lines, newest first · 13:58:00 to 13:59:00 · task 01234567')
  })

  test('name their task where there are several', () => {
    expect(textOf(answer([line('INFO a'), line('INFO b', minute, two)]))).toContain('13:59:00 ⚪ fedcba98 b')
  })

  test('name the day where there are several', () => {
    expect(textOf(answer([line('INFO a'), line('INFO b', 24 * 60 * minute)]))).toContain(
      '22 Nov 14:00:00 ⚪ b',
    )
  })

  test('lead with the exception of a trace, and keep the trace in a file', () => {
    const trace = 'Traceback (most recent call last):\n  File "/app/x.py", line 1, in x\nValueError: no'
    const { message, files } = logsMessage(answer([line(trace)]))
    expect(message.text).toContain('14:00:00 🔴 ValueError: no  (+2 lines)')
    expect(message.text).not.toContain('/app/x.py')
    expect(files[0]?.content).toContain(
      '2026-11-23 14:00:00.000 error   0123456789abcdef0123456789abcdef Traceback',
    )
    expect(files[0]?.content).toContain('\n      File "/app/x.py", line 1, in x\n    ValueError: no')
  })

  test('come with a file only where they do not fit, or where it was asked for', () => {
    const few = answer([line('INFO fine')])
    expect(logsMessage(few).files).toEqual([])
    expect(logsMessage(few, { file: 'always' }).files[0]?.name).toBe(
      'backend-staging-2026-11-23-14-00-00.txt',
    )
    const many = answer(Array.from({ length: 40 }, (_, index) => line(`INFO ${index}`, index)))
    expect(logsMessage(many).files).toHaveLength(1)
    expect(logsMessage(many).message.text).toContain('Newest 25 of 40 lines')
    expect(logsMessage(many, { room: roomInTerminal }).files).toEqual([])
    const without = logsMessage(many, { file: 'never' })
    expect(without.files).toEqual([])
    expect(without.message.text).toContain('In full with `--file`')
  })

  test('of the file are in full, oldest first', () => {
    const [file] = logsMessage(answer([line('INFO newer'), line('INFO older', minute)]), {
      file: 'always',
    }).files
    const content = String(file?.content)
    expect(content.indexOf('older')).toBeLessThan(content.indexOf('newer'))
    expect(content).toContain('Australia/Sydney')
  })
})

describe('what was not looked at', () => {
  const unread = [{ from: at - 60 * minute, to: at - 10 * minute }]

  test('is said, with a way to go on', () => {
    const shown = answer([line('INFO fine')], { unread, question: { limit: 50, since: '1h' } })
    expect(logsMessage(shown).message.text).toContain('⚠️ Not looked at: 13:00:00 to 13:50:00')
    expect(values(buttonsOf(shown))).toContain(
      'logs backend staging --since 1h --until 2026-11-23T02:50:00.000Z --limit 50',
    )
  })
})

describe('buttons', () => {
  test('carry the question as it was typed', () => {
    const question = {
      limit: 20,
      since: '2h',
      grep: { kind: 'expression', source: 'a"b', flags: 'i' },
      level: 'error',
    } as const
    expect(values(buttonsOf(answer([line('ERROR x')], { question })))).toContain(
      'logs backend staging --since 2h --level error --limit 20 --grep "/a\\"b/i"',
    )
  })

  test('lead to errors alone, and back', () => {
    const mixed = [line('ERROR x'), line('INFO y')]
    expect(buttonsOf(answer(mixed))).toContain('Errors only')
    expect(buttonsOf(answer([line('ERROR x')]))).not.toContain('Errors only')
    expect(buttonsOf(answer(mixed, { question: { limit: 50, level: 'error' } }))).toContain('All levels')
  })

  test('lead around a line, by its moment and task', () => {
    expect(values(buttonsOf(answer([line('ERROR x')])))).toContain(
      `logs backend staging --around ${new Date(at).toISOString()} --task ${one}`,
    )
  })

  test('are left out where nobody could press them', () => {
    const { message } = logsMessage(answer([line('ERROR x')]), { buttons: false })
    expect(JSON.stringify(message.blocks)).not.toContain('"button"')
  })

  test('are within the limits of Slack with the longest question there can be', () => {
    const question = {
      limit: 1_000,
      since: 'x'.repeat(40),
      grep: { kind: 'text', text: '"'.repeat(200) },
      task: one,
    } as const
    const shown = answer(
      Array.from({ length: 1_000 }, (_, index) => line(`ERROR ${'y'.repeat(300)}${index}`, index)),
      { question },
    )
    expect(
      checkMessage({ text: 'text', blocks: logsMessage(shown).message.blocks }, 'update'),
    ).toBeUndefined()
  })
})

describe('health checks that were answered', () => {
  test('are one number beside the lines', () => {
    const shown = textOf(answer([line('INFO stored')], { healthChecks: 1_200 }))
    expect(shown).toContain(
      '1 line, newest first · 14:00:00 · task 01234567 · 1,200 good health checks left out',
    )
  })

  test('are told of where nothing else was written', () => {
    const shown = textOf(answer([], { healthChecks: 1 }))
    expect(shown.join('\n')).toContain('1 good health check left out · Asked by Vera')
  })
})

describe('around a moment', () => {
  const around: SurroundingLines = {
    environment: 'staging',
    service: 'backend',
    region: 'ap-southeast-2',
    logGroup: '/ecs/ohmycoins-staging/backend',
    at,
    zone: 'Australia/Sydney',
    moment: at - minute,
    task: one,
    lines: [line('INFO before', 2 * minute), line('ERROR it\n  in full', minute), line('INFO after', 0)],
    healthChecks: 0,
    looked: { from: at - 2 * minute, to: at },
  }

  test('the lines are oldest first, with a mark at the moment, and the marked one in full', () => {
    const { message } = aroundMessage(around)
    expect(message.text.split('\n')).toEqual([
      '🔎 Around 13:59:00: backend in staging, task 01234567',
      '  13:58:00 ⚪ before',
      '▶ 13:59:00 🔴 it in full  (+1 line)',
      '  14:00:00 ⚪ after',
      'The marked line in full',
      'ERROR it',
      '  in full',
      'oldest first · times of Australia/Sydney · /ecs/ohmycoins-staging/backend',
    ])
    expect(checkMessage({ text: 'text', blocks: message.blocks }, 'post')).toBeUndefined()
  })

  test('it is said where nothing was written', () => {
    expect(aroundMessage({ ...around, lines: [] }).message.text).toContain(
      'Nothing was written within half an hour',
    )
  })
})
