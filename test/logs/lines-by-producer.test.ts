import { describe, expect, test } from 'vitest'
import { compilePattern } from '../../sandbox/account/cloudwatch-logs/pattern/pattern.js'
import { isAtLeast } from '../../src/core/logs.js'
import { errorPattern } from '../../src/logs/error-pattern.js'
import { joinEvents } from '../../src/logs/join-events.js'
import { readLine } from '../../src/logs/read-line.js'
import { linesByProducer } from './lines-by-producer.js'

const stream = 'ecs/backend/0123456789abcdef0123456789abcdef'
const named = linesByProducer.map((line) => [`${line.producer}: ${line.text.slice(0, 60)}`, line] as const)

/** As they are read in an answer. */
function read(text: string) {
  const [event] = joinEvents([{ at: 0, stream, text }])
  return readLine(event ?? { at: 0, stream, text: '' })
}

describe('a line as it is written by', () => {
  test.each(named)('%s', (_, { text, level, message, healthCheck }) => {
    const line = read(text)
    expect({ level: line.level, message: line.message, healthCheck: line.healthCheck }).toEqual({
      level,
      message,
      healthCheck,
    })
  })

  test('shows no time of its own beside the time of the event', () => {
    for (const { text } of linesByProducer) {
      const names = read(text).fields.map(({ name }) => name.toLowerCase())
      for (const time of ['time', 'timestamp', '@timestamp', 'ts', '@t', 'datetime', 'instant.epochsecond'])
        expect(names, text).not.toContain(time)
    }
  })
})

describe('what AWS sorts out for --level error', () => {
  const passes = compilePattern(errorPattern)

  test.each(named)('%s', (_, { text, level }) => {
    // Each line of a text is an event of its own; one of them has to be found.
    if (isAtLeast(level, 'error')) expect(text.split('\n').some((part) => passes(part))).toBe(true)
  })

  test('is most of what is no error', () => {
    const harmless = linesByProducer.filter(({ level }) => !isAtLeast(level, 'error'))
    const through = harmless.filter(({ text }) => passes(text))
    expect(through.length / harmless.length).toBeLessThan(0.45)
  })
})
